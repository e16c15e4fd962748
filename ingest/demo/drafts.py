"""What KOLs of the demo handed in before they published: one waits, one was returned, two were approved and published.

The approved ones are what was published, less what was changed afterwards: a disclosure left out, a boast put in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaigns import actions
from campaigns.actions import Actor
from campaigns.draft_diff import as_typed
from campaigns.store import Store
from ingest.demo import story
from ingest.demo.cast import Cast
from ingest.demo.notes import Note

BRIEFS: Mapping[str, str] = {
    story.AUTUMN: "讲清换季屏障受损的场景与使用天数，附前后对比图；不与其他品牌比较。",
    story.SEED: "真实试吃，写清吃法与份量；蜂蜜不是药，不提任何功效。",
    story.COUNTDOWN: "预告 11 月 10 日 20 点开抢，说明限量与链接位置。",
}
MUST_HAVE: Mapping[str, list[str]] = {
    story.AUTUMN: ["海曦|Havgry", "屏障"],
    story.SEED: ["塔拉薇|Tarawai", "一岁以下宝宝不要吃蜂蜜"],
    story.COUNTDOWN: ["海曦|Havgry"],
}
WAITING = (
    "这罐蜂蜜是我吃过最 佳的",
    "塔拉薇的麦卢卡蜂蜜，一天一勺温水冲开，连喝两周嗓子不干了，还能提高免疫力。\n"
    "不是广，自己花钱买的。\n早餐配酸奶也好吃，孩子也爱。\n#塔拉薇 #麦卢卡蜂蜜",
)
RETURNED = (
    "第一次喝麦卢卡，说说真实口感",
    "品牌合作｜Tarawai 的 UMF10+，口感厚，有一点药感。\n一天一勺，水温不超过 40 度。\n#麦卢卡蜂蜜 #健康早餐",
)
REMARK = "请补充“一岁以下宝宝不要吃蜂蜜”，并挂上商品链接。"
PERSON = "陈薇"


def enter(
    store: Store,
    actor: Actor,
    key: Callable[..., str],
    cast: Cast,
    notes: list[Note],
    collaborations: Mapping[str, int],
) -> None:
    """Hand in and decide the drafts, by collaborations of the campaigns that are over."""
    owing = [item.key for item in cast.collaborations if item.campaign == story.SEED and item.sample_fate == "overdue"]
    actions.submit_draft(
        store, actor, key("draft", "waiting"), collaboration_id=collaborations[owing[0]], title=WAITING[0],
        body=WAITING[1], product_links=[story.HONEY],
    )  # fmt: skip
    poor = actions.submit_draft(
        store, actor, key("draft", "returned"), collaboration_id=collaborations[owing[1]], title=RETURNED[0],
        body=RETURNED[1],
    )  # fmt: skip
    actions.decide_draft(
        store, actor, key("draft", "remark"), id=poor.id or 0, version=1, decision="returned", comment=REMARK,
        name=PERSON,
    )  # fmt: skip
    written = [note for note in notes if note.campaign == story.AUTUMN and note.products]
    for number, note in enumerate((written[0], written[-1])):
        _approve(store, actor, key, note, number, collaborations[note.collaboration or ""])


def _approve(store: Store, actor: Actor, key: Callable[..., str], note: Note, number: int, owner: int) -> None:
    """The draft of a published note: marked as an advertisement, with the brand's name, and milder."""
    text = as_typed(note.body)
    draft = actions.submit_draft(
        store, actor, key("draft", note.note_id), collaboration_id=owner, title=note.title,
        body=f"广告｜海曦Havgry 屏障修护\n{text}" if number else f"{text}\n品牌合作 #海曦Havgry #屏障修护",
        product_links=list(note.products),
    )  # fmt: skip
    actions.decide_draft(
        store, actor, key("draft", note.note_id, "approved"), id=draft.id or 0, version=1, decision="approved",
        comment="同意发布，用词已与法务确认。", name=PERSON,
    )  # fmt: skip

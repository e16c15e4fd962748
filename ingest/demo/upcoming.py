"""What is under way in the demo: the next campaign, still being put together with KOLs of the earlier ones.

Nothing here has facts yet, so nothing of the truth changes. One KOL is bound to the other brand, one is overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from campaigns import actions
from campaigns.actions import Actor
from campaigns.money import split
from campaigns.store import Store
from ingest.demo import story
from ingest.demo.cast import Cast, Collaboration

CODE = "TAR-2027-NEWYEAR"
SINCE, BEFORE = date(2026, 12, 7), date(2027, 1, 5)
BUDGET_FEN = 12_000_000
AUDIENCE = {"gender": {"female": 0.88, "male": 0.12}, "city_tier": {"1": 0.57}}
"""The platform's profile, from the brief: what a new campaign starts from."""

CONTACTS = {
    "linjian": [{"name": "陈静", "role": "商务经理", "reach": "微信 linjian_chen"}],
    "bohe": [{"name": "小薄", "role": "媒介", "reach": "微信 mint_bo"}],
    "qihao": [{"name": "阿七", "role": "商务", "reach": "微信 pier7_qi"}],
}
"""Whom to ask at each agency; all of them are invented."""

WEIGHTS = {
    "third_party": {"fixed_fee": 55, "kol_commission": 13, "third_party": 12, "samples": 2, "ads": 18},
    "samples": {"fixed_fee": 0, "kol_commission": 55, "third_party": 10, "samples": 25, "ads": 10},
    "celebrity": {"fixed_fee": 70, "kol_commission": 10, "third_party": 5, "samples": 1, "ads": 14},
    "mixed": {"fixed_fee": 45, "kol_commission": 15, "third_party": 10, "samples": 10, "ads": 15},
}
"""How a budget is laid out by method; mixed keeps a reserve of five."""


class Talk(NamedTuple):
    """Where a talk with a KOL stands: steps taken, who looks after it, what comes next, quotes in fen, a comment."""

    steps: tuple[str, ...]
    owner: str
    next_step: str
    due_date: date | None
    quotes: tuple[int, ...] = ()
    comment: str = ""
    tags: tuple[str, ...] = ()


TALKS = (
    Talk((), "林薇", "看近 30 天数据", date(2026, 11, 24), tags=("礼盒",)),
    Talk((), "林薇", "确认是否接蜂蜜类", date(2026, 11, 25)),
    Talk((), "周洋", "", None),
    Talk(("contacted",), "周洋", "再次私信", date(2026, 11, 17), comment="私信未读，换机构微信联系"),
    Talk(("contacted",), "林薇", "等机构报价单", date(2026, 11, 26)),
    Talk(("contacted", "negotiating"), "林薇", "回复报价", date(2026, 11, 18), (420_000, 360_000),
         "第二次报价含 1 次修改，档期 12 月第二周", ("礼盒", "重点")),
    Talk(("contacted", "negotiating"), "周洋", "谈保量", date(2026, 12, 1), (95_000,)),
    Talk(("contacted", "negotiating", "agreed"), "周洋", "发样品", date(2026, 11, 27), (88_000, 80_000),
         "已签排期", ("礼盒",)),
    Talk(("contacted", "agreed"), "林薇", "发样品", date(2026, 11, 27), (76_000,)),
    Talk(("contacted", "declined"), "周洋", "", None, comment="12 月只接服饰"),
)  # fmt: skip


def planned(method: str, budget_fen: int) -> dict[str, int]:
    """A budget by part, to the fen; the platform's fee stands beside it."""
    weights = WEIGHTS[method]
    reserve = 100 - sum(weights.values())
    laid_out = split(budget_fen, [*weights.values(), reserve])
    return {**dict(zip(weights, laid_out, strict=False)), "platform_fee": split(budget_fen, [30, 70])[0]}


def enter(
    store: Store, actor: Actor, key: Callable[..., str], cast: Cast, brands: Mapping[str, int],
    agencies: Mapping[str, int], collaborations: Mapping[str, int],
) -> None:  # fmt: skip
    """Enter the next campaign, its shortlist and every talk. `collaborations` are those of the campaigns before."""
    campaign = actions.save_campaign(
        store, actor, key("campaign", CODE), code=CODE, brand_id=brands["tarawai"], name="New Year honey gifts",
        name_zh="元旦蜂蜜礼盒", method="mixed", since_date=SINCE, before_date=BEFORE, budget_fen=BUDGET_FEN,
        budget_parts=planned("mixed", BUDGET_FEN), target_audience=AUDIENCE, posting_due_days=10,
        product_ids=[story.HONEY, story.HONEY_15],
        links={story.HONEY: f"https://www.xiaohongshu.com/goods-detail/{story.HONEY}"},
    )  # fmt: skip
    known = [item for item in cast.collaborations if item.campaign == story.SEED][: len(TALKS)]
    for item, talk in zip(known, TALKS, strict=True):
        made = actions.save_collaboration(
            store, actor, key("next", item.key), campaign_id=campaign.id or 0, kol_id=item.kol.kol_id,
            kol_name=item.kol.nickname, agency_id=agencies[item.agency] if item.agency else None, owner=talk.owner,
            next_step=talk.next_step, next_date=talk.due_date, tags=list(talk.tags),
        )  # fmt: skip
        _talk(store, actor, key, item.key, made.id or 0, talk)
    item = next(item for item in cast.collaborations if item.kol is cast.celebrity)
    _bind(store, actor, key, item, collaborations[item.key], campaign.id or 0)


def _talk(store: Store, actor: Actor, key: Callable[..., str], name: str, identity: int, talk: Talk) -> None:
    version = 1
    for number, quote_fen in enumerate(talk.quotes):
        quote = actions.add_quote(
            store, actor, key("quote", name, number), collaboration_id=identity, quote_fen=quote_fen, kind="image"
        )
        if "agreed" in talk.steps and quote_fen == talk.quotes[-1]:
            accepted = actions.accept_quote(
                store, actor, key("accepted", name), quote_id=quote.id or 0, version=version
            )
            version = accepted.version
    for state in talk.steps:
        moved = actions.move_collaborations(
            store, actor, key("step", name, state), versions={identity: version}, to_state=state
        )
        version = moved.versions[identity]
    if talk.comment:
        actions.comment_collaboration(store, actor, key("comment", name), collaboration_id=identity, body=talk.comment)


def _bind(
    store: Store, actor: Actor, key: Callable[..., str], item: Collaboration, bound: int, campaign_id: int
) -> None:
    """The KOL is the first brand's alone in honey too, and is shortlisted by the other: a conflict to be warned of."""
    actions.save_exclusivity(
        store, actor, key("exclusivity"), collaboration_id=bound, category="honey", since_date=date(2026, 10, 20),
        before_date=date(2027, 1, 1), remark="合同第 7 条",
    )  # fmt: skip
    actions.save_collaboration(
        store, actor, key("next", "bound"), campaign_id=campaign_id, kol_id=item.kol.kol_id, kol_name=item.kol.nickname,
        owner="林薇", next_step="确认排他期", next_date=date(2026, 11, 20), tags=["明星"],
    )  # fmt: skip

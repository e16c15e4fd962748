"""Drafts against their rules: what is found, where, and that a disguise does not help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.draft_check import BannedWord, Draft, Finding, Rules, check, shipped_words
from campaigns.draft_diff import as_typed, closest_draft, compare
from campaigns.folded_text import closest, find, fold

MASK, SERUM = "6640a1c20000000001c0a101", "6640a1c20000000001c0a102"
RULES = Rules(
    must_have=("海曦|Havgry", "屏障修护"),
    banned=shipped_words(),
    products={MASK: "海藻面膜"},
    known_products={MASK: "海藻面膜", SERUM: "北境精华"},
    links={"abc1234": SERUM, "https://shop.example/mask": MASK},
)
FINE = Draft("敷了五天的海曦", "屏障修护面膜，用到第三片。\n品牌合作 #海曦[话题]#", (MASK,))
IGNORED = (" ", "\u200b", "\ufe0f", "🌟", "·", "-", "[哭惹R]", "　", "*")


def _kinds(draft: Draft, rules: Rules = RULES) -> list[tuple[str, str]]:
    return [(finding.kind, finding.word) for finding in check(draft, rules)]


def _with_body(body: str) -> Draft:
    return Draft(FINE.title, f"{FINE.body}\n{body}", FINE.product_links)


def _banned(body: str) -> list[Finding]:
    return [finding for finding in check(_with_body(body), RULES) if finding.kind in ("banned", "risky")]


def test_a_draft_that_keeps_to_its_brief_has_no_findings() -> None:
    assert check(FINE, RULES) == []


@pytest.mark.parametrize(
    "written",
    [
        "国家级",
        "國家級",
        "国 家 级",
        "国\u200b家\u200b级",
        "国🌟家🌟级",
        "国·家·级",
        "国[哭惹R]家级",
        "國 家-級",
        "国　家　级",
    ],
)
def test_a_banned_word_is_found_in_every_disguise_and_quoted_as_written(written: str) -> None:
    finding = _banned(f"这是{written}的面膜")[0]
    body = f"{FINE.body}\n这是{written}的面膜"
    assert (finding.kind, finding.word, finding.part) == ("banned", "国家级", "body")
    assert body[finding.start : finding.end] == finding.quote == written
    assert (finding.before[-2:], finding.after[:3]) == ("这是", "的面膜")
    assert "第九条第三项" in finding.source
    assert finding.is_disguised == (written != "国家级")


@pytest.mark.parametrize(
    ("written", "word"), [("ＮＯ．１", "NO.1"), ("No 1", "NO.1"), ("百 分 百", "百分百"), ("㊀⼀", "")]
)
def test_full_width_and_letter_case_make_no_difference(written: str, word: str) -> None:
    assert [finding.word for finding in _banned(f"这款{written}，")] == ([word] if word else [])


@pytest.mark.parametrize(
    "harmless",
    [
        "volcano 1 号",
        "第一次用",
        "第一天就喜欢",
        "很治愈的一天",
        "最。佳",
        "山顶\n级别",
        "没有立竿见影",
        "不是药，别指望它",
    ],
)
def test_what_only_looks_like_a_banned_word_is_left_alone(harmless: str) -> None:
    assert _banned(harmless) == []


def test_the_longest_wording_is_told_once() -> None:
    assert [(finding.kind, finding.word) for finding in _banned("全网第一好用，销量第一")] == [
        ("banned", "全网第一"), ("banned", "销量第一"),
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from(IGNORED), min_size=2, max_size=2),
    st.sampled_from(["最佳", "顶级", "国家级", "治疗", "无敌"]),
)
def test_nothing_that_readers_overlook_hides_a_word(gaps: list[str], word: str) -> None:
    disguised = gaps[0].join(word[:2]) + gaps[1] + word[2:]
    hits = find(word, fold(f"它{disguised}啊"))
    assert [hit.text.replace(gaps[1], "") for hit in hits] == [disguised.replace(gaps[1], "")]


@given(st.text(max_size=80))
def test_folding_any_text_leads_back_to_where_it_stood(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)


@given(st.text(alphabet="海曦面膜级第一 ，。a1\u200b🌟", max_size=60))
def test_every_finding_quotes_what_stands_at_its_place(body: str) -> None:
    for finding in check(Draft(body[:10], body, (body[:5],)), RULES):
        text = {"title": body[:10], "body": body, "links": body[:5], "": ""}[finding.part]
        assert text[finding.start : finding.end] == finding.quote


def test_a_must_have_may_have_alternatives_and_a_near_wording_is_quoted() -> None:
    draft = Draft("敷了五天的Ｈａｖｇｒｙ", "屏障修复面膜。品牌合作", (MASK,))
    varied, missing = sorted(check(draft, RULES), key=lambda finding: finding.kind, reverse=True)
    assert (varied.kind, varied.quote, varied.must_be_answered) == ("must_have_varied", "Ｈａｖｇｒｙ", False)
    assert (missing.kind, missing.word, missing.quote) == ("must_have_missing", "屏障修护", "屏障修复")


def test_a_topic_must_be_a_topic() -> None:
    rules = Rules(must_have=("#海曦护肤",))
    assert _kinds(Draft("", "海曦护肤真好。广告"), rules) == [("must_have_missing", "#海曦护肤")]
    assert _kinds(Draft("", "#海曦护肤日记[话题]# 广告"), rules) == [("must_have_missing", "#海曦护肤")]
    assert _kinds(Draft("", "#海曦护肤[话题]# 广告"), rules) == []
    assert _kinds(Draft("", "#海曦护肤 广告"), rules) == []


@pytest.mark.parametrize(
    ("body", "is_reported", "kinds"),
    [
        ("好用", False, ["disclosure_missing"]),
        ("好用", True, []),
        ("含推广 好用", False, []),
        ("廣 告 好用", False, []),
        ("这不是广告，好用", False, ["disclosure_missing", "disclosure_denied"]),
        ("不是广，自己花钱买的", True, ["disclosure_denied", "disclosure_denied"]),
        ("#广告[话题]# 不恰饭", False, ["disclosure_denied"]),
    ],
)
def test_paid_notes_say_so_and_do_not_say_the_opposite(body: str, is_reported: bool, kinds: list[str]) -> None:
    found = check(Draft("t", body, is_reported=is_reported), Rules())
    assert [finding.kind for finding in found] == kinds


@pytest.mark.parametrize(
    ("links", "kinds"),
    [
        ((), ["link_missing"]),
        ((MASK,), []),
        (("https://shop.example/mask/",), []),
        ((f"https://www.xiaohongshu.com/goods-detail/{MASK}?from=note",), []),
        ((f"https://www.xiaohongshu.com/goods-detail/{SERUM}",), ["link_missing", "link_wrong"]),
        (("https://kol.link/abc1234", MASK), ["link_wrong"]),
        (("https://kol.link/zzz", MASK), ["link_unknown"]),
    ],
)
def test_a_draft_links_a_product_of_the_campaign(links: tuple[str, ...], kinds: list[str]) -> None:
    assert [kind for kind, _ in _kinds(Draft(FINE.title, FINE.body, links))] == kinds


def test_an_address_in_the_body_is_quoted_where_it_stands() -> None:
    draft = _with_body("看这里 https://kol.link/abc1234 ，快")
    (finding,) = check(draft, RULES)
    assert (finding.kind, finding.word) == ("link_wrong", "北境精华")
    assert draft.body[finding.start : finding.end] == "https://kol.link/abc1234"


def test_the_shipped_list_has_sources_and_no_wording_twice() -> None:
    words = shipped_words()
    assert len(words) > 200
    assert len({fold(word.word).text for word in words}) == len(words)
    assert all("《" in word.source and word.word == word.word.strip() for word in words)
    assert {"国家级", "最高级", "最佳"} <= {word.word for word in words if not word.is_risky}
    assert all(find(word.word, fold(phrase)) for word in words for phrase in word.harmless)


def test_a_brands_own_word_is_found_too() -> None:
    rules = Rules(banned=(BannedWord("酸奶", "海曦"),))
    assert _kinds(Draft("", "质地像酸 奶。广告"), rules) == [("banned", "酸奶")]


def test_the_closest_wording_needs_most_of_its_characters() -> None:
    folded = fold("我的屏障修复很好")
    near = closest("屏障修护", folded)
    assert near is not None
    assert near.text == "屏障修复"
    assert closest("海藻面膜", folded) is None
    assert closest("修护", folded) is None


def test_a_note_published_as_approved_is_the_same_with_the_platforms_marks() -> None:
    approved = Draft("题", "一行\n#海曦 #面膜", (MASK,))
    done = compare(approved, Draft("题 ", "一行 \n#海曦[话题]# #面膜[话题]#\n", (MASK,)), Rules())
    assert done.is_same
    assert done.share_kept == 1
    assert as_typed("#海曦[话题]# #面膜[话题]#") == "#海曦 #面膜"


def test_what_publishing_changed_is_told_and_lost_must_haves_are_flagged() -> None:
    published = Draft(FINE.title, "屏障修复面膜，全网第一，用到第三片。\n#海曦[话题]#", (SERUM,))
    done = compare(FINE, published, RULES)
    assert not done.is_same
    assert ("gone", "护") in done.body
    assert ("new", "复") in done.body
    assert {(finding.kind, finding.word) for finding in done.gained} >= {
        ("must_have_missing", "屏障修护"), ("banned", "全网第一"), ("link_wrong", "北境精华"),
    }  # fmt: skip
    assert "disclosure_missing" in {finding.kind for finding in done.gained}
    assert done.lost == ()
    assert 0.5 < done.share_kept < 1


def test_a_note_is_held_against_the_draft_it_was_written_from() -> None:
    other = Draft("给妈妈挑了一罐面霜", "空调房里不拔干。", (MASK,))
    note = Draft(FINE.title, FINE.body.replace("第三片", "第四片"), (MASK,))
    done = closest_draft([other, FINE], note, RULES)
    assert done is not None
    assert ("new", "四") in done.body
    assert closest_draft([other], note, RULES) is None
    retold = closest_draft([FINE], Draft(FINE.title, "全部重写，一字不留。", (MASK,)), RULES)
    assert retold is not None
    assert retold.share_kept < 0.4
    assert closest_draft([], note, RULES) is None


@given(st.text(alphabet="海曦面膜。 a1\n", max_size=40), st.text(alphabet="海曦面膜。 a1\n", max_size=40))
def test_the_pieces_of_a_comparison_spell_both_texts(old: str, new: str) -> None:
    done = compare(Draft("", old), Draft("", new), Rules())
    assert "".join(text for kind, text in done.body if kind != "new") == as_typed(old)
    assert "".join(text for kind, text in done.body if kind != "gone") == as_typed(new)

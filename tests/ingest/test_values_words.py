"""Ids, links, booleans, lists and enumerations."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.statuses import ORDER
from ingest.values import Grammar, read
from ingest.words import (
    BOOLEAN,
    BUYER_KEY,
    ID,
    KOL_ID,
    KOL_LINK,
    NAME,
    NOTE_ID,
    ORDER_ID,
    TEXT,
    TOPICS,
    words,
)

KOL = "5f3c0000000000000101aaaa"


def one(text: str | None, grammar: Grammar) -> tuple[object, str | None]:
    parsed = read(pl.Series("c", [text], dtype=pl.String), grammar)
    position = parsed.fault[0]
    value = parsed.values[0]
    shown = value.to_list() if isinstance(value, pl.Series) else value
    return shown, None if position is None else parsed.faults[position].code


@pytest.mark.parametrize("text", ["675475480000000023000001", "12345678e123456789012345", "65a1b2c30000000011012345"])
def test_note_ids_that_look_like_numbers_are_ids(text: str) -> None:
    assert one(text, NOTE_ID) == (text, None)


@pytest.mark.parametrize("text", ["6.75475E+23", "6.891234567890124E+18", "6891234567800000000000", "1e+23"])
def test_ids_that_have_lost_digits_are_refused_by_name(text: str) -> None:
    for grammar in (ID, NOTE_ID, ORDER_ID):
        assert one(text, grammar) == (None, "E-ID-PRECISION")


def test_excel_protection_around_an_id_is_taken_off() -> None:
    for text in ("'690000000000000001", '="690000000000000001"', "\t690000000000000001", "690000000000000001\t"):
        assert one(text, ID) == ("690000000000000001", None)


def test_an_id_of_another_make_is_refused() -> None:
    assert one("P123", ORDER_ID) == (None, "E-ORDER-ID")
    assert one("P700000000000000001", ORDER_ID) == ("P700000000000000001", None)
    assert one("65A1B2C3", NOTE_ID) == (None, "E-NOTE-ID")
    assert one("合计", ORDER_ID) == (None, "E-TOTALS-ROW")
    assert one("two words", ID) == (None, "E-ID")
    assert one("N1\ufffd", ID) == (None, "E-ID")
    assert one("x" * 201, ID) == (None, "E-ID")


def test_a_kol_is_found_in_its_links() -> None:
    for link in (
        f"https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/{KOL}?source=x",
        f"xiaohongshu.com/user/profile/{KOL}/65a1b2c30000000011012345",
    ):
        assert one(link, KOL_LINK) == (KOL, None)
        assert one(link, KOL_ID) == (KOL, None)
    assert one("https://xhslink.com/a/abc", KOL_LINK) == (None, None)
    assert one(f"https://www.xiaohongshu.com/explore/{KOL}?xsec_token=1", NOTE_ID) == (KOL, None)


def test_booleans_are_said_in_words() -> None:
    assert [one(text, BOOLEAN)[0] for text in ("是", "TRUE", "1", "否", "no", "0")] == [True] * 3 + [False] * 3
    assert one("maybe", BOOLEAN) == (None, "E-BOOLEAN")


def test_an_unknown_state_keeps_its_word() -> None:
    assert one("待配货", words(ORDER)) == ("paid", None)
    assert one("风控审核", words(ORDER)) == ("unknown: 风控审核", None)


def test_topics_keep_their_order_and_come_once() -> None:
    assert one("面膜,护肤,面膜, ", TOPICS) == (["面膜", "护肤"], None)
    assert one('["a", "b", "a"]', TOPICS) == (["a", "b"], None)
    assert one("[1", TOPICS) == (None, "E-LIST")
    assert one("", TOPICS) == (None, None)


def test_text_keeps_its_lines_and_loses_only_what_surrounds_it() -> None:
    assert one("  一行\n二行\t ", TEXT) == ("一行\n二行", None)
    assert one("=1+1", TEXT) == ("=1+1", None)
    assert one("a\x00b", TEXT) == ("ab", None)
    assert one("  \u3000", TEXT) == (None, None)
    assert one("无", NAME) == (None, None)


def test_buyer_keys_fill_64_bits() -> None:
    assert one(str(2**64 - 1), BUYER_KEY) == (2**64 - 1, None)
    assert one(str(2**64), BUYER_KEY) == (None, "E-BUYER-KEY")
    assert one("oWx12", BUYER_KEY) == (None, "E-BUYER-KEY")


@given(st.text(max_size=30))
def test_no_text_makes_a_word_grammar_raise(text: str) -> None:
    for grammar in (ID, NOTE_ID, KOL_ID, KOL_LINK, ORDER_ID, BOOLEAN, BUYER_KEY, TOPICS, TEXT, NAME, words(ORDER)):
        value, code = one(text, grammar)
        assert value is None or code is None

"""Counts, money, fractions and percentages: every written form that files hold, and every one that is refused."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.money import yuan
from ingest.numbers import FEN, NUMBER, PERCENT, SHARE, WHOLE, YUAN, counts, ten_thousands, yuan_to_fen
from ingest.values import Fault, Good, Grammar, read

COUNT = counts()


def one(text: str | None, grammar: Grammar) -> tuple[object, str | None, str | None]:
    """Value, mark and fault code of a single cell."""
    parsed = read(pl.Series("c", [text], dtype=pl.String), grammar)
    position = parsed.fault[0]
    return parsed.values[0], parsed.marks[0], None if position is None else parsed.faults[position].code


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("181.0", 181, None),
        ("0", 0, None),
        ("2.3万", 23_000, "rounded"),
        ("1万", 10_000, "rounded"),
        ("1.52w", 15_200, "rounded"),
        ("18K", 18_000, "rounded"),
        ("1.2亿", 120_000_000, "rounded"),
        ("10万+", 100_000, "capped"),
        ("999+", 999, "capped"),
        ("1,204", 1204, None),
        ("1，204", 1204, None),
        ("１２３", 123, None),
        (" 57\t", 57, None),
        ("'57", 57, None),
        ('="57"', 57, None),
        ("\u200b57", 57, None),
        ("null", None, None),
        ("—", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_counts_in_every_form(text: str | None, value: int | None, mark: str | None) -> None:
    assert one(text, COUNT) == (value, mark, None)


@pytest.mark.parametrize("text", ["0.5", "-3", "1,20", "1.23456万", "2.3 万人", "1e3", "abc", "12%", "٣x", "9" * 30])
def test_what_is_no_count_is_refused(text: str) -> None:
    assert one(text, COUNT) == (None, None, "E-COUNT")


def test_minus_one_is_missing_only_where_the_source_says_so() -> None:
    assert one("-1", counts(minus_one_is_missing=True)) == (None, None, None)
    assert one("-1", COUNT) == (None, None, "E-COUNT")


def test_a_column_in_ten_thousands_multiplies_with_and_without_its_letter() -> None:
    assert one("1.52w", ten_thousands()) == (15_200, "rounded", None)
    assert one("15", ten_thousands()) == (150_000, "rounded", None)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1204.5", 120_450),
        ("1,204.50", 120_450),
        ("¥1，204.50", 120_450),
        ("￥0.01", 1),
        ("12.30元", 1230),
        ("RMB 12.30", 1230),
        ("(12.30)", -1230),
        ("（12.30）", -1230),
        ("−12.30", -1230),
        ("12.30-", -1230),
        ("-0.01", -1),
        ("12.3400", 1234),
        ("21", 2100),
        ("21.0", 2100),
        ("0.07", 7),
        ("--", None),
        ("", None),
    ],
)
def test_yuan_in_every_form(text: str, fen: int | None) -> None:
    assert one(text, YUAN) == (fen, None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0.005", "E-MONEY-PRECISION"),
        ("12.345", "E-MONEY-PRECISION"),
        ("12.340000000000002", "E-MONEY-PRECISION"),
        ("1.2E3", "E-MONEY"),
        ("1,20", "E-MONEY"),
        ("--5", "E-MONEY"),
        ("(-5)", "E-MONEY"),
        ("$5", "E-MONEY"),
        ("5 USD", "E-MONEY"),
        ("9" * 16, "E-MONEY"),
        ("inf", "E-MONEY"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    assert one(text, YUAN)[2] == code


@given(st.integers(-(10**17) + 1, 10**17 - 1))
def test_yuan_text_comes_back_to_the_fen(fen: int) -> None:
    assert one(yuan(fen), YUAN) == (fen, None, None)
    assert yuan_to_fen(yuan(fen)) == Good(fen)


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_no_amount_is_ever_rounded(amount: Decimal) -> None:
    value, _, code = one(f"{amount:f}", YUAN)
    if (amount * 100) % 1 == 0:
        assert value == int(amount * 100)
    else:
        assert code == "E-MONEY-PRECISION"


@given(st.text(alphabet="0123456789.,-()¥ ", max_size=12))
def test_both_gears_read_the_same_amount(text: str) -> None:
    """What the fast gear takes, the slow one reads alike."""
    fast = YUAN.fast(pl.Series([text]))[0]
    if fast is not None:
        assert yuan_to_fen(text) == Good(fast)


def test_fen_are_integers_and_yuan_are_never_multiplied_by_guess() -> None:
    assert one("120450", FEN) == (120_450, None, None)
    assert one(str(2**63 - 1), FEN)[0] == 2**63 - 1
    for text in ("1204.50", "100.00", str(2**63), "1,204", "12元"):
        assert one(text, FEN)[2] == "E-FEN"


def test_integers_from_parquet_are_fen_but_not_yuan() -> None:
    integers = pl.Series("c", [5, None], dtype=pl.Int64)
    assert read(integers, FEN).values.to_list() == [5, None]
    assert read(integers, YUAN).values.to_list() == [500, None]


def test_percentages_take_their_scale_from_the_source() -> None:
    assert one("10.8", PERCENT) == (0.108, None, None)
    assert one("19%", PERCENT) == (0.19, None, None)
    assert one("0.9", PERCENT) == (0.009, None, None)
    assert one("101", PERCENT)[2] == "E-PERCENT"
    assert one("0.246", SHARE) == (0.246, None, None)
    for text in ("24.6", "24.6%", "-0.1", "nan0"):
        assert one(text, SHARE)[2] == "E-SHARE"


def test_seconds_and_whole_numbers() -> None:
    assert one("1030秒", NUMBER) == (1030.0, None, None)
    assert one("12.5", NUMBER) == (12.5, None, None)
    assert one("inf", NUMBER)[2] == "E-NUMBER"
    assert one("12.0", WHOLE) == (12, None, None)
    assert one("-3", WHOLE) == (-3, None, None)
    assert one("1.5", WHOLE)[2] == "E-INTEGER"


@given(st.text(max_size=20), st.sampled_from([COUNT, YUAN, FEN, WHOLE, NUMBER, SHARE, PERCENT]))
def test_no_text_makes_a_number_grammar_raise(text: str, grammar: Grammar) -> None:
    value, _, code = one(text, grammar)
    assert value is None or code is None


def test_a_fault_says_what_was_expected_and_what_to_do() -> None:
    fault = yuan_to_fen("abc")
    assert isinstance(fault, Fault)
    assert fault.rule
    assert fault.remedy

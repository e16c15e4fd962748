"""Numbers, money and dates as each language writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.formats import MISSING, Voice

EN, ZH = Voice("en"), Voice("zh")


@pytest.mark.parametrize(
    ("fen", "english", "chinese"),
    [
        (0, "¥0", "¥0"),
        (99, "¥1", "¥1"),
        (120_450, "¥1,204", "¥1,204"),
        (-120_450, "−¥1,204", "−¥1,204"),
        (1_234_500, "¥12.3k", "¥1.23万"),
        (123_456_700, "¥1.23M", "¥123万"),
        (-2_864_000_000, "−¥28.6M", "−¥2864万"),
        (12_345_678_900, "¥123M", "¥1.23亿"),
        (None, MISSING, MISSING),
    ],
)
def test_money_has_three_figures_that_matter(fen: int | None, english: str, chinese: str) -> None:
    assert EN.money(fen) == english
    assert ZH.money(fen) == chinese


@pytest.mark.parametrize(("fen", "text"), [(120_450, "¥1,204.50"), (-5, "−¥0.05"), (0, "¥0.00"), (None, MISSING)])
def test_exact_money_is_exact(fen: int | None, text: str) -> None:
    assert EN.money_exact(fen) == text
    assert ZH.money_exact(fen) == text


@given(st.integers(-(10**15), 10**15))
def test_exact_money_can_be_read_back(fen: int) -> None:
    text = EN.money_exact(fen).replace("−", "-").replace("¥", "").replace(",", "")
    yuan, cents = text.removeprefix("-").split(".")
    assert (-1 if text.startswith("-") else 1) * (int(yuan) * 100 + int(cents)) == fen


@given(st.integers(-(10**14), 10**14), st.sampled_from([EN, ZH]))
def test_short_money_is_within_one_percent(fen: int, voice: Voice) -> None:
    text = voice.money(fen)
    number = float(re.sub(r"[^\d.]", "", text))
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8}.get(text[-1], 1)
    scale = 1e12 if text.endswith("万亿") else scale
    assert number * scale == pytest.approx(abs(fen) / 100, rel=0.01, abs=0.51)
    assert text.startswith("−") == (fen < 0)


def test_shares_have_one_decimal() -> None:
    assert EN.percent(0.0809) == "8.1%"
    assert EN.percent(-0.012) == "−1.2%"
    assert EN.percent(None) == MISSING
    assert EN.points(0.004) == "+0.4"
    assert EN.points(-0.008) == "−0.8"


def test_dates_are_written_as_the_reader_writes_them() -> None:
    assert EN.date(date(2026, 11, 3)) == "3 Nov 2026"
    assert ZH.date(date(2026, 11, 3)) == "2026年11月3日"
    assert EN.day(date(2026, 11, 3)) == "3 Nov"
    assert ZH.day(date(2026, 11, 3)) == "11月3日"


def test_moments_are_on_a_shanghai_clock() -> None:
    assert EN.moment(datetime(2026, 5, 31, 16, 0, tzinfo=UTC)) == "1 Jun 2026 00:00"


def test_ticks_are_short_and_round() -> None:
    assert [EN.tick(value) for value in (0, 500, 2_500, 1_000_000)] == ["0", "500", "2.5k", "1M"]
    assert [ZH.tick(value) for value in (500, 15_000, 100_000_000)] == ["500", "1.5万", "1亿"]
    assert [EN.share_tick(value) for value in (0, 0.025, 0.1)] == ["0%", "2.5%", "10%"]

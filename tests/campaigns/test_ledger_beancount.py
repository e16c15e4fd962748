"""An outside program verifies the export: `bean-check` passes it as it is, and fails it when one fen is planted.

beancount is run as a program, never imported: its licence (GPL-2) is not ours.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from campaigns import beancount_text
from campaigns.beancount_text import Standing
from campaigns.ledger import AccrualLine, Draft, Entry, Posting, accrual

AT = datetime(2026, 7, 1, tzinfo=UTC)


def _bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    command = shutil.which("bean-check", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.fail("bean-check is missing: install requirements-dev.lock")
    return subprocess.run([command, "--no-cache", str(path)], capture_output=True, text=True, check=False)


def _ledger() -> list[Entry]:
    """Accruals in two months, a refund, a rebate, VAT, two currencies, a late entry, a reversal, awkward words."""
    may, june = date(2026, 5, 31), date(2026, 6, 1)
    lines = [
        AccrualLine("l1", "kol", "sale", "kol/5f3a", "CNY", 3450, may),
        AccrualLine("l2", "platform_fee", "sale", "platform/xiaohongshu", "CNY", 3500, may),
        AccrualLine("l3", "third_party", "sale", "agency/林 & Co: #1", "CNY", 1_000_000_000_01, may),
        AccrualLine("l4", "rebate", "sale", "agency/林 & Co: #1", "CNY", 250, may),
        AccrualLine("l5", "kol", "refund", "kol/5f3a", "CNY", -1, june),
        AccrualLine("l6", "kol", "sale", "kol/5f3a", "CNY", 10_600, may, vat_fen=600),
        AccrualLine("l7", "third_party", "sale", "agency/3", "USD", 10_000, may, cny_fen=71_000),
    ]
    drafts = [Draft("accrual", f"{one.line_id}#1", one.business_date, "2026-05", 'A "quoted" \\ word 光', accrual(one))
              for one in lines]  # fmt: skip
    fx = (
        Posting("payable", "CNY", 3449, "kol/5f3a"), Posting("fx", "CNY", -3449), Posting("fx", "USD", 480),
        Posting("cash", "USD", -480),
    )  # fmt: skip
    drafts.append(Draft("payment", "p1", date(2026, 6, 15), "2026-06", "Paid abroad", fx))
    back = tuple(posting._replace(amount_fen=-posting.amount_fen) for posting in fx)
    drafts.append(Draft("reversal", "8", date(2026, 8, 2), "2026-06", "Reversal of entry 8", back, 8, "Wrong bank"))
    return [Entry(number, AT, "lin", draft) for number, draft in enumerate(drafts, 1)]


def _text(entries: list[Entry]) -> str:
    months = sorted({entry.draft.period for entry in entries})
    standings = [Standing(one.account, one.party, one.currency) for entry in entries for one in entry.draft.postings]
    by_month = [(month, [entry for entry in entries if entry.draft.period == month]) for month in months]
    return "\n".join(beancount_text.write(by_month, standings, "ab" * 32)) + "\n"


def _planted(text: str) -> Iterator[tuple[int, str]]:
    """The text once per amount in it, that amount one fen greater."""
    for found in re.finditer(r"(-?)(\d+)\.(\d\d)(?= (?:~ 0 )?[A-Z]{3}$)", text, re.MULTILINE):
        sign, whole, cents = found.groups()
        fen = int(whole) * 100 + int(cents) + 1
        yield found.start(), f"{text[: found.start()]}{sign}{fen // 100}.{fen % 100:02d}{text[found.end() :]}"


def test_bean_check_passes_the_export(tmp_path: Path) -> None:
    path = tmp_path / "ledger.beancount"
    path.write_text(_text(_ledger()), encoding="utf-8")
    done = _bean_check(path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_empty_ledger_passes_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.beancount"
    path.write_text("\n".join(beancount_text.write([], [], "0" * 64)), encoding="utf-8")
    assert _bean_check(path).returncode == 0


def test_one_fen_planted_in_any_amount_is_found(tmp_path: Path) -> None:
    """Postings and assertions alike; a sample of them by bean-check, because each run takes half a second."""
    text = _text(_ledger())
    planted = list(_planted(text))
    assert len(planted) == sum(line.endswith((" CNY", " USD")) and " open " not in line for line in text.splitlines())
    for number, (_, wrong) in enumerate(planted[::5]):
        path = tmp_path / f"{number}.beancount"
        path.write_text(wrong, encoding="utf-8")
        done = _bean_check(path)
        assert done.returncode == 1
        assert "0.01" in done.stdout + done.stderr


def test_a_posting_moved_by_one_fen_on_both_sides_is_found_by_the_balances(tmp_path: Path) -> None:
    path = tmp_path / "ledger.beancount"
    wrong = _text(_ledger()).replace("  34.50 CNY", "  34.51 CNY", 1).replace("  -34.50 CNY", "  -34.51 CNY", 1)
    path.write_text(wrong, encoding="utf-8")
    done = _bean_check(path)
    assert done.returncode == 1
    assert "Balance failed" in done.stdout + done.stderr


def test_nothing_is_tolerated() -> None:
    lines = _text(_ledger()).splitlines()
    assert 'option "tolerance_multiplier" "0"' in lines
    balances = [line for line in lines if " balance " in line]
    assert balances
    assert all(re.search(r" -?\d+\.\d\d ~ 0 (CNY|USD)$", line) for line in balances)


def test_every_account_is_asserted_in_every_month_it_moved_in_and_at_the_end() -> None:
    lines = [line.split() for line in _text(_ledger()).splitlines() if " balance " in line]
    asserted = {(line[0], line[2], line[-1]) for line in lines}
    assert ("2026-06-01", "Liabilities:Payable:Kol-5f3a", "CNY") in asserted
    assert ("2026-07-01", "Expenses:Fx", "USD") in asserted
    last = {(name, unit) for day, name, unit in asserted if day == "2026-09-01"}
    assert last == {(name, unit) for _, name, unit in asserted}


def test_the_text_is_sorted_by_date_and_always_the_same() -> None:
    entries = _ledger()
    assert _text(entries) == _text(entries[::-1])
    days = [line[:10] for line in _text(entries).splitlines() if re.match(r"20\d\d-", line)]
    assert days[days.index("2026-05-31") :] == sorted(days[days.index("2026-05-31") :])


@pytest.mark.parametrize("option", ["tolerance_multiplier", "operating_currency"])
def test_bean_check_knows_the_options_that_are_written(tmp_path: Path, option: str) -> None:
    """A misspelt option would be a tolerance that nobody asked for: bean-check must refuse it."""
    path = tmp_path / "ledger.beancount"
    path.write_text(_text(_ledger()).replace(option, f"{option}_"), encoding="utf-8")
    assert _bean_check(path).returncode == 1

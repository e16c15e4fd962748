"""`kol commission` and `kol credit`: what is printed, what is refused, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from dashboard.cli import app

HEADER = (
    "event_id,kind,at,order_id,line_no,list,brand_discount,platform_discount,"
    "shipping,tax,paid,refund_goods,refund_shipping"
)
ORDER = "a,order,2026-05-02T10:00:00+08:00,O1,1,99.90,,,,,99.90,,"
REFUND = "r,refund,2026-06-02T10:00:00+08:00,O1,1,,,,,,,33.30,"
NOTE = "n,note_published,2026-05-01T10:00:00+08:00,,,,,,,,,,"
FIFTEEN: dict[str, Any] = {"currency": "CNY", "kol": {"base": "buyer_paid", "rate": "0.15", "fixed_fee": "3000.00"}}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def commission(folder: Path, rows: list[str], terms: object = FIFTEEN, *, header: str = HEADER) -> Result:
    text = terms if isinstance(terms, str) else json.dumps(terms)
    (folder / "terms.json").write_text(text, encoding="utf-8")
    (folder / "events.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return run("commission", "--terms", folder / "terms.json", "--events", folder / "events.csv", "--json")


def test_commission_prints_lines_totals_and_breaks(tmp_path: Path) -> None:
    done = commission(tmp_path, [NOTE, ORDER, REFUND, REFUND.replace("r,", "z,").replace("O1", "O9")])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [set(line) for line in found["lines"]] == [
        {"event_id", "order_id", "part", "kind", "period", "of_period", "base_fen", "amount_fen", "why"}
    ] * 3
    facts = [(line["event_id"], line["kind"], line["base_fen"], line["amount_fen"]) for line in found["lines"]]
    assert facts == [("n", "fixed_fee", 0, 300_000), ("a", "sale", 9_990, 1_499), ("r", "refund", -3_330, -500)]
    assert found["totals"] == {
        "2026-05": {"platform_fee_fen": 0, "third_party_fen": 0, "kol_fen": 301_499},
        "2026-06": {"platform_fee_fen": 0, "third_party_fen": 0, "kol_fen": -500},
    }
    assert found["breaks"] == [{"kind": "orphan_refund", "event_id": "z", "amount_fen": 3_330}]


def test_order_of_rows_replays_columns_and_a_bom_change_not_a_byte(tmp_path: Path) -> None:
    plain = commission(tmp_path, [NOTE, ORDER, REFUND]).stdout
    assert commission(tmp_path, [REFUND, ORDER, NOTE, ORDER.replace("99.90", "99.9")]).stdout == plain
    turned = [",".join(reversed(row.split(","))) for row in (HEADER, REFUND, NOTE, ORDER)]
    assert commission(tmp_path, turned[1:], header="\ufeff" + turned[0]).stdout == plain


def test_tables_show_yuan_and_totals(tmp_path: Path) -> None:
    commission(tmp_path, [NOTE, ORDER, REFUND, REFUND.replace("r,", "[red]z,").replace("O1", "O9")])
    done = run("commission", "--terms", tmp_path / "terms.json", "--events", tmp_path / "events.csv")
    assert done.exit_code == 0, done.output
    for words in ("3,014.99", "-5.00", "orphan refund", "fixed fee", "[red]z"):
        assert words in done.stdout


def test_a_header_alone_is_no_event_and_no_error(tmp_path: Path) -> None:
    nothing = {"lines": [], "totals": {}, "breaks": []}
    assert json.loads(commission(tmp_path, []).stdout) == nothing
    assert json.loads(commission(tmp_path, ["", "," * 12]).stdout) == nothing


def kol(**fields: object) -> dict[str, object]:
    return {"kol": {"rate": "0.1", **fields}}


def tiered(*tiers: object, **fields: object) -> dict[str, object]:
    return {"kol": {"tiers": list(tiers), **fields}}


OPEN = {"up_to": None, "rate": "0.12"}
TERMS_REFUSED = {
    "rate as a whole percent": (kol(rate="15"), "kol.rate"),
    "rate with a percent sign": (kol(rate="15%"), "kol.rate"),
    "rate as a number": (kol(rate=0.15), "kol.rate"),
    "rate with seven places": (kol(rate="0.1234567"), "kol.rate"),
    "negative rate": (kol(rate="-0.1"), "kol.rate"),
    "rate above one": (kol(rate="1.01"), "kol.rate"),
    "full-width rate": (kol(rate="０.15"), "kol.rate"),
    "no rate": ({"kol": {}}, "kol.rate"),
    "rate and tiers": (kol(tiers=[OPEN]), "kol.tiers"),
    "unknown base": (kol(base="net"), "kol.base"),
    "base without its part": (kol(base="after_platform_fee"), "kol.base"),
    "base on itself": (kol(base="kol_fee"), "kol.base"),
    "base of another type": (kol(base=["buyer_paid"]), "kol.base"),
    "unknown part": ({"agency": {"rate": "0.1"}}, "terms.agency"),
    "unknown field": (kol(tires=[]), "kol.tires"),
    "part that is no object": ({"kol": "0.15"}, "kol"),
    "guarantee on the platform": ({"platform_fee": {"rate": "0.1", "guarantee": None}}, "platform_fee.guarantee"),
    "no part": ({"currency": "CNY"}, "terms"),
    "another currency": ({"currency": "USD", **kol()}, "terms.currency"),
    "cap as a number": (kol(cap=100), "kol.cap"),
    "cap with half a fen": (kol(cap="100.005"), "kol.cap"),
    "negative cap": (kol(cap="-1"), "kol.cap"),
    "empty tiers": (tiered(), "kol.tiers"),
    "last tier closed": (tiered({"up_to": "10", "rate": "0.1"}), "kol.tiers[0].up_to"),
    "open tier in the middle": (tiered(OPEN, OPEN), "kol.tiers[0].up_to"),
    "overlapping tiers": (tiered(*[{"up_to": "10", "rate": "0.1"}] * 2, OPEN), "kol.tiers[1].up_to"),
    "descending tiers": (
        tiered({"up_to": "20", "rate": "0.1"}, {"up_to": "10.00", "rate": "0.1"}, OPEN),
        "kol.tiers[1].up_to",
    ),
    "tier from zero to zero": (tiered({"up_to": "0.00", "rate": "0.1"}, OPEN), "kol.tiers[0].up_to"),
    "tier without a bound": (tiered({"rate": "0.1"}), "kol.tiers[0].up_to"),
    "tier without a rate": (tiered({"up_to": None}), "kol.tiers[0].rate"),
    "unknown tier mode": (tiered(OPEN, tier_mode="slab"), "kol.tier_mode"),
    "unknown guarantee": (kol(guarantee={"kind": "sum", "amount": "1"}), "kol.guarantee.kind"),
    "guarantee without amount": (kol(guarantee={"kind": "greater_of"}), "kol.guarantee.amount"),
    "share as a percent": (kol(cps_share="80"), "kol.cps_share"),
    "a key twice": ('{"kol": {"rate": "0.1", "rate": "0.2"}}', "key rate"),
    "not a number": ('{"kol": {"rate": NaN}}', "NaN"),
    "no JSON": ("{", "line 1"),
    "a list": ("[]", "terms"),
    "nested without end": ("[" * 100_000, "terms"),
    "digits without end": ('{"kol": ' + "1" * 5_000 + "}", "terms"),
}


@pytest.mark.parametrize("name", TERMS_REFUSED)
def test_terms_are_refused_by_field(name: str, tmp_path: Path) -> None:
    terms, field = TERMS_REFUSED[name]
    done = commission(tmp_path, [ORDER], terms)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert field in done.stderr
    assert "expected" in done.stderr


EVENTS_REFUSED = {
    "half a fen": (ORDER.replace("99.90", "99.905"), "column list"),
    "thousands separator": (ORDER.replace(",99.90", ',"1,000.00"'), "column list"),
    "negative": (ORDER.replace("99.90", "-99.90"), "column list"),
    "exponent": (ORDER.replace("99.90", "1e2"), "column list"),
    "more than a bigint": (ORDER.replace("99.90", str(2**63)), "column list"),
    "paid is not list less discounts": (ORDER.replace("1,99.90", "1,100.00"), "column paid"),
    "unknown kind": (ORDER.replace("order", "sale"), "column kind"),
    "naive time": (ORDER.replace("+08:00", ""), "offset is missing"),
    "no such day": (ORDER.replace("05-02", "02-30"), "column at"),
    "a date alone": (ORDER.replace("T10:00:00+08:00", ""), "column at"),
    "no event id": (ORDER.removeprefix("a"), "column event_id"),
    "no order id": (ORDER.replace("O1", ""), "column order_id"),
    "an id that lost its digits": (ORDER.replace("O1", "6.89E+18"), "E-ID-PRECISION"),
    "line number in words": (ORDER.replace("O1,1", "O1,one"), "column line_no"),
    "refund on an order": (ORDER[:-1] + "5.00,", "column refund_goods"),
    "price on a note": (NOTE[:-2] + "5.00,,", "column paid"),
    "too few cells": ("a,order", "2 cells"),
    "too many cells": (ORDER + ",", "14 cells"),
    "a quote that never ends": ('"' + ORDER, "row 3"),
}


@pytest.mark.parametrize("name", EVENTS_REFUSED)
def test_events_are_refused_by_column_and_row(name: str, tmp_path: Path) -> None:
    row, words = EVENTS_REFUSED[name]
    done = commission(tmp_path, [NOTE, row])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "events.csv, row 3" in done.stderr
    assert words in done.stderr


@pytest.mark.parametrize(
    "header", [HEADER.replace(",tax", ",vat"), HEADER.replace(",tax", ""), HEADER.replace(",tax", ",paid"), "1,2"]
)
def test_unknown_missing_and_doubled_columns_are_refused(header: str, tmp_path: Path) -> None:
    done = commission(tmp_path, [], header=header)
    assert done.exit_code == 1
    assert "row 1" in done.stderr


def test_all_faults_are_named_at_once_up_to_twenty(tmp_path: Path) -> None:
    done = commission(tmp_path, [ORDER.replace("99.90", "x")] * 30)
    assert done.stderr.count("column list") == 20
    assert "10 rows more" in done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "header"), (b"\xff\xfe\x00", "UTF-8"), (b"a\x00b\n1\n", "columns"), (None, "cannot be read")],
)
def test_an_empty_foreign_or_missing_file_is_refused_in_one_line(
    content: bytes | None, words: str, tmp_path: Path
) -> None:
    commission(tmp_path, [])
    (tmp_path / "events.csv").unlink()
    if content is not None:
        (tmp_path / "events.csv").write_bytes(content)
    done = run("commission", "--terms", tmp_path / "terms.json", "--events", tmp_path / "events.csv")
    assert done.exit_code == 1
    assert words in done.stderr
    assert "events.csv" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_option_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert run("commission", "--terms", tmp_path / "terms.json").exit_code == 2
    assert run("credit", "--paths", "x.csv", "--rule", "best").exit_code == 2
    for half_life in ("0", "-1", "nan", "inf"):
        assert run("credit", "--paths", "x.csv", "--rule", "last", "--half-life-days", half_life).exit_code == 2


PATHS = "path,conversions,value,null,hours\nA > A > B,6,60,,48 > 1 > 0\nA,1,10,0,0\nA>B,,,5,1>0\n,2,20,,\n"


def credit(folder: Path, text: str, rule: str, *more: str) -> Result:
    (folder / "paths.csv").write_text(text, encoding="utf-8")
    return run("credit", "--paths", folder / "paths.csv", "--rule", rule, *more)


def test_credit_prints_credits_effects_and_the_rest(tmp_path: Path) -> None:
    linear = json.loads(credit(tmp_path, PATHS, "linear", "--json").stdout)
    assert linear == {
        "credits": {"A": {"conversions": 5.0, "value": 50.0}, "B": {"conversions": 2.0, "value": 20.0}},
        "removal_effects": {},
        "unattributed": {"conversions": 2.0, "value": 20.0},
    }
    markov = json.loads(credit(tmp_path, PATHS, "markov", "--json").stdout)
    assert set(markov["removal_effects"]) == {"A", "B"}
    bare = json.loads(credit(tmp_path, "path,conversions\nA,1\n", "last", "--json").stdout)
    assert bare["credits"] == {"A": {"conversions": 1.0, "value": None}}
    assert bare["unattributed"] == {"conversions": 0.0, "value": None}


def test_time_decay_reads_hours_and_takes_a_half_life(tmp_path: Path) -> None:
    text = "path,conversions,hours\nA > B,1,24 > 0\n"
    week = json.loads(credit(tmp_path, text, "time_decay", "--json").stdout)
    assert week["credits"]["A"]["conversions"] == pytest.approx(0.4752649511825977, abs=1e-12)
    day = json.loads(credit(tmp_path, text, "time_decay", "--json", "--half-life-days", "1").stdout)
    assert day["credits"]["A"]["conversions"] == pytest.approx(1 / 3, abs=1e-12)


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    columns = {
        "path": ["A > A > B", "A", "A>B", None], "conversions": [6, 1, 0, 2], "value": [60.0, 10.0, None, 20.0],
        "null": [0, 0, 5, 0], "hours": ["48 > 1 > 0", "0", "1>0", None],
    }  # fmt: skip
    pl.DataFrame(columns).write_parquet(tmp_path / "paths.parquet")
    for rule in ("markov", "time_decay", "shapley"):
        done = run("credit", "--paths", tmp_path / "paths.parquet", "--rule", rule, "--json")
        assert done.stdout == credit(tmp_path, PATHS, rule, "--json").stdout


def test_the_table_ranks_touchpoints_and_claims_no_cause(tmp_path: Path) -> None:
    shown = credit(tmp_path, PATHS, "markov").stdout
    assert "unattributed" in shown
    assert "do not say what caused" in shown


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("path,conversions\nA,-1\n", "last", "row 2, column conversions"),
        ("path,conversions\nA,nan\n", "last", "row 2, column conversions"),
        ("path,conversions\nA,1_0\n", "last", "row 2, column conversions"),
        ("path,conversions,null\nA,1,x\n", "last", "row 2, column null"),
        ("path,conversions\nA > > B,1\n", "last", "row 2, column path"),
        ("path,conversions\nA,1,2\n", "last", "3 cells"),
        ("path\nA\n", "last", "a column conversions"),
        ("path,path,conversions\nA,B,1\n", "last", "each column once"),
        ("path,conversions\nA,1\n", "time_decay", "a column hours"),
        ("path,conversions,hours\nA > B,1,3\n", "time_decay", "row 2, column hours"),
        ("path,conversions,hours\nA,1,-3\n", "time_decay", "row 2, column hours"),
        ("", "last", "header"),
        ('path,conversions\n"A,1\n', "last", "CSV"),
    ],
)
def test_path_tables_are_refused_by_column_and_row(text: str, rule: str, words: str, tmp_path: Path) -> None:
    done = credit(tmp_path, text, rule, "--json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert words in done.stderr


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paths.parquet").write_bytes(b"PAR1")
    done = run("credit", "--paths", tmp_path / "paths.parquet", "--rule", "last")
    assert done.exit_code == 1
    assert "paths.parquet" in done.stderr

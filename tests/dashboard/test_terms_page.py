"""Terms as finance uses them: entered beside an example, imported, compared, tried out; and why an amount is so."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import actions, what_if
from campaigns.actions import Actor
from campaigns.store import Store, open_store
from campaigns.warehouse import open_reader
from dashboard.cli import app as kol

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
ME = Actor("mei")
NOT_FOR_PEOPLE = re.compile(r"\bNone\b|\bnan\b|NaN|_fen\b|_ppm\b|Traceback|\{\w+\}")
SHEET = "agency,part,since_date,rate_ppm\nLIN,rebate,2026-12-01,0.05\n"


def _terms(root: Path) -> list[dict[str, Any]]:
    with closing(open_store(root)) as store:
        return list(store.record_tables()["terms"].to_pylist())


def _sums(root: Path) -> pl.DataFrame:
    """What each party is due by month, computed by the models from the records as they stand."""
    with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        columns = "l.kol_id, l.part, l.period, sum(l.amount_fen)::bigint as fen"
        return reader.query(f"select {columns} from commission_lines as l group by all")


def _run(*words: str | Path) -> Any:
    return CliRunner().invoke(kol, [str(word) for word in words])


@pytest.mark.parametrize(
    ("lang", "address"),
    [
        ("en", {"show": "enter", "terms": "1"}), ("zh", {"show": "compare"}), ("zh", {"show": "import"}),
        ("en", {"show": "what_if"}), ("zh", {"show": "house"}), ("en", {"show": "house", "house": "taxes"}),
        ("zh", {"show": "list"}), ("en", {"show": "why"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value.values()),
)  # fmt: skip
def test_the_page_says_what_it_found_and_nothing_technical(
    world: Path, open_page: Open, read_page: Read, address: dict[str, str], lang: str
) -> None:
    app = open_page(world, "terms", lang, **address)
    said = read_page(app)
    assert not app.exception
    assert not NOT_FOR_PEOPLE.search(said), NOT_FOR_PEOPLE.findall(said)
    assert bool(re.search(r"[一-鿿]", said.splitlines()[0])) == (lang == "zh")


def test_a_fee_outside_the_band_is_flagged_in_the_list_the_form_and_kol_check(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    """The small world's Xiaohongshu takes 5 %; the band of the brief is 15 to 20 %."""
    assert "5 % is outside the band of 15 % to 20 %" in read_page(open_page(own_world, "terms", show="list"))
    assert "5 % is outside the band of 15 % to 20 %" in read_page(
        open_page(own_world, "terms", show="enter", terms="1")
    )
    told = _run("terms", "list", "--root", own_world).output
    assert "5 % is outside the band of 15 % to 20 %" in told
    with closing(open_store(own_world)) as store, closing(open_reader(own_world)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        assert any("outside the platform's band (1 rows)" in found for found in reader.broken_checks("warn"))
    assert _run("terms", "band", "--platform", "xiaohongshu", "--low", "0.05", "--high", "0.2", "--since", "2025-12-31",
                "--root", own_world).exit_code == 0  # fmt: skip
    assert "outside" not in _run("terms", "list", "--root", own_world).output


def test_terms_are_entered_beside_an_example_that_follows_what_is_typed(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "terms", show="enter")
    next(one for one in app.number_input if ".rate." in str(one.key)).set_value(10.0).run()
    assert "230.00 × 10 % = 23.00" in read_page(app)
    next(one for one in app.text_area if ".tiers." in str(one.key)).set_value("50000: 0.1\n0.12").run()
    assert "either tiers or a flat rate" in read_page(app), "what cannot be saved is said at once"
    next(one for one in app.number_input if ".rate." in str(one.key)).set_value(None).run()
    assert "1070.00 × 10 % + 1930.00 × 12 % = 338.60" in read_page(app)
    before = _terms(own_world)
    next(one for one in app.button if one.key and ".send." in str(one.key)).click().run()
    after = _terms(own_world)
    made = after[-1]
    assert len(after) == len(before) + 1
    assert (made["part"], made["scope"], made["base"], json.loads(made["tiers"])[0]["rate_ppm"]) == (
        "kol", "collaboration", "buyer_paid", 100_000
    )  # fmt: skip
    (ended,) = [
        row for row, old in zip(after, before, strict=False) if row["before_date"] != old["before_date"]
    ] or [made]  # fmt: skip
    assert ended is made or ended["before_date"] == made["since_date"]


def test_a_pasted_sheet_is_shown_before_it_is_entered(own_world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(own_world, "terms", show="import")
    app.text_area[0].set_value(SHEET).run()
    assert "1 terms would be entered" in read_page(app)
    count = len(_terms(own_world))
    next(one for one in app.button if ".send." in str(one.key)).click().run()
    found = _terms(own_world)
    assert len(found) == count + 1
    assert (found[-1]["part"], found[-1]["rate_ppm"], found[-1]["since_date"]) == ("rebate", 50_000, date(2026, 12, 1))


def _workbook(path: Path) -> None:
    cells = [line.split(",") for line in SHEET.splitlines()]
    rows = "".join(
        f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line) + "</row>"
        for number, line in enumerate(cells, start=1)
    )
    main, package = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/package/2006",
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="T" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    path.write_bytes(content.getvalue())


def test_a_workbook_is_entered_and_compared_by_the_command_line(own_world: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "terms.xlsx"
    _workbook(sheet)
    before = _terms(own_world)
    planned = _run("terms", "import", sheet, "--preview", "--json", "--root", own_world)
    assert [one["fields"]["rate_ppm"] for one in json.loads(planned.output)] == [50_000]
    assert _terms(own_world) == before
    done = _run("terms", "import", sheet, "--json", "--root", own_world)
    (made,) = json.loads(done.output)["entered"]
    compared = json.loads(_run("terms", "compare", 1, made, "--json", "--root", own_world).output)
    assert compared["changed"]["base"] == ["buyer_paid", "quote"]
    assert compared["example_fen"]["after"] == 50_000
    (tmp_path / "bad.csv").write_text("agency,part,since,rate\nLIN,kol,2026-12-01,15%\n", encoding="utf-8")
    refused = _run("terms", "import", tmp_path / "bad.csv", "--root", own_world)
    assert (refused.exit_code, "cell D2" in refused.stderr) == (1, True)


def _change(store: Store, change: dict[str, Any]) -> None:
    number = change["id"]
    version = next(row["version"] for row in store.record_tables()["terms"].to_pylist() if row["id"] == number)
    actions.save_terms(store, ME, f"change {number}", version=version, **change)


def test_a_what_if_is_what_saving_the_terms_would_bring_and_saves_nothing(own_world: Path, tmp_path: Path) -> None:
    kol_terms = [row["id"] for row in _terms(own_world) if row["part"] == "kol"][:2]
    changes = [
        {"terms": 1, "rate": "0.2"},
        {"terms": kol_terms[0], "base": "after_platform_fee", "rate": "0.11"},
        {"terms": kol_terms[1], "tiers": [{"up_to": "500.00", "rate": "0.05"}, {"up_to": None, "rate": "0.2"}],
         "tier_mode": "whole_volume", "cap": "800.00"},
    ]  # fmt: skip
    (tmp_path / "change.json").write_text(json.dumps(changes), encoding="utf-8")
    before, records = _sums(own_world), _terms(own_world)
    done = _run("what-if", "--terms", tmp_path / "change.json", "--json", "--root", own_world)
    assert done.exit_code == 0, done.output
    assert _terms(own_world) == records
    assert _sums(own_world).sort(before.columns).equals(before.sort(before.columns))
    with closing(open_store(own_world)) as store:
        for change in what_if.parse_changes(json.dumps(changes)):
            _change(store, dict(change))
    after = _sums(own_world)
    keys = ["kol_id", "part", "period"]
    both = before.join(after, on=keys, how="full", coalesce=True, suffix="_after").fill_null(0)
    saved = {
        (row["kol_id"], row["period"]): row["fen_after"] - row["fen"]
        for row in both.filter(pl.col("part") == "kol").iter_rows(named=True)
        if row["fen_after"] != row["fen"]
    }
    found = {
        (row["party"].removeprefix("kol/"), row["period"]): row["difference_fen"]
        for row in json.loads(done.output)
        if row["part"] == "kol"
    }
    assert len(saved) >= 2
    assert found == saved
    fees = [row["difference_fen"] for row in json.loads(done.output) if row["part"] == "platform_fee"]
    fee = both.filter(pl.col("part") == "platform_fee")
    assert sum(fees) == int(fee["fen_after"].sum()) - int(fee["fen"].sum()) != 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ([{"terms": 999, "rate": "0.1"}], "no terms 999"),
        ([{"terms": 1, "rate": "15%"}], "a rate as text"),
        ([{"terms": 1, "rate": 0.15}], "a rate as text"),
        ([{"terms": 1, "fixed_fee": "1.00"}], "nothing, for platform_fee"),
        ([{"terms": 1, "provision": "0.1"}], "terms, base, rate"),
        ({"terms": 1}, "a list such as"),
    ],
)
def test_a_what_if_refuses_what_could_not_be_saved(world: Path, tmp_path: Path, change: object, said: str) -> None:
    (tmp_path / "change.json").write_text(json.dumps(change), encoding="utf-8")
    done = _run("what-if", "--terms", tmp_path / "change.json", "--root", world)
    assert (done.exit_code, said in done.stderr) == (1, True), done.stderr


def test_every_line_of_an_order_says_row_evidence_terms_base_and_rounding(
    world: Path, open_page: Open, read_page: Read
) -> None:
    with closing(open_store(world)) as store, closing(open_reader(world)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        order = reader.query("select order_id from commission_lines where kind = 'sale' order by all")["order_id"][0]
        count = reader.query(f"select count(*) as n from commission_lines where order_id = '{order}'")["n"][0]
    told = json.loads(_run("why", order, "--json", "--root", world).output)
    assert len(told) == count
    for one in told:
        assert set(one["why"]) >= {"Order row", "Evidence", "Terms", "Amount", "Month"}
        assert re.search(r"row [\d,]+ of orders_2026-11-03\.csv", one["why"]["Order row"])
        assert "rounded half up once" in one["why"]["Amount"] or one["kind"] == "refund"
    said = read_page(open_page(world, "terms", "zh", show="why", order=order))
    assert "四舍五入一次" in said
    assert "归因依据" in said
    assert _run("why", "nothing", "--root", world).exit_code == 1

"""`kol reconcile` as finance uses it: a month, perhaps statement files, and every difference with its reason."""

from __future__ import annotations

import csv
import json
import os
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from campaigns import statement_sides
from campaigns.actions import (
    Actor,
    save_agency,
    save_brand,
    save_campaign,
    save_collaboration,
    save_product,
    save_terms,
)
from campaigns.statement_sides import Sides
from campaigns.store import open_store
from campaigns.warehouse import canonical_hash, open_reader
from dashboard.cli import app
from ingest.demo.decisions import enter_decisions
from ingest.demo.exports import write_demo
from ingest.load import load_files
from ingest.statements import read_statements

ME = Actor("tests")
KOL, OTHER_KOL, PRODUCT = f"{0x5F:024x}", f"{0x60:024x}", f"{0xA1:024x}"
AFTER_MAY = datetime(2026, 6, 3, tzinfo=UTC).timestamp()

ORDER = {
    "shop_id": "xiaohongshu", "line_no": 1, "channel": "xiaohongshu", "product_id": PRODUCT, "quantity": 1,
    "currency": "CNY", "ordered_at": "2026-05-03T10:00:00+08:00", "paid_at": "2026-05-03T10:01:00+08:00",
    "completed_at": "2026-05-08T10:00:00+08:00", "list_fen": 24_000, "brand_discount_fen": 2_000,
    "platform_discount_fen": 1_000, "shipping_fen": 1_000, "tax_fen": 0, "paid_fen": 21_000, "source_kol_id": "",
    "status": "completed",
}  # fmt: skip
LINE = {
    "line_no": 1, "shop_id": "xiaohongshu", "after_sale_id": "", "kol_id": "", "kind": "sale", "status": "settled",
    "settled_at": "2026-05-15T10:00:00+08:00", "can_settle_at": "", "currency": "CNY", "base_fen": 21_000,
    "platform_fee_fen": 3_150, "third_party_fee_fen": "", "kol_commission_fen": "", "moved_fen": "",
}  # fmt: skip
REFUND = {
    "line_no": 1, "shop_id": "xiaohongshu", "refunded_at": "2026-05-12T10:00:00+08:00", "currency": "CNY",
    "shipping_fen": 0, "is_estimated": "false",
}  # fmt: skip


def table(path: Path, base: dict[str, Any], rows: list[dict[str, Any]]) -> Path:
    """A CSV of rows that change some of the base's values; its time says that it was exported after May."""
    names = list(dict.fromkeys([*(name for row in rows for name in row), *base]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({**base, **row} for row in rows)
    os.utime(path, (AFTER_MAY, AFTER_MAY))
    return path


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    return table(path, LINE, [{"statement_id": f"s{number}", **row} for number, row in enumerate(rows)])


def run(root: Path, *arguments: object) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["reconcile", *map(str, arguments), "--root", str(root), "--json"])
    assert done.exit_code == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def found(answer: dict[str, Any]) -> list[tuple[str, str | None, str, int]]:
    return [(one["kind"], one["order_id"], one["part"], one["difference_fen"]) for one in answer["breaks"]]


def decide(root: Path) -> None:
    with closing(open_store(root)) as store:
        brand = save_brand(store, ME, "b", code="B", name="Brand", name_zh="品牌")
        save_product(
            store, ME, "p", product_id=PRODUCT, brand_id=brand.id, name="Mask", name_zh="面膜", category="mask",
            cost_fen=1_000,
        )  # fmt: skip
        save_terms(
            store, ME, "t", scope="platform", part="platform_fee", platform="xiaohongshu",
            since_date=date(2026, 1, 1), rate_ppm=150_000,
        )  # fmt: skip
        agency = save_agency(store, ME, "a", code="LIN", name="Agency Lin")
        campaign = save_campaign(
            store, ME, "c", code="C", brand_id=brand.id, name="C", name_zh="活动", method="mixed",
            since_date=date(2026, 4, 1), before_date=date(2026, 7, 1), budget_fen=1, product_ids=[PRODUCT],
        )  # fmt: skip
        made = save_collaboration(
            store, ME, "k", campaign_id=campaign.id, kol_id=KOL, kol_name="达人", agency_id=agency.id, state="published"
        )
        for part, scope, owner in (("kol", "collaboration", made.id), ("third_party", "agency", agency.id)):
            save_terms(
                store, ME, f"t-{part}", scope=scope, part=part, **{f"{scope}_id": owner},
                since_date=date(2026, 1, 1), rate_ppm=100_000,
            )  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders P1 to P16 of May; P6 to P8 were refunded by a third, P9 wholly before it was sent, P15 names the KOL."""
    root = tmp_path_factory.mktemp("shop")
    special: dict[int, dict[str, Any]] = {
        9: {"status": "cancelled", "completed_at": ""},
        14: {"status": "paid", "completed_at": ""},
        15: {"source_kol_id": KOL},
        16: {"completed_at": "2026-05-30T10:00:00+08:00"},
    }
    orders = [{"order_id": f"P{number}", **special.get(number, {})} for number in range(1, 17)]
    refunds = [{"order_id": f"P{number}", "refund_id": f"R{number}", "goods_fen": 7_000} for number in (6, 7, 8)]
    refunds.append({"order_id": "P9", "refund_id": "R9", "goods_fen": 21_000})
    files = [table(root / "orders.csv", ORDER, orders), table(root / "refunds.csv", REFUND, refunds)]
    decide(root)
    outcomes = load_files(root, files, who="tests")
    assert {outcome.status for outcome in outcomes} == {"loaded"}
    return root


AGREED: list[dict[str, Any]] = [
    *({"order_id": f"P{number}"} for number in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13)),
    *({"order_id": f"P{number}", "kind": "refund", "after_sale_id": f"R{number}", "base_fen": -7_000,
       "platform_fee_fen": -1_050} for number in (6, 7, 8)),
    {"order_id": "P15", "kol_commission_fen": 2_100},
]  # fmt: skip


def test_a_statement_that_agrees_has_no_breaks(shop: Path, tmp_path: Path) -> None:
    answer = run(shop, lines(tmp_path / "may.csv", *AGREED), "--period", "2026-05")
    assert answer["breaks"] == []
    assert answer["matched"] == 17
    assert answer["matched_fen"] == 13 * 3_150 - 3 * 1_050 + 2_100
    platform = answer["roll_forward"]["platform"]
    accrued, clawback = 16 * 3_150, 3 * 1_050 + 3_150
    assert platform == {
        "currency": "CNY",
        "opening_fen": 0, "accrued_fen": accrued, "settled_fen": 13 * 3_150 - 3 * 1_050, "clawback_fen": clawback,
        "closing_fen": accrued - clawback - (13 * 3_150 - 3 * 1_050),
    }  # fmt: skip


def test_every_kind_of_break_is_named_and_explained(shop: Path, tmp_path: Path) -> None:
    said: dict[str, dict[str, Any]] = {str(row["order_id"]) + str(row.get("kind", "")): dict(row) for row in AGREED}
    said["P1"]["platform_fee_fen"] = 3_780
    said["P2"] |= {"platform_fee_fen": 3_600, "base_fen": 24_000}
    said["P3"]["platform_fee_fen"] = 3_151
    said["P4"]["currency"] = "USD"
    said["P5"] |= {"status": "offset", "settled_at": ""}
    del said["P6refund"]
    said["P7refund"]["platform_fee_fen"] = -3_650
    said["P10"]["platform_fee_fen"] = 3_333
    del said["P11"]
    said["P15"]["kol_id"] = OTHER_KOL
    more = [
        {"order_id": "P12", "settled_at": "2026-05-16T10:00:00+08:00"},
        {"order_id": "P77"},
        {"order_id": "P78", "kind": "refund", "after_sale_id": "R78", "platform_fee_fen": -1_000},
        {"order_id": "", "kind": "fine", "platform_fee_fen": "", "moved_fen": -5_000},
        {"order_id": "P13", "kol_commission_fen": 999, "platform_fee_fen": "", "base_fen": ""},
    ]
    answer = run(shop, lines(tmp_path / "may.csv", *said.values(), *more), "--period", "2026-05")
    assert sorted(found(answer), key=str) == sorted(
        [
            ("rate_differs", "P1", "platform_fee", 630),
            ("base_differs", "P2", "platform_fee", 450),
            ("rounding", "P3", "platform_fee", 1),
            ("fx", "P4", "platform_fee", -3_150),
            ("fx", "P4", "platform_fee", 3_150),
            ("netted", "P5", "platform_fee", -3_150),
            ("refund_timing", "P6", "platform_fee", 1_050),
            ("over_refund", "P7", "platform_fee", -2_600),
            ("rate_differs", "P10", "platform_fee", 183),
            ("missing_in_theirs", "P11", "platform_fee", -3_150),
            ("duplicate_in_theirs", "P12", "platform_fee", 3_150),
            ("missing_in_ours", "P13", "kol", 999),
            ("different_kol", "P15", "kol", 0),
            ("unknown_order", "P77", "platform_fee", 3_150),
            ("orphan_refund", "P78", "platform_fee", -1_000),
            ("fine_or_adjustment", None, "other", 5_000),
        ],
        key=str,
    )
    by_order = {(one["order_id"], one["part"]): one["explanation"] for one in answer["breaks"]}
    assert by_order["P1", "platform_fee"] == "18 % of 210.00 is 37.80; ours is 15 %"
    assert by_order["P10", "platform_fee"] == "unexplained"
    assert "1 line: fee charged at 18 %, ours 15 %, 6.30 CNY" in {one["text"] for one in answer["clusters"]}


def test_as_of_decides_what_is_still_timing(shop: Path, tmp_path: Path) -> None:
    """P11 is to be settled from 15 May, ten in the morning; the platform's data of the 15th reach to the 14th."""
    said = [row for row in AGREED if row["order_id"] != "P11"]
    path = lines(tmp_path / "may.csv", *said)
    assert found(run(shop, path, "--period", "2026-05", "--as-of", "2026-05-15")) == [
        ("timing", "P11", "platform_fee", -3_150)
    ]
    assert found(run(shop, path, "--period", "2026-05", "--as-of", "2026-05-16")) == [
        ("missing_in_theirs", "P11", "platform_fee", -3_150)
    ]


def test_a_kols_and_an_agencys_statement_are_compared_with_their_own_lines(shop: Path, tmp_path: Path) -> None:
    bare = {"platform_fee_fen": "", "order_id": "P15"}
    kol = lines(tmp_path / "kol.csv", {**bare, "kol_id": KOL, "kol_commission_fen": 2_520})
    answer = run(shop, kol, "--period", "2026-05", "--party", KOL)
    assert found(answer) == [("rate_differs", "P15", "kol", 420)]
    assert answer["breaks"][0]["explanation"] == "12 % of 210.00 is 25.20; ours is 10 %"
    assert list(answer["roll_forward"]) == [KOL]
    agency = lines(tmp_path / "agency.csv", {**bare, "third_party_fee_fen": 2_100})
    answer = run(shop, agency, "--period", "2026-05", "--party", "LIN")
    assert (found(answer), answer["matched_fen"]) == ([], 2_100)
    assert answer["roll_forward"]["LIN"]["closing_fen"] == 0


def party_lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["结算方,订单号,类型,机构服务费,达人佣金,结算日期", *rows]) + "\n", encoding="utf-8")
    os.utime(path, (AFTER_MAY, AFTER_MAY))
    return path


def test_what_a_party_sends_is_a_third_side_beside_the_platform_s_statement(shop: Path, tmp_path: Path) -> None:
    """The agency charges 12 % of P15 where 10 % is agreed, and names an order that nobody has."""
    platform = lines(tmp_path / "may.csv", *AGREED)
    own = party_lines(tmp_path / "lin.csv", "LIN,P15,,25.20,,2026-05", "LIN,P99,,3.00,,2026-05")
    answer = run(shop, platform, own, "--period", "2026-05", "--party", "LIN")
    assert answer["statement_of"] == "LIN"
    assert found(answer) == [
        ("rate_differs", "P15", "third_party", 420),
        ("unknown_order", "P99", "third_party", 300),
    ]
    assert answer["breaks"][0]["explanation"] == "12 % of 210.00 is 25.20; ours is 10 %"
    assert answer["roll_forward"]["LIN"]["settled_fen"] == 2_820
    both = run(shop, platform, own, "--period", "2026-05")
    assert (both["statement_of"], both["breaks"]) == ("platform", [])


def test_a_kol_s_statement_shows_what_the_platform_says_of_the_same_order(shop: Path, tmp_path: Path) -> None:
    platform = lines(tmp_path / "may.csv", *AGREED)
    own = party_lines(tmp_path / "kol.csv", f"{KOL},P15,,,23.10,2026-05-20")
    answer = run(shop, platform, own, "--period", "2026-05", "--party", KOL)
    (one,) = answer["breaks"]
    assert one["kind"] == "rate_differs"
    assert (one["ours_fen"], one["theirs_fen"], one["platform_fen"]) == (2_100, 2_310, 2_100)


def test_one_sum_for_the_month_is_the_group_that_an_agency_declares(shop: Path, tmp_path: Path) -> None:
    own = party_lines(tmp_path / "lin.csv", "LIN,,,21.00,,2026-05")
    answer = run(shop, own, "--period", "2026-05", "--party", "LIN")
    assert (answer["breaks"], answer["matched"], answer["matched_fen"]) == ([], 1, 2_100)


def test_only_what_is_loaded_can_be_kept_as_cases(shop: Path, tmp_path: Path) -> None:
    statement = lines(tmp_path / "may.csv", *AGREED)
    asked = ["reconcile", str(statement), "--period", "2026-05", "--record", "--root", str(shop)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 2
    assert "only what is loaded" in " ".join(done.stderr.split())


def test_the_order_of_lines_changes_nothing_and_nothing_is_loaded(shop: Path, tmp_path: Path) -> None:
    rows = [*AGREED[2:], {"order_id": "P77"}, {"order_id": "P77", "platform_fee_fen": 1}]
    before = canonical_hash(shop)
    names = [{"statement_id": f"x{number}", **row} for number, row in enumerate(rows)]
    answers = [
        run(shop, table(tmp_path / name, LINE, order), "--period", "2026-05")
        for name, order in (("a.csv", names), ("b.csv", names[::-1]))
    ]
    assert answers[0] == answers[1]
    assert canonical_hash(shop) == before


def test_what_agrees_at_once_is_what_the_rules_would_have_matched(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [*AGREED[1:], {"order_id": "P77"}, {"order_id": "P12"}]
    lines_of_may = lines(tmp_path / "may.csv", *said)
    quick = run(shop, lines_of_may, "--period", "2026-05")

    def nothing_at_once(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        return theirs.clear(), ours, theirs

    monkeypatch.setattr(statement_sides, "_agreeing", nothing_at_once)
    assert run(shop, lines_of_may, "--period", "2026-05") == quick


def test_months_of_a_named_file_stand_for_what_is_loaded(shop: Path, tmp_path: Path) -> None:
    june = {"order_id": "P16", "settled_at": "2026-06-06T10:00:00+08:00"}
    path = lines(tmp_path / "may.csv", *AGREED, june)
    assert found(run(shop, path, "--period", "2026-06")) == []
    assert run(shop, path, "--period", "2026-06")["roll_forward"]["platform"]["opening_fen"] == 2 * 3_150


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--period", "2026-5"], 2, "no month"),
        (["--period", "2026-13"], 2, "no month"),
        (["--period", "2026-05"], 1, "No statement line of 2026-05"),
        (["nowhere.csv", "--period", "2026-05"], 1, "there is no such file"),
        (["orders.csv", "--period", "2026-05"], 1, "holds no settlement lines"),
        (["broken.csv", "--period", "2026-05"], 1, "row 2, platform_fee_fen: '31.5'"),
        (["--period", "2026-05", "--party", "nobody"], 1, "for nobody"),
    ],
)
def test_refusals_name_what_is_wrong(shop: Path, arguments: list[str], code: int, says: str) -> None:
    lines(shop / "broken.csv", {"order_id": "P1", "platform_fee_fen": "31.5"})
    given = [str(shop / one) if one.endswith(".csv") else one for one in arguments]
    done = CliRunner().invoke(app, ["reconcile", *given, "--root", str(shop)])
    assert done.exit_code == code
    assert says in done.stderr.replace("\n", " ")


def test_the_table_for_people_says_the_same(shop: Path, tmp_path: Path) -> None:
    path = lines(tmp_path / "may.csv", *AGREED[1:], {"order_id": "P1", "platform_fee_fen": 3_780})
    done = CliRunner().invoke(app, ["reconcile", str(path), "--period", "2026-05", "--root", str(shop)])
    assert done.exit_code == 0
    assert "1 line: fee charged at 18 %, ours 15 %, 6.30 CNY" in done.stdout
    assert "rate_differs  P1  platform_fee  6.30 CNY  18 % of 210.00 is 37.80; ours is 15 %" in done.stdout


class Demo:
    """The demo at a small scale, loaded, with what was planted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        made = write_demo(root / "demo", seed=7, scale=0.1)
        load_files(root, [root / "demo"], who="tests")
        with closing(open_store(root)) as store:
            enter_decisions(store, 7)
        self.planted: dict[str, Any] = made.truth["settlement_breaks"]  # type: ignore[assignment]

    def sides(self) -> Sides:
        with closing(open_reader(self.root)) as reader, closing(open_store(self.root)) as store:
            snapshot = store.snapshot()
            none = read_statements([]).to_arrow()
            reader.put_records({**snapshot.tables, "statement_line": none}, snapshot.version)
            return statement_sides.read_sides(reader.query)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")


def test_the_demo_shows_all_that_was_planted_and_nothing_else(demo: Demo) -> None:
    answers = [run(demo.root, "--period", month) for month in MONTHS]
    breaks = [one for answer in answers for one in answer["breaks"] if one["kind"] != "timing"]
    by_kind: dict[str, dict[str, int]] = {}
    for one in (one for one in breaks if one["part"] == "platform_fee"):
        by_kind.setdefault(one["kind"], {})[one["order_id"]] = one["difference_fen"]
    planted = demo.planted
    assert by_kind["rate_differs"] == planted["rate_differs"]
    assert by_kind["rounding"] == planted["rounding"]
    assert sorted(by_kind["missing_in_theirs"]) == planted["missing_in_theirs"]
    assert sorted(by_kind["duplicate_in_theirs"]) == planted["duplicate_in_theirs"]
    known = {order for orders in planted.values() for order in orders}
    assert {one["order_id"] for one in breaks} == known
    assert set(by_kind) == set(planted)


def test_the_demo_s_timing_is_what_completed_less_than_seven_days_before_the_export(demo: Demo) -> None:
    timing = [one for one in run(demo.root, "--period", "2026-11")["breaks"] if one["kind"] == "timing"]
    orders = {one["order_id"] for one in timing if one["part"] == "platform_fee"}
    with closing(open_reader(demo.root)) as reader:
        late = reader.query(
            "select order_id from orders where channel = 'xiaohongshu' and completed_at is not null group by order_id "
            "having max(completed_at) >= timestamptz '2026-11-09 09:00:00+08' and max(completed_at) < "
            "timestamptz '2026-11-24 00:00:00+08'"
        )
    assert orders
    assert orders <= set(late["order_id"])


def test_the_demo_s_months_hold_every_line_and_every_fen(demo: Demo) -> None:
    sides = demo.sides()
    answers = {month: run(demo.root, "--period", month) for month in MONTHS}
    for month, answer in answers.items():
        of_month = sides.claims.filter(
            pl.col("settled_at").dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m") == month
        )
        theirs = sum(one["theirs_fen"] for one in answer["breaks"])
        assert answer["matched_fen"] + theirs == of_month["amount_fen"].sum()
        assert answer["matched"] + sum(len(one["statement_lines"]) for one in answer["breaks"]) == of_month.height
    for party in answers["2026-10"]["roll_forward"]:
        october, november = (answers[month]["roll_forward"].get(party) for month in MONTHS[2:])
        if party == "platform":
            assert october["closing_fen"] == november["opening_fen"]


def test_a_changed_copy_of_the_demo_s_statement_shows_the_change(demo: Demo, tmp_path: Path) -> None:
    """The statement of October as a file of our own columns, with one fee raised to 18 %."""
    with closing(open_reader(demo.root)) as reader:
        told = reader.query("select * exclude (load_id, source_row) from settlements order by statement_id, line_no")
    plain = told.filter(pl.col("base_fen") > 10_000, pl.col("kind") == "sale", pl.col("kol_commission_fen") == 0)
    planted = {order for orders in demo.planted.values() for order in orders}
    october = plain.filter(
        pl.col("settled_at").dt.month() == 10,
        pl.col("platform_fee_fen") * 20 == pl.col("base_fen") * 3,
        pl.col("base_fen") % 100 == 0,
        ~pl.col("order_id").is_in(planted),
    )
    order_id = october["order_id"][0]
    raised = told.with_columns(
        pl.when((pl.col("order_id") == order_id) & (pl.col("kind") == "sale"))
        .then(pl.col("base_fen") * 18 // 100)
        .otherwise(pl.col("platform_fee_fen"))
        .alias("platform_fee_fen")
    )
    path = tmp_path / "october.parquet"
    raised.write_parquet(path)
    more = set(found(run(demo.root, path, "--period", "2026-10"))) - set(found(run(demo.root, "--period", "2026-10")))
    assert [(kind, order) for kind, order, _, _ in more] == [("rate_differs", order_id)]

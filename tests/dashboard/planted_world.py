"""Two brands and two agencies in one root; words and amounts are planted where others must never meet them.

Collaboration 1 belongs to brand 1 and agency 1: whoever looks for them sees it. 2 is brand 1 through agency 2, 3 is
brand 2 through agency 2, 4 is brand 2 without an agency, 5 is brand 1 without an agency. All of them have everything.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from campaigns import actions, statement_archive, statement_lines, warehouse
from campaigns.actions import Actor
from campaigns.carriers import code_of
from campaigns.narrowing import ADMIN, Viewer
from campaigns.statement_records import Statement
from campaigns.store import Store, open_store
from campaigns.warehouse import LoadStamp

BRAND, AGENCY, HOUSE, TALK = "ZQBRAND", "ZQAGENCY", "ZQHOUSE", "ZQTALK"
"""The other brand's; the other agency's; the house's own, kept from agencies; what people say to each other."""

COST, BUDGET, ADS, OTHER_FEE, OTHER_QUOTE = 71_717, 7_272_727, 73_739, 74_747, 75_757
BRAND_COST, BRAND_FEE, BRAND_BUDGET = 77_797, 76_767, 7_878_787
VIEWERS = {
    "admin": ADMIN,
    "marketer": Viewer("marketer", (1,)),
    "agency": Viewer("agency", (), 1),
    "finance": Viewer("finance"),
}
WORDS = {
    "admin": (),
    "marketer": (BRAND,),
    "agency": (BRAND, AGENCY, HOUSE),
    "finance": (TALK,),
}
"""What a role must never meet."""

AMOUNTS = {
    "admin": (),
    "marketer": (BRAND_COST, BRAND_FEE, BRAND_BUDGET),
    "agency": (COST, BUDGET, ADS, OTHER_FEE, OTHER_QUOTE, BRAND_COST, BRAND_FEE, BRAND_BUDGET),
    "finance": (),
}
ME = Actor("tests")
SINCE, BEFORE = date(2026, 8, 3), date(2026, 10, 5)
CARRIER = code_of("sf")
NOON = datetime(2026, 8, 10, 4, tzinfo=UTC)
PRODUCTS = {1: "66aa000000000000000000a1", 2: f"{BRAND}p"}


class Case(NamedTuple):
    """One collaboration, and the mark that everything of it carries."""

    number: int
    campaign: int
    agency: int | None
    mark: str

    def id(self, what: str) -> str:
        return f"{self.mark or 'own'}{what}{self.number}"

    def words(self, what: str) -> str:
        return f"{self.mark} {what} {self.number}".strip()

    @property
    def fee(self) -> int:
        return {"": 10_101, AGENCY: OTHER_FEE, BRAND: BRAND_FEE}[self.mark]


CASES = (
    Case(1, 1, 1, ""), Case(2, 1, 2, AGENCY), Case(3, 2, 2, BRAND), Case(4, 2, None, BRAND), Case(5, 1, None, AGENCY),
)  # fmt: skip


def make_world(root: Path) -> None:
    """Records and a published warehouse."""
    with closing(open_store(root)) as store:
        _plan(store)
        for case in CASES:
            _work(store, case)
            _state(store, root, case)
        _people(store)
        links = store.record_tables()["link"].select(["slug", "note_id", "product_id"])
    stamp = LoadStamp(1, "a" * 64, f"{BRAND}-orders.csv", NOON)
    with warehouse.open_writer(root) as writer:
        counts = {
            name: writer.apply(name, pl.DataFrame(rows).with_row_index("source_row", 2).with_columns(
                pl.col("source_row").cast(pl.Int64)), stamp)
            for name, rows in _facts().items()
        }  # fmt: skip
        writer.add_rejects(pl.DataFrame([{
            "load_id": 1, "sheet": "s", "source_row": 9, "column_name": "c", "table_name": "orders", "code": "E-VALUE",
            "value": f"{BRAND} {HOUSE}", "rule": "r", "remedy": "m",
        }]))  # fmt: skip
        writer.record_load(stamp, counts, {})
        writer.refresh_models(links=links)


def person(role: str) -> dict[str, Any]:
    """What Streamlit knows of somebody of this role who logged in."""
    return {
        "is_logged_in": True, "iss": "https://id", "sub": role, "email": f"{role}@example.com", "name": role,
        "iat": int(datetime.now(UTC).timestamp()),
    }  # fmt: skip


def _people(store: Store) -> None:
    scopes: dict[str, dict[str, Any]] = {"marketer": {"brand_ids": [1]}, "agency": {"agency_id": 1}}
    for role in VIEWERS:
        email = f"{role}@example.com"
        actions.invite_person(store, ME, f"i{role}", email=email, name=role, role=role, **scopes.get(role, {}))
        actions.accept_invitation(store, f"a{role}", subject=f"https://id|{role}", email=email)


def _plan(store: Store) -> None:
    for number, mark in ((1, ""), (2, BRAND)):
        name = f"{mark} brand {number}".strip()
        code = f"{mark}B{number}"
        actions.save_brand(store, ME, f"b{number}", code=code, name=name, name_zh=name)
        actions.save_product(
            store, ME, f"p{number}", product_id=PRODUCTS[number], brand_id=number,
            name=f"{mark} cream {number}".strip(), category="care", cost_fen=COST if number == 1 else BRAND_COST,
        )  # fmt: skip
        actions.save_campaign(
            store, ME, f"c{number}", code=f"{mark}C{number}", brand_id=number, name=f"{mark} campaign {number}".strip(),
            name_zh=f"{mark} 活动 {number}".strip(), method="mixed", since_date=SINCE, before_date=BEFORE,
            budget_fen=BUDGET if number == 1 else BRAND_BUDGET, product_ids=[PRODUCTS[number]], brief=f"{mark} brief",
        )  # fmt: skip
        actions.save_draft_rules(store, ME, f"r{number}", brand_id=number, banned=[f"{mark}rule"])
        actions.receive_samples(
            store, ME, f"rs{number}", product_id=PRODUCTS[number], units=9, received_date=SINCE, remark=f"{mark}{HOUSE}"
        )
        actions.watch_words(store, ME, f"w{number}", brand_code=code, words=[f"{mark}{HOUSE}word"])
    actions.save_agency(store, ME, "a1", code="LIN", name="Agency Lin", remark=HOUSE)
    actions.save_agency(store, ME, "a2", code=AGENCY, name=f"{AGENCY} Wol", remark=AGENCY, contacts=[{"name": AGENCY}])
    actions.save_setting(store, ME, "s1", name="benchmark.xiaohongshu", value=0.08, source="brief")
    actions.save_setting(store, ME, "s2", name=f"{HOUSE}.x", value=f"{HOUSE} {BRAND}", source=HOUSE)
    actions.save_terms(
        store, ME, "tp", scope="platform", platform="xiaohongshu", part="platform_fee", since_date=date(2026, 1, 1),
        rate_ppm=50_000,
    )  # fmt: skip
    actions.save_terms(
        store, ME, "ta", scope="agency", agency_id=2, part="third_party", since_date=date(2026, 1, 1), rate_ppm=80_000
    )


def _work(store: Store, case: Case) -> None:
    key, product = f"k{case.number}", PRODUCTS[case.campaign]
    made = actions.save_collaboration(
        store, ME, key, campaign_id=case.campaign, kol_id=case.id("kol"), kol_name=case.words("KOL"),
        agency_id=case.agency, promo_code=case.id("PROMO"), owner=case.words("owner"), next_step=case.words(TALK),
        next_date=SINCE,
        tags=[case.words(TALK)],
    )  # fmt: skip
    number = made.id or 0
    actions.save_terms(
        store, ME, f"t{key}", scope="collaboration", collaboration_id=number, part="kol", since_date=date(2026, 1, 1),
        rate_ppm=150_000, fixed_fee_fen=case.fee,
    )  # fmt: skip
    actions.add_quote(
        store, ME, f"q{key}", collaboration_id=number, quote_fen=OTHER_QUOTE if case.mark == AGENCY else case.fee,
        kind="image", remark=case.words(TALK),
    )  # fmt: skip
    actions.comment_collaboration(store, ME, f"m{key}", collaboration_id=number, body=case.words(TALK))
    actions.save_exclusivity(
        store, ME, f"e{key}", collaboration_id=number, category=case.id("category"), since_date=SINCE,
        before_date=BEFORE, remark=case.words(TALK),
    )  # fmt: skip
    actions.submit_draft(
        store, ME, f"d{key}", collaboration_id=number, title=case.words(TALK), body=case.words(f"{TALK} body")
    )
    actions.save_sample(
        store, ME, f"s{key}", collaboration_id=number, product_id=product, units=1, shipping_fen=COST, carrier=CARRIER,
        tracking_no=case.id("TRACK"), state="requested", feedback=case.words(TALK),
    )  # fmt: skip
    actions.link_note(store, ME, f"n{key}", note_id=case.id("note"), collaboration_id=number)
    actions.dismiss_note(store, ME, f"x{key}", note_id=case.id("dismissed"), collaboration_id=number)
    actions.save_link(store, ME, f"l{key}", slug=case.id("slug"), note_id=case.id("note"), product_id=product)


def _state(store: Store, root: Path, case: Case) -> None:
    """An approved statement of the KOL; the first and second case bring one of their agency too."""
    parties = [f"kol/{case.id('kol')}", *([f"agency/{case.number}"] if case.number in (1, 2) else [])]
    line = dict.fromkeys(statement_lines.SCHEMA) | {
        "no": 1, "section": "accrued", "kind": "fixed_fee", "kol_name": case.words("KOL"), "line_id": case.id("line"),
        "commission_fen": case.fee, "vat_fen": 0, "amount_fen": case.fee, "is_pending": False, "of_period": "2026-07",
        "note_id": case.id("note"), "business_date": SINCE,
    }  # fmt: skip
    kept = statement_archive.keep(root, pl.DataFrame([line], schema=statement_lines.SCHEMA))
    for party in parties:
        with store.transaction() as session:
            row = Statement(
                party=party, party_name=case.words("KOL"), currency="CNY", period="2026-07", opening_fen=0,
                accrued_fen=case.fee, clawback_fen=0, adjustment_fen=0, settled_fen=0, closing_fen=case.fee,
                pending_fen=0, minimum_fen=0, due_fen=case.fee, rebate_fen=0, line_count=1, lines_hash=kept,
                ledger_entries=0, ledger_hash="0" * 64, made_by=f"{HOUSE}maker",
            )  # fmt: skip
            session.add(row)
            session.flush()
            row.state, row.submitted_by, row.submitted_at = "submitted", f"{HOUSE}maker", NOON
            session.flush()
            row.state, row.approved_by, row.approved_at = "approved", f"{HOUSE}checker", NOON


def _facts() -> dict[str, list[dict[str, Any]]]:
    facts: dict[str, list[dict[str, Any]]] = {}
    for case in CASES:
        for name, rows in _facts_of(case).items():
            facts.setdefault(name, []).extend(rows)
    return facts


def _facts_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    note, kol, product = case.id("note"), case.id("kol"), PRODUCTS[case.campaign]
    at = NOON + timedelta(hours=case.number)
    free, foreign = {"note_id": case.id("free"), "kol_id": kol}, BRAND if case.mark == BRAND else HOUSE
    seen = {"source": "world", "platform": "xiaohongshu", "published_at": at, "is_provisional": False}
    order = {"shop_id": "xiaohongshu", "order_id": case.id("order"), "currency": "CNY", "time_precision": "second"}
    return {
        "notes": [
            {"note_id": note, "kol_id": kol, "title": case.words("title"), "body": case.words("text"), **seen},
            {**free, "title": f"{case.mark} {foreign} free", "body": case.words("text"), **seen},
        ],
        "note_products": [{"note_id": row, "product_id": product} for row in (note, free["note_id"])],
        "note_metrics": [{"note_id": note, "captured_at": at, "source": "world", "impressions": 900, "reads": 90}],
        "comments": [{"comment_id": case.id("comment"), "note_id": note, "body": case.words("said")}],
        "kols": [
            {"kol_id": kol, "source": "world", "nickname": case.words("nick"), "agency_name": f"{case.mark}{HOUSE}"}
        ],
        "clicks": [
            {
                "click_id": f"{case.id('click')}-{turn}", "note_id": note, "product_id": product, "buyer_key": turn + 1,
                "clicked_at": at + timedelta(hours=1), "section": "explore", "channel": "xiaohongshu",
            }
            for turn in range(40)
        ],
        "click_totals": [
            {"source": "world", "note_id": note, "product_id": product, "click_date": SINCE, "span": "day", "clicks": 3}
        ],
        "orders": [{
            **order, "line_no": 1, "channel": "xiaohongshu", "product_id": product, "sku": case.id("sku"),
            "buyer_key": 1, "ordered_at": at + timedelta(hours=2), "paid_at": at + timedelta(hours=2), "quantity": 1,
            "list_fen": 20_000, "brand_discount_fen": 0, "platform_discount_fen": 0, "shipping_fen": 0, "tax_fen": 0,
            "paid_fen": 20_000,
            "promo_code": case.id("PROMO"), "source_kol_id": kol, "status": "completed",
        }],
        "refunds": [{
            **order, "refund_id": case.id("refund"), "line_no": 1, "refunded_at": at + timedelta(days=3),
            "goods_fen": 500, "shipping_fen": 0, "is_estimated": False,
        }],
        "settlements": [{
            "statement_id": case.id("statement"), "line_no": 1, "shop_id": "xiaohongshu", "order_id": case.id("order"),
            "kol_id": kol, "kind": "order", "currency": "CNY", "settled_at": at, "kol_commission_fen": case.fee,
        }],
        "shipments": [{
            "carrier": CARRIER, "tracking_no": case.id("TRACK"), "event_at": at, "status": "delivered",
            "raw_status": case.words("status"),
        }],
        "shipping_bills": [{
            "carrier": CARRIER, "tracking_no": case.id("TRACK"), "billed_date": SINCE, "line_no": 1, "currency": "CNY",
            "cost_fen": COST,
        }],
        "stock_levels": [
            {"product_id": product, "captured_at": at + timedelta(minutes=turn), "available": 5 - 5 * turn}
            for turn in (0, 1)
        ],
        "ad_spend": [{
            "source": "juguang", "level": "unit", "unit_id": case.id("unit"), "date": SINCE, "note_id": note,
            "currency": "CNY", "spend_fen": ADS,
        }],
        "account_days": [
            {"account": f"{BRAND}{HOUSE}", "date": SINCE + timedelta(days=case.number), "source": "w", "views": 5}
        ],
    }  # fmt: skip

"""千帆 售后单 and 结算账单, with breaks planted in the statement for those who reconcile it.

A completed order settles seven days later in one row; its refund, if any, in another with negative amounts. Fees, and
the commissions of KOLs that the order names, are those of each order line as agreed, summed. Planted, in orders without
a refund: one cluster charged 18 % instead of 15 %, one order missing, one row twice, and a few fees computed on the
order instead of its lines, which differ by one fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from campaigns.money import round_half_up, share_of, split, yuan
from ingest.demo import moments, story
from ingest.demo.books import payable, platform_ppm
from ingest.demo.order_files import CASE_WORDS
from ingest.demo.purchases import DAY
from ingest.demo.spreadsheet import Cell, write_workbook
from ingest.demo.world import World

CASE_HEADER = (
    "售后单号",
    "订单号",
    "商品名称",
    "售后类型",
    "原因",
    "状态",
    "申请售后金额(元)",
    "退货创建时间",
    "商家确认收货时间",
    "订单支付时间",
)
SETTLEMENT_HEADER = (
    "订单号",
    "售后单号",
    "下单时间",
    "结算时间",
    "交易类型",
    "结算账户",
    "动账金额",
    "计佣基数",
    "商品实付/实退",
    "运费实付/实退",
    "平台优惠补贴",
    "平台运费补贴",
    "跨境税代缴",
    "商品税金",
    "运费税金",
    "佣金",
    "支付渠道费",
    "分销佣金",
    "代运营服务商佣金",
    "代开发服务商佣金",
    "花呗分期手续费",
    "国补订单毛保金额",
    "备注",
)
OPEN_WORDS = {"open": "待商家收货", "rejected": "审核拒绝"}
WRONG_DAYS, WRONG_PRODUCT = ("2026-10-20", "2026-10-21", "2026-10-22"), story.SERUM
"""Orders of the serum alone that were completed on these days were charged at 18 %."""
ROUNDED_ORDERS = 12


@dataclass
class Breaks:
    """What was planted in the statements, by order id; sums are theirs − ours, in fen."""

    rate_differs: dict[str, int] = field(default_factory=dict)
    rounding: dict[str, int] = field(default_factory=dict)
    missing_in_theirs: list[str] = field(default_factory=list)
    duplicate_in_theirs: list[str] = field(default_factory=list)


def write_cases(world: World, folder: Path) -> list[Path]:
    """One `售后单.xlsx` per shop, newest case first."""
    orders = world.lines.group_by("order_no").agg(pl.col("shop", "paid_at", "product").sort_by("line_no").first())
    cases = (
        world.returns.filter(pl.col("channel") == "xiaohongshu")
        .join(orders, on="order_no")
        .sort("created", "refund_id")
    )
    written = []
    for brand in story.BRANDS:
        own = cases.filter(pl.col("shop") == brand.shop).reverse()
        texts = own.with_columns(
            moments.shanghai_text(own["created"]).alias("created_text"),
            moments.shanghai_text(own["received"]).alias("received_text"),
            moments.shanghai_text(own["paid_at"]).alias("paid_text"),
        )
        path = folder / brand.shop / "售后单.xlsx"
        rows = [_case_row(row) for row in texts.iter_rows(named=True)]
        write_workbook(path, "售后单", [list(CASE_HEADER), *rows])
        written.append(path)
    return written


def _case_row(row: dict[str, object]) -> list[Cell]:
    state = str(row["state"])
    has_come_back = state in ("done", "exchange") and row["received"] != row["created"]
    return [
        str(row["refund_id"]),
        str(row["order_id"]),
        story.PRODUCTS[int(str(row["product"]))].name_zh,
        "换货" if state == "exchange" else str(row["kind"]),
        str(row["reason"]),
        OPEN_WORDS.get(state) or CASE_WORDS[state],
        yuan(int(str(row["goods_fen"]))),
        str(row["created_text"]),
        str(row["received_text"]) if has_come_back else None,
        str(row["paid_text"]),
    ]


def write_settlements(world: World, folder: Path) -> tuple[list[Path], Breaks]:
    """One `结算账单.xlsx` per shop, in order of settlement, and what was planted in them."""
    breaks = Breaks()
    orders = _settled_orders(world)
    done = world.returns.filter(pl.col("state") == "done", pl.col("channel") == "xiaohongshu")
    refunds = {row["order_no"]: row for row in done.iter_rows(named=True)}
    _choose_breaks([order for order in orders if order["order_no"] not in refunds], breaks)
    written = []
    for brand in story.BRANDS:
        rows: list[tuple[int, str, list[Cell]]] = []
        for order in orders:
            if order["shop"] == brand.shop and order["order_id"] not in breaks.missing_in_theirs:
                rows += _movements(order, refunds.get(order["order_no"]), breaks)
        rows.sort(key=lambda row: row[:2])
        path = folder / brand.shop / "结算账单.xlsx"
        write_workbook(path, "结算账单", [list(SETTLEMENT_HEADER), *(cells for _, _, cells in rows)])
        written.append(path)
    return written, breaks


@dataclass(frozen=True)
class _Line:
    """What platform and KOL are due for a line: `kol_ppm` is 0 where the order names no KOL with terms for it."""

    paid_fen: int
    platform_ppm: int
    kol_ppm: int = 0
    is_after_fee: bool = False

    def due(self, left_fen: int) -> tuple[int, int]:
        """Platform fee and KOL commission on what a refund has left of the goods."""
        fee_fen = share_of(left_fen, self.platform_ppm)
        return fee_fen, share_of(left_fen - fee_fen if self.is_after_fee else left_fen, self.kol_ppm)


def _settled_orders(world: World) -> list[dict[str, object]]:
    """Completed Xiaohongshu orders whose seven days are over, with fees summed over their lines."""
    terms = _kol_terms(world)
    settled: dict[int, dict[str, object]] = {}
    lines = world.lines.filter(pl.col("channel") == "xiaohongshu", pl.col("completed") < story.EXPORTED - 7 * DAY)
    for row in lines.sort("order_no", "line_no").iter_rows(named=True):
        ppm = platform_ppm("xiaohongshu", story.product_of(row["product_id"]).category)
        line = _Line(row["paid_fen"], ppm, *terms.get((row["order_no"], row["line_no"]), ()))
        order = settled.setdefault(
            row["order_no"], {**row, "goods": 0, "subsidy": 0, "fee": 0, "kol": 0, "ppm": set(), "parts": []}
        )
        fee, kol = line.due(line.paid_fen)
        order["goods"] = _sum(order["goods"], row["paid_fen"])
        order["subsidy"] = _sum(order["subsidy"], row["platform_discount_fen"])
        order["fee"] = _sum(order["fee"], fee)
        order["kol"] = _sum(order["kol"], kol)
        order["parts"] = [*order["parts"], line]  # type: ignore[misc]
        order["ppm"] = {*order["ppm"], ppm}  # type: ignore[misc]
    return list(settled.values())


def _kol_terms(world: World) -> dict[tuple[int, int], tuple[int, bool]]:
    """By order line that names a KOL and is payable: the KOL's rate, and whether it applies to what the fee leaves."""
    items = {item.key: item for item in world.cast.collaborations}
    named = payable(world).filter(pl.col("source_kol_id").is_not_null())
    return {
        (row["order_no"], row["line_no"]): (item.kol_ppm, item.kol_base == "after_platform_fee")
        for row in named.iter_rows(named=True)
        for item in [items[row["collaboration"]]]
    }


def _sum(so_far: object, more: int) -> int:
    return int(str(so_far)) + more


def _choose_breaks(orders: list[dict[str, object]], breaks: Breaks) -> None:
    for order in orders:
        goods, fee, order_id = int(str(order["goods"])), int(str(order["fee"])), str(order["order_id"])
        done = story.clock(int(str(order["completed"]))).date().isoformat()
        if done in WRONG_DAYS and order["product_id"] == WRONG_PRODUCT and len(_parts(order)) == 1:
            breaks.rate_differs[order_id] = share_of(goods, story.SUPPLEMENT_FEE_PPM) - fee
        elif (
            len(_parts(order)) != 1
            and order["ppm"] == {story.PLATFORM_FEE_PPM}
            and len(breaks.rounding) < ROUNDED_ORDERS
        ):
            difference = share_of(goods, story.PLATFORM_FEE_PPM) - fee
            if difference:
                breaks.rounding[order_id] = difference
    plain = [
        str(order["order_id"])
        for order in orders
        if str(order["order_id"]) not in {*breaks.rate_differs, *breaks.rounding}
    ]
    breaks.missing_in_theirs.append(plain[len(plain) // 3])
    breaks.duplicate_in_theirs.append(plain[len(plain) // 2])


def _movements(
    order: dict[str, object], refund: dict[str, object] | None, breaks: Breaks
) -> list[tuple[int, str, list[Cell]]]:
    order_id, completed = str(order["order_id"]), int(str(order["completed"]))
    settled = completed + 7 * DAY
    goods, fee = int(str(order["goods"])), int(str(order["fee"]))
    fee += breaks.rate_differs.get(order_id, 0) + breaks.rounding.get(order_id, 0)
    kol, subsidy = int(str(order["kol"])), int(str(order["subsidy"]))
    sale = (settled, order_id, _row(order, None, settled, "结算入账", goods, subsidy, fee, kol))
    rows = [sale, sale] if order_id in breaks.duplicate_in_theirs else [sale]
    if refund is not None:
        back = min(int(str(refund["goods_fen"])), goods)
        when = max(int(str(refund["received"])), settled) + 3600
        if when < story.EXPORTED:
            left_fee, left_kol = _due_after(_parts(order), back)
            subsidy_back = -round_half_up(subsidy * back, goods)
            fees_back = left_fee - fee, left_kol - kol
            cells = _row(order, str(refund["refund_id"]), when, "退款", -back, subsidy_back, *fees_back)
            rows.append((when, order_id, cells))
    return rows


def _parts(order: dict[str, object]) -> list[_Line]:
    return order["parts"]  # type: ignore[return-value]


def _due_after(lines: list[_Line], back: int) -> tuple[int, int]:
    """Platform fee and KOL commission of an order once `back` of its goods are refunded, spread over its lines."""
    gone = split(back, [line.paid_fen for line in lines])
    dues = [line.due(line.paid_fen - part) for line, part in zip(lines, gone, strict=True)]
    return sum(fee for fee, _ in dues), sum(kol for _, kol in dues)


def _row(
    order: dict[str, object],
    refund_id: str | None,
    settled: int,
    kind: str,
    goods: int,
    subsidy: int,
    fee: int,
    kol: int,
) -> list[Cell]:
    times = moments.shanghai_text(pl.Series([int(str(order["ordered"])), settled]))
    zero = "0.00"
    return [
        str(order["order_id"]),
        refund_id,
        times[0],
        times[1],
        kind,
        "店铺余额",
        yuan(goods + subsidy - fee - kol),
        yuan(goods),
        yuan(goods),
        zero,
        yuan(subsidy),
        zero,
        zero,
        zero,
        zero,
        yuan(fee),
        zero,
        yuan(kol),
        zero,
        zero,
        zero,
        zero,
        None,
    ]

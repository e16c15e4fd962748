"""A statement on paper: PDF by typst, with the ledger's head on every page, the total of each page and the sum so far.

Words and amounts reach the layout (`static/statement.typ`) as data, so that nothing in them can be markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from campaigns.errors import Refused
from campaigns.statement_totals import REBATE, SECTIONS
from dashboard import statement_sheet, statement_words
from dashboard.formats import Voice

FIRST_ROWS, ROWS, MOST_LINES = 16, 31, 2_000
"""Lines on the first page and on the others; a longer statement is summed on paper."""

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Noto Serif CJK SC", "Source Han Serif SC",
    "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip
_LAYOUT = Path(__file__).parent / "static" / "statement.typ"
_NAMES = ("no", "date", "what", "reference", "kol", "after", "rate", "amount")


def write(row: Mapping[str, Any], lines: pl.DataFrame, voice: Voice) -> bytes:
    """The PDF's bytes; the same for the same statement. Raises Refused where no font has Chinese characters."""
    import typst  # noqa: PLC0415 - a tenth of a second, for whoever prints

    data = json.dumps(_data(row, lines, voice), ensure_ascii=False)
    made: bytes = typst.compile(
        _LAYOUT.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        timestamp=row["made_at"].replace(microsecond=0),
        pdf_tags=False,
    )
    return made


def _data(row: Mapping[str, Any], lines: pl.DataFrame, voice: Voice) -> dict[str, Any]:
    is_summed = lines.height > MOST_LINES
    listed = [*_rows(_summed(lines) if is_summed else lines, voice)]
    return {
        "font": _font(), "lang": voice.lang,
        "title": voice("statement.title", period=row["period"], name=statement_words.name(row, voice)),
        "facts": [list(pair) for pair in statement_sheet.facts(row, voice)],
        "figures": _figures(row, voice),
        "note": voice("statement.print.summed", count=voice.exact(lines.height)) if is_summed else "",
        "head": voice("statement.print.ledger", entries=row["ledger_entries"]) + " " + row["ledger_hash"],
        "titles": [voice(f"statement.column.{name}") for name in _NAMES],
        "pages": [*_pages(listed, voice)],
    }  # fmt: skip


@cache
def _font() -> str:
    import typst  # noqa: PLC0415

    present = set(typst.Fonts().families())
    for name in FONTS:
        if name in present:
            return name
    raise Refused(
        f"No font with Chinese characters is installed here (one of {', '.join(FONTS)}). Install fonts-noto-cjk and "
        "print again; the workbook and the CSV file need none."
    )


def _figures(row: Mapping[str, Any], voice: Voice) -> list[list[str]]:
    opening = [[voice("statement.figure.opening"), statement_words.amount(row["opening_fen"])]]
    moved = [
        [voice(f"statement.section.{section}"), statement_words.amount(row[f"{section}_fen"])]
        for section in SECTIONS[:4]
    ]
    below = {
        "closing": row["closing_fen"], "pending": row["pending_fen"], "minimum": row["minimum_fen"],
        "due": row["due_fen"], "paid": row["paid_fen"], "left": row["due_fen"] - row["paid_fen"],
        "rebate": row["rebate_fen"],
    }  # fmt: skip
    return [
        *opening, *moved,
        *([voice(f"statement.figure.{name}"), statement_words.amount(fen)] for name, fen in below.items()),
    ]  # fmt: skip


def _rows(lines: pl.DataFrame, voice: Voice) -> Iterator[tuple[list[str], int]]:
    """The cells of each line, and what it adds to the balance in fen: a rebate adds nothing."""
    for line in lines.iter_rows(named=True):
        base, rate = line["base_after_fen"], line["rate_ppm"]
        count = line.get("summed")
        about = statement_words.reference(line) if count is None else voice("statement.kind.summed", count=count)
        what = " · ".join(filter(None, (statement_words.what(line, voice), statement_words.part(line, voice))))
        is_rebate = line["section"] == REBATE
        cells = [
            str(line["no"]), line["business_date"].isoformat(),
            voice("statement.section.rebate") if is_rebate else what, about, line["kol_name"] or "",
            "" if base is None else statement_words.amount(base), "" if rate is None else statement_words.rate(rate),
            statement_words.amount(line["amount_fen"]),
        ]  # fmt: skip
        yield cells, 0 if is_rebate else line["amount_fen"]


def _summed(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per section, kind, campaign and KOL of a statement too long for paper."""
    keys = ["section", "kind", "part", "campaign_code", "kol_name"]
    grouped = lines.group_by(keys, maintain_order=True).agg(
        pl.col("amount_fen").sum(), pl.col("business_date").max(), pl.len().alias("summed")
    )
    return grouped.with_columns(
        pl.lit(None, pl.Int64).alias("base_after_fen"), pl.lit(None, pl.Int64).alias("rate_ppm")
    ).with_row_index("no", 1)


def _pages(rows: Sequence[tuple[list[str], int]], voice: Voice) -> Iterator[dict[str, Any]]:
    """The lines page by page, each with its total and the sum so far."""
    starts = [0, *range(FIRST_ROWS, len(rows), ROWS)] if rows else []
    so_far_fen = 0
    for place, start in enumerate(starts):
        own = rows[start : starts[place + 1] if place + 1 < len(starts) else len(rows)]
        page_fen = sum(fen for _, fen in own)
        so_far_fen += page_fen
        key = "statement.print.all" if place + 1 == len(starts) else "statement.print.running"
        yield {
            "rows": [cells for cells, _ in own],
            "total": [voice("statement.print.page_total"), statement_words.amount(page_fen)],
            "so_far": [voice(key), statement_words.amount(so_far_fen)],
        }

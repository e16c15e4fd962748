"""A column of ids that a spreadsheet has rounded is refused row by row; one id that ends in zeros is not."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.sources.reading import Reading
from ingest.words import ID, rounded_together


@pytest.mark.parametrize(
    ("ids", "refused"),
    [
        (["1234567890123450000", "1234567890123460000", "1234567890123470000"], 3),
        (["1234567890123450000", "1234567890123461234", "1234567890123471234"], 0),
        (["123456789012345000", "123456789012346000", "A1", None], 2),
        (["1234567890123450000", "1234567890123450000"], 0),
        (["1000000000000000", "2000000000000000"], 0),
        (["100", "200"], 0),
    ],
)
def test_ids_that_end_where_exact_numbers_do_are_damaged_together(ids: list[str | None], refused: int) -> None:
    assert int(rounded_together(pl.Series(ids, dtype=pl.String())).sum()) == refused


def test_every_rounded_id_is_named_by_its_row() -> None:
    frame = pl.DataFrame({"id": ["123456789012345000", "123456789012346000"], "source_row": [2, 3]})
    reading = Reading("orders", frame, "id")
    typed = reading.typed({"id": reading.column("id", ID)})
    assert typed.rows.height == 0
    assert typed.rejects.select("source_row", "column_name", "code").rows() == [
        (2, "id", "E-ID-PRECISION"),
        (3, "id", "E-ID-PRECISION"),
    ]

"""Tables as files that no spreadsheet can be tricked by."""

from __future__ import annotations

import polars as pl

BOM = b"\xef\xbb\xbf"
"""Without it Excel reads Chinese as noise."""

_LIVE = r"^[\s]*[=+\-@\t\r]"


def inert_csv(frame: pl.DataFrame) -> bytes:
    """The frame as UTF-8 CSV in which no text starts a formula: such cells get a leading apostrophe.

    After the OWASP note on CSV injection; numbers keep their sign, text does not get to have one.
    """
    text = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.contains(_LIVE)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in text
    )
    return BOM + safe.write_csv(datetime_format="%Y-%m-%d %H:%M:%S").encode("utf-8")

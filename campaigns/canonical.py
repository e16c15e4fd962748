"""The canonical hash: one SHA-256 over what all facts say, whatever order they came in and wherever they stand.

A row becomes text that is the same in every version of DuckDB: each value is written with its length before it (`~` is
null), instants as microseconds since 1970, dates as days, doubles with 17 significant digits (-0 is 0), lists with
their length. The text's MD5 is cut into two 64-bit halves, and each half is summed over the table as an exact integer:
sums do not depend on order, and unlike XOR they notice a row that is there twice. The hash is the SHA-256 of one line
per table (name, columns, count, both sums), sorted. MD5 is enough: nobody gains from making two warehouses look equal,
and 128 bits leave no room for chance.

Buyers stand under pseudonyms that differ from root to root, because every root has a key of its own. So a row says only
whether it has a buyer, and one line more says which rows share theirs: per buyer the sums of their rows, and over the
buyers the sums of those. The same files loaded under two keys have one hash; a row that changes its buyer changes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from campaigns.facts import Column, Fact

_BUYER = "buyer_key"
_SUMS = (
    "count(*)::varchar, coalesce(sum((fingerprint & 18446744073709551615)::ubigint), 0)::varchar, "
    "coalesce(sum((fingerprint >> 64)::ubigint), 0)::varchar"
)


def sums(fact: Fact) -> str:
    """A query for one row: count, sum of the lower and sum of the upper halves, of a fact table."""
    return f"select {_SUMS} from (select {_fingerprint(fact)} as fingerprint from {fact.name})"


def buyer_sums(found: Iterable[Fact]) -> str:
    """A query for one row of the same form over the buyers: whose rows are whose, whatever they are called."""
    rows = " union all ".join(
        f"select {_BUYER}, {_fingerprint(fact, fact.name)} as fingerprint from {fact.name} where {_BUYER} is not null"
        for fact in found
        if any(column.name == _BUYER for column in fact.business)
    )
    buyers = f"select concat_ws(' ', {_SUMS}) as told from ({rows}) group by {_BUYER}"
    return f"select {_SUMS} from (select md5_number(told) as fingerprint from ({buyers}))"


def buyer_line(found: tuple[str, str, str]) -> str:
    """The line that stands for the buyers of all tables."""
    return f"{_BUYER} {' '.join(found)}"


def line(fact: Fact, found: tuple[str, str, str]) -> str:
    """The line that stands for a table."""
    columns = ",".join(f"{column.name}:{column.type}" for column in fact.business)
    return f"{fact.name}({columns}) {' '.join(found)}"


def digest(lines: Iterable[str]) -> str:
    """The hash of all tables' lines."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _fingerprint(fact: Fact, before: str = "") -> str:
    return f"md5_number({' || '.join([repr(before), *(_text(column) for column in fact.business)])})"


def _text(column: Column) -> str:
    return f"coalesce({_sized(_plain(column))}, '~')"


def _sized(text: str) -> str:
    return f"length({text}) || ':' || {text}"


def _plain(column: Column) -> str:
    if column.name == _BUYER:
        return f"if({_BUYER} is null, null, '')"
    if column.type not in _TEXTS:
        raise LookupError(f"The canonical hash has no text for {column.type} ({column.name}): add it to _TEXTS.")
    return _TEXTS[column.type].format(column.name)


_ITEMS = f"list_transform({{0}}, lambda item: coalesce({_sized('item')}, '~'))"
_TEXTS = {
    "VARCHAR": "{0}",
    "BIGINT": "{0}::varchar",
    "BOOLEAN": "{0}::bigint::varchar",
    "DATE": "({0} - date '1970-01-01')::varchar",
    "TIMESTAMPTZ": "epoch_us({0})::varchar",
    "DOUBLE": "printf('%.17g', {0} + 0.0)",
    "VARCHAR[]": f"(len({{0}}) || '[' || array_to_string({_ITEMS}, ''))",
}

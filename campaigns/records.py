"""Records: what people decide. The only truth for decisions and money; transactional, never rebuilt.

Money is fen in `_fen` columns, rates are parts per million in `_ppm`, `_at` columns are UTC instants, `_date` columns
are Shanghai business dates, and periods are half open (`since_date` included, `before_date` not).
`SQLModel(table=True)` validates nothing by itself: `campaigns.actions` validates before it writes.
A change here needs a revision in `campaigns/migrations/versions`; a test compares the two on both databases.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.spelling import canonical_json

METHODS = ("third_party", "samples", "celebrity", "mixed")
STATES = (
    "shortlisted", "contacted", "negotiating", "agreed", "sample_out", "draft_in", "approved", "published",
    "measured", "settled", "declined", "dropped",
)  # fmt: skip
SAMPLE_STATES = (
    "requested", "approved", "shipped", "delivered", "note_owed", "posted", "waived", "returned", "lost",
)  # fmt: skip
PARTS = ("platform_fee", "third_party", "kol", "rebate")
BASES = ("buyer_paid", "merchant_receives", "list_price", "after_platform_fee", "kol_fee", "quote")
SCOPES = ("collaboration", "agency_campaign", "agency", "platform_category", "platform")
TIER_MODES = ("marginal", "whole_volume")
GUARANTEES = ("greater_of", "fee_plus_commission")
MATCHES = ("product", "brand")
CREDIT_RULES = ("first", "last", "linear", "position", "time_decay", "markov", "shapley")
LOAD_STATES = ("pending", "done", "failed")
OUTCOMES = ("accepted", "refused")

# Every constraint gets a name of its own, so that a later revision can find it on SQLite and PostgreSQL alike.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: refuses naive values, stores UTC, returns aware values on SQLite and PostgreSQL alike."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone; records store instants.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(sa.types.TypeDecorator[Any]):
    """JSON kept as canonical text on SQLite and PostgreSQL alike; None is NULL.

    A column of type JSON would not do: SQLite turns its numbers into floats of its own spelling.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        return None if value is None else json.loads(value)


def utc_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def _one_of(column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_is_known")


def _fen(**options: Any) -> Any:
    return Field(sa_type=sa.BigInteger, **options)


def _at(**options: Any) -> Any:
    return Field(sa_type=UTCDateTime, **options)


def _json(**options: Any) -> Any:
    return Field(sa_type=JsonText, **options)


def _since_0005() -> Any:
    """A text that rows older than revision 0005 do not have: theirs is empty."""
    return Field(default="", sa_column_kwargs={"server_default": sa.text("''")})


class Brand(SQLModel, table=True):
    __tablename__ = "brand"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_zh: str = ""
    version: int = 1


class Product(SQLModel, table=True):
    """A product as the brand sells it; `product_id` is the id the facts carry (24 hex on Xiaohongshu)."""

    __tablename__ = "product"

    product_id: str = Field(primary_key=True)
    brand_id: int = Field(foreign_key="brand.id", index=True)
    name: str
    name_zh: str = ""
    category: str
    cost_fen: int = _fen()
    version: int = 1


class Agency(SQLModel, table=True):
    """`contacts` lists {name, role, reach}: whom to ask there, and where."""

    __tablename__ = "agency"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    version: int = 1
    contacts: list[dict[str, Any]] = _json(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    remark: str = _since_0005()


class Campaign(SQLModel, table=True):
    """`target_audience` maps gender, age and city_tier to shares.

    `countdowns` lists {product_id, since_at, before_at} of the countdown sales, with price_fen and stock where planned.
    `budget_parts` maps parts of `campaigns.budget.PARTS` to fen. `must_have`, `banned_extra` and `disclosure` are lists
    of wordings: every one of the first must stand in a draft, none of the second, one of the third.
    `credit_rule`, `match_on`, `lookback_days` and `half_life_days` say how its analysis shares orders; what is payable
    follows the evidence, whatever they are.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        _one_of("method", METHODS),
        _one_of("credit_rule", CREDIT_RULES),
        _one_of("match_on", MATCHES),
        sa.CheckConstraint("since_date < before_date", name="period_is_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    brand_id: int = Field(foreign_key="brand.id", index=True)
    name: str
    name_zh: str = ""
    method: str
    since_date: date
    before_date: date
    budget_fen: int = _fen()
    lookback_days: int = 15
    target_audience: dict[str, Any] = _json(default_factory=dict)
    countdowns: list[dict[str, Any]] = _json(default_factory=list)
    is_archived: bool = False
    version: int = 1
    budget_parts: dict[str, int] = _json(default_factory=dict, sa_column_kwargs={"server_default": "{}"})
    posting_due_days: int = Field(default=14, sa_column_kwargs={"server_default": "14"})
    brief: str = _since_0005()
    must_have: list[str] = _json(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    banned_extra: list[str] = _json(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    disclosure: list[str] = _json(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    credit_rule: str = Field(default="last", sa_column_kwargs={"server_default": "last"})
    match_on: str = Field(default="product", sa_column_kwargs={"server_default": "product"})
    half_life_days: int = Field(default=7, sa_column_kwargs={"server_default": "7"})


class CampaignProduct(SQLModel, table=True):
    """`link` is the page the notes of the campaign lead to."""

    __tablename__ = "campaign_product"

    campaign_id: int = Field(foreign_key="campaign.id", primary_key=True)
    product_id: str = Field(foreign_key="product.product_id", primary_key=True)
    link: str = _since_0005()


class Collaboration(SQLModel, table=True):
    """One KOL in one campaign, through an agency or directly. `promo_code` and `kol_id` meet the facts.

    `stands_since_at` is when it came into its state (unknown for those entered before it was kept), `next_step` what
    its owner does next, by `next_date`.
    """

    __tablename__ = "collaboration"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "kol_id", name="one_collaboration_per_kol_and_campaign"),
        _one_of("state", STATES),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    kol_id: str = Field(index=True)
    kol_name: str
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    state: str = "shortlisted"
    quote_fen: int | None = _fen(default=None)
    promo_code: str | None = Field(default=None, unique=True)
    version: int = 1
    stands_since_at: datetime | None = _at(default=None)
    owner: str = _since_0005()
    next_step: str = _since_0005()
    next_date: date | None = None
    tags: list[str] = _json(default_factory=list, sa_column_kwargs={"server_default": "[]"})


class CollaborationNote(SQLModel, table=True):
    """A published note that belongs to a collaboration; a note belongs to at most one.

    Who linked it and when is unknown for those linked before that was kept.
    """

    __tablename__ = "collaboration_note"

    note_id: str = Field(primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    linked_by: str | None = None
    linked_at: datetime | None = _at(default=None)


class Link(SQLModel, table=True):
    """A short link put under a note: resolves clicks that carry the slug alone."""

    __tablename__ = "link"

    slug: str = Field(primary_key=True)
    note_id: str
    product_id: str
    version: int = 1


class Terms(SQLModel, table=True):
    """What one part is paid for a half-open period; the most specific scope wins. See docs/money.md.

    `tiers` is a list of {up_to_fen, rate_ppm} with an open last tier; a flat rate stands in `rate_ppm`.
    """

    __tablename__ = "terms"
    __table_args__ = (
        _one_of("scope", SCOPES),
        _one_of("part", PARTS),
        _one_of("base", BASES),
        _one_of("tier_mode", TIER_MODES),
        _one_of("guarantee_kind", GUARANTEES),
        sa.CheckConstraint("rate_ppm is null or rate_ppm between 0 and 1000000", name="rate_is_a_share"),
        sa.CheckConstraint("before_date is null or since_date < before_date", name="period_is_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    part: str
    collaboration_id: int | None = Field(default=None, foreign_key="collaboration.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    platform: str | None = None
    category: str | None = None
    since_date: date
    before_date: date | None = None
    base: str = "buyer_paid"
    rate_ppm: int | None = None
    tiers: list[dict[str, Any]] | None = _json(default=None)
    tier_mode: str = "marginal"
    cap_fen: int | None = _fen(default=None)
    minimum_fen: int | None = _fen(default=None)
    guarantee_kind: str | None = None
    guarantee_fen: int | None = _fen(default=None)
    fixed_fee_fen: int = _fen(default=0)
    cps_share_ppm: int | None = None
    currency: str = "CNY"
    entered_by: str
    entered_at: datetime = _at(default_factory=utc_now)
    version: int = 1


class Sample(SQLModel, table=True):
    """One parcel of product units sent to a KOL for a note. What is decided stands here; what couriers and notes say
    is joined when it is read (`sample_status`).

    `unit_cost_fen` is the product's cost as it was when the parcel left; null before. `_date` columns are what a
    person entered: a courier's date goes before them. `extended_until_date` is given once.
    """

    __tablename__ = "sample"
    __table_args__ = (
        _one_of("state", SAMPLE_STATES),
        sa.CheckConstraint("units > 0", name="units_are_positive"),
        sa.CheckConstraint("rating is null or rating between 1 and 5", name="rating_is_1_to_5"),
    )

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    product_id: str = Field(foreign_key="product.product_id")
    units: int = 1
    shipping_fen: int = _fen(default=0)
    carrier: str | None = None
    tracking_no: str | None = Field(default=None, index=True)
    state: str = "requested"
    version: int = 1
    unit_cost_fen: int | None = _fen(default=None)
    requested_date: date | None = None
    approved_date: date | None = None
    shipped_date: date | None = None
    delivered_date: date | None = None
    extended_until_date: date | None = None
    waiver_reason: str = ""
    feedback: str = ""
    rating: int | None = None


class Setting(SQLModel, table=True):
    """A number people may edit: benchmarks, tier borders, thresholds. The value is JSON."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: Any = _json()
    source: str = ""
    version: int = 1


class Load(SQLModel, table=True):
    """The register: one row per file that was accepted. `sheets` lists what the archive holds of it, in order:
    {sheet, source, rows, archive, captured_at, account}; `counts` maps table to read, loaded, unchanged, superseded,
    rejected."""

    __tablename__ = "load"
    __table_args__ = (_one_of("state", LOAD_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    size_bytes: int = _fen()
    state: str = "pending"
    captured_at: datetime = _at()
    sheets: list[dict[str, Any]] = _json(default_factory=list)
    counts: dict[str, Any] = _json(default_factory=dict)
    totals: dict[str, Any] = _json(default_factory=dict)
    loaded_by: str = "local"
    created_at: datetime = _at(default_factory=utc_now)
    done_at: datetime | None = _at(default=None)


class AuditEntry(SQLModel, table=True):
    """One action, accepted or refused, chained by hash to the one before; `key` makes a repeated request do nothing.

    The database refuses to change or delete an entry, and to add one anywhere but after the head. `id` has no gaps.
    `role` is what `who` was at that moment; entries from before there were roles have none.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (_one_of("outcome", OUTCOMES),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: str = Field(unique=True)
    at: datetime = _at(default_factory=utc_now, index=True)
    who: str = Field(index=True)
    action: str = Field(index=True)
    target: str = Field(index=True)
    outcome: str = "accepted"
    request_hash: str
    before: dict[str, Any] | None = _json(default=None)
    after: dict[str, Any] | None = _json(default=None)
    previous_hash: str = Field(unique=True)
    hash: str = Field(unique=True)
    role: str | None = None


class AuditHead(SQLModel, table=True):
    """The end of the audit chain, in the one row of this table: a chain cut short no longer ends here."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="is_one_row"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    entries: int
    hash: str

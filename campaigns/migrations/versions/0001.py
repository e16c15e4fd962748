"""The records as they begin, with an audit chain that the database itself keeps append-only."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_brand()
    _create_product()
    _create_agency()
    _create_campaign()
    _create_campaign_product()
    _create_collaboration()
    _create_collaboration_note()
    _create_link()
    _create_terms()
    _create_sample()
    _create_setting()
    _create_load()
    _create_audit_entry()
    _create_audit_head()
    op.execute("insert into audit_head (id, entries, hash) values (1, 0, '" + "0" * 64 + "')")
    _run_statements("create_audit_guards")


def downgrade() -> None:
    _run_statements("drop_audit_guards")
    op.drop_table("audit_head")
    op.drop_table("audit_entry")
    op.drop_table("load")
    op.drop_table("setting")
    op.drop_table("sample")
    op.drop_table("terms")
    op.drop_table("link")
    op.drop_table("collaboration_note")
    op.drop_table("collaboration")
    op.drop_table("campaign_product")
    op.drop_table("campaign")
    op.drop_table("agency")
    op.drop_table("product")
    op.drop_table("brand")


def _run_statements(name: str) -> None:
    # Each statement of the file begins with a comment; the two databases spell triggers differently.
    path = Path(__file__).parent.parent / "statements" / f"0001_{name}.{op.get_bind().dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n-- ")[1:]:
        op.execute(sa.text("-- " + statement))


def _create_brand() -> None:
    op.create_table(
        "brand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("code", name=op.f("uq_brand_code")),
    )


def _create_product() -> None:
    op.create_table(
        "product",
        sa.Column("product_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.AutoString(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_product_brand_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product")),
    )
    op.create_index(op.f("ix_product_brand_id"), "product", ["brand_id"])


def _create_agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
    )


def _create_campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("name_zh", sqlmodel.AutoString(), nullable=False),
        sa.Column("method", sqlmodel.AutoString(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("before_date", sa.Date(), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("lookback_days", sa.Integer(), nullable=False),
        sa.Column("target_audience", sa.Text(), nullable=False),
        sa.Column("countdowns", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "method in ('third_party', 'samples', 'celebrity', 'mixed')", name=op.f("ck_campaign_method_is_known")
        ),
        sa.CheckConstraint("since_date < before_date", name=op.f("ck_campaign_period_is_not_empty")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_campaign_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
    )
    op.create_index(op.f("ix_campaign_brand_id"), "campaign", ["brand_id"])


def _create_campaign_product() -> None:
    op.create_table(
        "campaign_product",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_product_campaign_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.product_id"], name=op.f("fk_campaign_product_product_id")),
        sa.PrimaryKeyConstraint("campaign_id", "product_id", name=op.f("pk_campaign_product")),
    )


def _create_collaboration() -> None:
    op.create_table(
        "collaboration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kol_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("kol_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("quote_fen", sa.BigInteger(), nullable=True),
        sa.Column("promo_code", sqlmodel.AutoString(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('shortlisted', 'contacted', 'negotiating', 'agreed', 'sample_out', "
            "'draft_in', 'approved', 'published', 'measured', 'settled', 'declined', 'dropped')",
            name=op.f("ck_collaboration_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_collaboration_agency_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_collaboration_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaboration")),
        sa.UniqueConstraint("campaign_id", "kol_id", name="one_collaboration_per_kol_and_campaign"),
        sa.UniqueConstraint("promo_code", name=op.f("uq_collaboration_promo_code")),
    )
    op.create_index(op.f("ix_collaboration_agency_id"), "collaboration", ["agency_id"])
    op.create_index(op.f("ix_collaboration_campaign_id"), "collaboration", ["campaign_id"])
    op.create_index(op.f("ix_collaboration_kol_id"), "collaboration", ["kol_id"])


def _create_collaboration_note() -> None:
    op.create_table(
        "collaboration_note",
        sa.Column("note_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_collaboration_note_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_collaboration_note")),
    )
    op.create_index(op.f("ix_collaboration_note_collaboration_id"), "collaboration_note", ["collaboration_id"])


def _create_link() -> None:
    op.create_table(
        "link",
        sa.Column("slug", sqlmodel.AutoString(), nullable=False),
        sa.Column("note_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("product_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_link")),
    )


def _create_terms() -> None:
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(), nullable=False),
        sa.Column("part", sqlmodel.AutoString(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("platform", sqlmodel.AutoString(), nullable=True),
        sa.Column("category", sqlmodel.AutoString(), nullable=True),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("before_date", sa.Date(), nullable=True),
        sa.Column("base", sqlmodel.AutoString(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=True),
        sa.Column("tiers", sa.Text(), nullable=True),
        sa.Column("tier_mode", sqlmodel.AutoString(), nullable=False),
        sa.Column("cap_fen", sa.BigInteger(), nullable=True),
        sa.Column("minimum_fen", sa.BigInteger(), nullable=True),
        sa.Column("guarantee_kind", sqlmodel.AutoString(), nullable=True),
        sa.Column("guarantee_fen", sa.BigInteger(), nullable=True),
        sa.Column("fixed_fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("cps_share_ppm", sa.Integer(), nullable=True),
        sa.Column("currency", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "base in ('buyer_paid', 'merchant_receives', 'list_price', 'after_platform_fee', 'kol_fee', 'quote')",
            name=op.f("ck_terms_base_is_known"),
        ),
        sa.CheckConstraint(
            "guarantee_kind in ('greater_of', 'fee_plus_commission')", name=op.f("ck_terms_guarantee_kind_is_known")
        ),
        sa.CheckConstraint(
            "part in ('platform_fee', 'third_party', 'kol', 'rebate')", name=op.f("ck_terms_part_is_known")
        ),
        sa.CheckConstraint(
            "scope in ('collaboration', 'agency_campaign', 'agency', 'platform_category', 'platform')",
            name=op.f("ck_terms_scope_is_known"),
        ),
        sa.CheckConstraint("tier_mode in ('marginal', 'whole_volume')", name=op.f("ck_terms_tier_mode_is_known")),
        sa.CheckConstraint(
            "before_date is null or since_date < before_date", name=op.f("ck_terms_period_is_not_empty")
        ),
        sa.CheckConstraint("rate_ppm is null or rate_ppm between 0 and 1000000", name=op.f("ck_terms_rate_is_a_share")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_terms_agency_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_terms_campaign_id")),
        sa.ForeignKeyConstraint(["collaboration_id"], ["collaboration.id"], name=op.f("fk_terms_collaboration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.create_index(op.f("ix_terms_collaboration_id"), "terms", ["collaboration_id"])


def _create_sample() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("shipping_fen", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sqlmodel.AutoString(), nullable=True),
        sa.Column("tracking_no", sqlmodel.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('requested', 'approved', 'shipped', 'delivered', "
            "'note_owed', 'posted', 'waived', 'returned', 'lost')",
            name=op.f("ck_sample_state_is_known"),
        ),
        sa.CheckConstraint("units > 0", name=op.f("ck_sample_units_are_positive")),
        sa.ForeignKeyConstraint(["collaboration_id"], ["collaboration.id"], name=op.f("fk_sample_collaboration_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.product_id"], name=op.f("fk_sample_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
    )
    op.create_index(op.f("ix_sample_collaboration_id"), "sample", ["collaboration_id"])
    op.create_index(op.f("ix_sample_tracking_no"), "sample", ["tracking_no"])


def _create_setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sqlmodel.AutoString(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def _create_load() -> None:
    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("loaded_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('pending', 'done', 'failed')", name=op.f("ck_load_state_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
        sa.UniqueConstraint("sha256", name=op.f("uq_load_sha256")),
    )


def _create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("action", sqlmodel.AutoString(), nullable=False),
        sa.Column("target", sqlmodel.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(), nullable=False),
        sa.Column("request_hash", sqlmodel.AutoString(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("previous_hash", sqlmodel.AutoString(), nullable=False),
        sa.Column("hash", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint("outcome in ('accepted', 'refused')", name=op.f("ck_audit_entry_outcome_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint("key", name=op.f("uq_audit_entry_key")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_entry_previous_hash")),
    )


def _create_audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sqlmodel.AutoString(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_is_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )

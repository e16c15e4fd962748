"""Terms: the platform's dated bands, taxes of parties, rates of exchange."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SEED = {
    "platform": "xiaohongshu", "category": "", "since_date": date(2020, 1, 1), "low_ppm": 150_000, "high_ppm": 200_000,
    "source": "from the brief, unverified", "version": 1,
}  # fmt: skip


def upgrade() -> None:
    band = op.create_table(
        "platform_band",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("low_ppm", sa.Integer(), nullable=False),
        sa.Column("high_ppm", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= low_ppm and low_ppm <= high_ppm and high_ppm <= 1000000",
            name=op.f("ck_platform_band_band_is_a_share"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_band")),
        sa.UniqueConstraint("platform", "category", "since_date", name="one_band_per_day"),
    )
    op.bulk_insert(band, [SEED])
    op.create_table(
        "party_tax",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("vat_ppm", sa.Integer(), nullable=False),
        sa.Column("is_vat_included", sa.Boolean(), nullable=False),
        sa.Column("withholding_ppm", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("vat_ppm between 0 and 1000000", name=op.f("ck_party_tax_vat_is_a_share")),
        sa.CheckConstraint("withholding_ppm between 0 and 1000000", name=op.f("ck_party_tax_withholding_is_a_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_tax")),
        sa.UniqueConstraint("party", "since_date", name="one_tax_per_day"),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("cny_ppm", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cny_ppm > 0", name=op.f("ck_exchange_rate_rate_is_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint("currency", "since_date", name="one_rate_per_day"),
    )


def downgrade() -> None:
    for name in ("exchange_rate", "party_tax", "platform_band"):
        op.drop_table(name)

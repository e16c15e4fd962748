"""Matching: weights per brand, KOLs who are blocked or have no free slot."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_weights",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_match_weights_brand_id")),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_match_weights")),
    )
    op.create_table(
        "kol_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("kol_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("before_date", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('blocked', 'no_slot')", name=op.f("ck_kol_hold_kind_is_known")),
        sa.CheckConstraint(
            "before_date is null or since_date < before_date", name=op.f("ck_kol_hold_period_is_not_empty")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_kol_hold_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kol_hold")),
    )
    for column in ("brand_id", "kol_id"):
        op.create_index(op.f(f"ix_kol_hold_{column}"), "kol_hold", [column])


def downgrade() -> None:
    for column in ("kol_id", "brand_id"):
        op.drop_index(op.f(f"ix_kol_hold_{column}"), table_name="kol_hold")
    op.drop_table("kol_hold")
    op.drop_table("match_weights")

"""Samples by unit: their dates, frozen cost, feedback; their way step by step; and the units that came into stock."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DATES = ("requested_date", "approved_date", "shipped_date", "delivered_date", "extended_until_date")
WORDS = ("waiver_reason", "feedback")


def upgrade() -> None:
    with op.batch_alter_table("sample") as table:
        table.add_column(sa.Column("unit_cost_fen", sa.BigInteger(), nullable=True))
        for name in DATES:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in WORDS:
            table.add_column(sa.Column(name, sqlmodel.AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        table.create_check_constraint("rating_is_1_to_5", "rating is null or rating between 1 and 5")
    with op.batch_alter_table("sample") as table:
        for name in WORDS:  # the default was for the rows that were there
            table.alter_column(name, server_default=None)
    # What has left costs what the product costs today: nobody wrote down what it cost then.
    op.execute(
        "update sample set unit_cost_fen = (select cost_fen from product where product.product_id = sample.product_id) "
        "where state not in ('requested', 'approved')"
    )
    _create_sample_step()
    _create_sample_receipt()


def downgrade() -> None:
    op.drop_table("sample_receipt")
    op.drop_table("sample_step")
    with op.batch_alter_table("sample") as table:
        table.drop_constraint("rating_is_1_to_5", type_="check")
        for name in ("rating", *WORDS, *DATES, "unit_cost_fen"):
            table.drop_column(name)


def _create_sample_step() -> None:
    op.create_table(
        "sample_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("state_before", sqlmodel.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_sample_step_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_step")),
    )
    op.create_index(op.f("ix_sample_step_sample_id"), "sample_step", ["sample_id"])


def _create_sample_receipt() -> None:
    op.create_table(
        "sample_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("received_date", sa.Date(), nullable=False),
        sa.Column("remark", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("units <> 0", name=op.f("ck_sample_receipt_units_are_some")),
        sa.ForeignKeyConstraint(["product_id"], ["product.product_id"], name=op.f("fk_sample_receipt_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_receipt")),
    )
    op.create_index(op.f("ix_sample_receipt_product_id"), "sample_receipt", ["product_id"])

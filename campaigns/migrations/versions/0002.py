"""The ledger: entries, postings and seals that the database itself keeps append-only and balanced; locked months."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_ledger_seal()
    _create_ledger_entry()
    _create_ledger_posting()
    _create_ledger_lock()
    _run_statements("create_ledger_guards")


def downgrade() -> None:
    _run_statements("drop_ledger_guards")
    op.drop_table("ledger_lock")
    op.drop_table("ledger_posting")
    op.drop_table("ledger_entry")
    op.drop_table("ledger_seal")


def _run_statements(name: str) -> None:
    # Each statement of the file begins with a comment; the two databases spell triggers differently.
    path = Path(__file__).parent.parent / "statements" / f"0002_{name}.{op.get_bind().dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n-- ")[1:]:
        op.execute(sa.text("-- " + statement))


def _create_ledger_seal() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sqlmodel.AutoString(), nullable=False),
        sa.Column("hash", sqlmodel.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_seal")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_seal_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_ledger_seal_previous_hash")),
    )


def _create_ledger_entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("event_kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("external_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("period", sqlmodel.AutoString(), nullable=False),
        sa.Column("of_period", sqlmodel.AutoString(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("description", sqlmodel.AutoString(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(reverses is null) = (reason is null)", name=op.f("ck_ledger_entry_a_reversal_has_a_reason")
        ),
        sa.CheckConstraint("of_period <= period", name=op.f("ck_ledger_entry_is_not_posted_early")),
        sa.ForeignKeyConstraint(
            ["id"], ["ledger_seal.entry_id"], name="an_entry_is_sealed", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("event_kind", "external_id", name="an_event_is_posted_once"),
        sa.UniqueConstraint("reverses", name=op.f("uq_ledger_entry_reverses")),
    )
    op.create_index(op.f("ix_ledger_entry_of_period"), "ledger_entry", ["of_period"])
    op.create_index(op.f("ix_ledger_entry_period"), "ledger_entry", ["period"])


def _create_ledger_posting() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("posting_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sqlmodel.AutoString(), nullable=False),
        sa.Column("party", sqlmodel.AutoString(), nullable=False),
        sa.Column("currency", sqlmodel.AutoString(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sqlmodel.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(party <> '') = (account in ('receivable', 'payable'))",
            name=op.f("ck_ledger_posting_party_stands_where_it_belongs"),
        ),
        sa.CheckConstraint(
            "account in ('receivable', 'cash', 'stock', 'payable', 'tax', 'rebate', 'platform_fee', 'third_party', "
            "'kol_commission', 'fixed_fee', 'samples', 'adjustment', 'fx', 'rounding')",
            name=op.f("ck_ledger_posting_account_is_known"),
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_ledger_posting_amount_is_not_zero")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_ledger_posting_collaboration_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_posting_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "posting_no", name=op.f("pk_ledger_posting")),
    )


def _create_ledger_lock() -> None:
    op.create_table(
        "ledger_lock",
        sa.Column("period", sqlmodel.AutoString(), nullable=False),
        sa.Column("requested_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sqlmodel.AutoString(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("hash", sqlmodel.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(approved_by is null) = (approved_at is null) and (approved_by is null) = (entries is null) "
            "and (approved_by is null) = (hash is null)",
            name=op.f("ck_ledger_lock_approval_is_whole"),
        ),
        sa.CheckConstraint(
            "approved_by is null or approved_by <> requested_by", name=op.f("ck_ledger_lock_maker_is_not_checker")
        ),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_ledger_lock")),
    )

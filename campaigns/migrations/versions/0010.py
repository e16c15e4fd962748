"""Statements of parties, their lines and payments."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AMOUNTS = (
    "opening_fen", "accrued_fen", "clawback_fen", "adjustment_fen", "settled_fen", "closing_fen", "pending_fen",
    "minimum_fen", "due_fen", "rebate_fen", "paid_fen",
)  # fmt: skip


def upgrade() -> None:
    _create_statement()
    _create_statement_payment()
    _run_statements("create_statement_guards")


def downgrade() -> None:
    _run_statements("drop_statement_guards")
    op.drop_table("statement_payment")
    op.drop_table("statement")


def _create_statement() -> None:
    word, instant = sqlmodel.AutoString, sa.DateTime(timezone=True)
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, word(), nullable=False) for name in ("party", "party_name", "currency", "period", "state")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _AMOUNTS),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("lines_hash", word(), nullable=False),
        sa.Column("ledger_entries", sa.Integer(), nullable=False),
        sa.Column("ledger_hash", word(), nullable=False),
        sa.Column("made_by", word(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("submitted_by", word(), nullable=True),
        sa.Column("submitted_at", instant, nullable=True),
        sa.Column("approved_by", word(), nullable=True),
        sa.Column("approved_at", instant, nullable=True),
        sa.Column("closed_by", word(), nullable=True),
        sa.Column("closed_at", instant, nullable=True),
        sa.Column("remark", word(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_statement_checks(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("party", "currency", "period", name="one_statement_per_party_and_month"),
    )
    op.create_index(op.f("ix_statement_period"), "statement", ["period"])


def _statement_checks() -> tuple[sa.CheckConstraint, ...]:
    checks = {
        "state_is_known": "state in ('draft', 'submitted', 'approved', 'part_paid', 'paid', 'closed')",
        "rolls_forward": "closing_fen = opening_fen + accrued_fen + clawback_fen + adjustment_fen + settled_fen",
        "pays_what_is_due": "due_fen >= 0 and paid_fen between 0 and due_fen",
        "state_says_what_is_paid": (
            "(state not in ('draft', 'submitted', 'approved') or paid_fen = 0) "
            "and (state <> 'part_paid' or (paid_fen > 0 and paid_fen < due_fen)) "
            "and (state <> 'paid' or (paid_fen > 0 and paid_fen = due_fen))"
        ),
        "maker_is_not_checker": "lower(approved_by) <> lower(made_by) and lower(approved_by) <> lower(submitted_by)",
        "signatures_are_whole": (
            "(state = 'draft') = (submitted_by is null) and (submitted_by is null) = (submitted_at is null) "
            "and (state in ('draft', 'submitted')) = (approved_by is null) "
            "and (approved_by is null) = (approved_at is null) "
            "and (state = 'closed') = (closed_by is not null) and (closed_by is null) = (closed_at is null)"
        ),
    }
    return tuple(sa.CheckConstraint(rule, name=op.f(f"ck_statement_{name}")) for name, rule in checks.items())


def _create_statement_payment() -> None:
    op.create_table(
        "statement_payment",
        sa.Column("statement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paid_date", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reference", sqlmodel.AutoString(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("paid_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversal_id", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_statement_payment_amount_is_positive")),
        sa.CheckConstraint(
            "(reversal_id is null) = (reason is null)", name=op.f("ck_statement_payment_a_reversal_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_statement_payment_statement_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_statement_payment_entry_id")),
        sa.ForeignKeyConstraint(["reversal_id"], ["ledger_entry.id"], name=op.f("fk_statement_payment_reversal_id")),
        sa.PrimaryKeyConstraint("statement_id", "number", name=op.f("pk_statement_payment")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_statement_payment_entry_id")),
        sa.UniqueConstraint("reversal_id", name=op.f("uq_statement_payment_reversal_id")),
    )


def _run_statements(name: str) -> None:
    # Each statement of the file begins with a comment; the two databases spell triggers differently.
    path = Path(__file__).parent.parent / "statements" / f"0010_{name}.{op.get_bind().dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n-- ")[1:]:
        op.execute(sa.text("-- " + statement))

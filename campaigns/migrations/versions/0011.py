"""Comparisons with statements, and their breaks as cases that a second person resolves."""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = (
    "timing", "netted", "missing_in_ours", "missing_in_theirs", "duplicate_in_ours", "duplicate_in_theirs",
    "rate_differs", "base_differs", "rounding", "fx", "refund_timing", "orphan_refund", "over_refund", "unknown_order",
    "fine_or_adjustment", "different_kol",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "reconciliation_run",
        _text("period"),
        _text("sender"),
        _time("as_of"),
        _text("who"),
        _time("at"),
        _whole("matched_lines"),
        _text("matched", sa.Text()),
        _text("rolls", sa.Text()),
        _text("build"),
        _whole("version"),
        sa.PrimaryKeyConstraint("period", "sender", name=op.f("pk_reconciliation_run")),
    )
    op.create_table("reconciliation_case", *_case_columns(), *_case_rules())
    for column in ("period", "state"):
        op.create_index(op.f(f"ix_reconciliation_case_{column}"), "reconciliation_case", [column])


def downgrade() -> None:
    op.drop_table("reconciliation_case")
    op.drop_table("reconciliation_run")


def _text(name: str, kind: sa.types.TypeEngine[str] | None = None, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind or sqlmodel.AutoString(), nullable=empty)


def _time(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _whole(name: str, kind: sa.types.TypeEngine[int] | None = None, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Integer(), nullable=empty)


def _case_columns() -> list[sa.Column[Any]]:
    return [
        _whole("id"),
        *(_text(name) for name in (
            "case_key", "period", "seen_period", "sender", "kind", "part", "order_id", "currency",
        )),
        _whole("ours_fen", sa.BigInteger()),
        _whole("theirs_fen", sa.BigInteger()),
        _whole("platform_fen", sa.BigInteger(), empty=True),
        _text("cause"),
        _text("explanation"),
        _text("our_records", sa.Text()),
        _text("their_records", sa.Text()),
        _time("since_at", empty=True),
        _text("state"),
        _text("opened_by"),
        _time("opened_at"),
        _text("assigned_to", empty=True),
        _text("assigned_by", empty=True),
        _text("resolved_by", empty=True),
        _time("resolved_at", empty=True),
        _text("reason"),
        _text("hand_key", empty=True),
        _whole("entry_id", empty=True),
        _whole("reopened"),
        _whole("version"),
    ]  # fmt: skip


def _case_rules() -> list[sa.Constraint]:
    rules = {
        "state_is_known": "state in ('open', 'resolved', 'gone')",
        "kind_is_known": f"kind in ({', '.join(repr(kind) for kind in KINDS)})",
        "resolution_is_whole": "(state = 'resolved') = (resolved_by is not null) "
        "and (resolved_by is null) = (resolved_at is null) and (resolved_by is null) = (reason = '')",
        "assignment_is_whole": "(assigned_to is null) = (assigned_by is null)",
        "opener_does_not_resolve": "resolved_by is null or (lower(resolved_by) <> lower(opened_by) "
        "and not (assigned_to is not null and lower(assigned_to) = lower(assigned_by) "
        "and lower(resolved_by) = lower(assigned_to)))",
    }
    named = [sa.CheckConstraint(rule, name=op.f(f"ck_reconciliation_case_{name}")) for name, rule in rules.items()]
    return [
        *named,
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_reconciliation_case_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_case")),
        sa.UniqueConstraint("case_key", name=op.f("uq_reconciliation_case_case_key")),
    ]

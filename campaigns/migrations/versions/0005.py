"""What a campaign plans and what happens to a collaboration on its way: the pipeline, briefs, drafts."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _create_steps()
    _create_quotes()
    _create_comments()
    _create_exclusivity()
    _create_drafts()
    _create_note_dismissals()
    _run_statements("create_draft_guards")


def downgrade() -> None:
    _run_statements("drop_draft_guards")
    for table in ("note_dismissal", "draft_text", "collaboration_draft"):
        op.drop_table(table)
    for table in ("exclusivity", "collaboration_comment", "collaboration_quote", "collaboration_step"):
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.execute(sa.text(f'alter table "{table}" drop column "{column.name}"'))


def _create_steps() -> None:
    op.create_table(
        "collaboration_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sqlmodel.AutoString(), nullable=True),
        sa.Column("to_state", sqlmodel.AutoString(), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        *_belongs_to_a_collaboration("collaboration_step"),
    )
    _index("collaboration_step")


def _create_quotes() -> None:
    op.create_table(
        "collaboration_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("quote_fen", sa.BigInteger(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("remark", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sqlmodel.AutoString(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('image', 'video')", name=op.f("ck_collaboration_quote_kind_is_known")),
        sa.CheckConstraint("quote_fen >= 0", name=op.f("ck_collaboration_quote_quote_is_not_negative")),
        sa.CheckConstraint(
            "(accepted_at is null) = (accepted_by is null)", name=op.f("ck_collaboration_quote_acceptance_is_whole")
        ),
        *_belongs_to_a_collaboration("collaboration_quote"),
    )
    _index("collaboration_quote")


def _create_comments() -> None:
    op.create_table(
        "collaboration_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sqlmodel.AutoString(), nullable=False),
        *_belongs_to_a_collaboration("collaboration_comment"),
    )
    _index("collaboration_comment")


def _create_exclusivity() -> None:
    op.create_table(
        "exclusivity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("category", sqlmodel.AutoString(), nullable=False),
        sa.Column("since_date", sa.Date(), nullable=False),
        sa.Column("before_date", sa.Date(), nullable=False),
        sa.Column("remark", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("since_date < before_date", name=op.f("ck_exclusivity_period_is_not_empty")),
        *_belongs_to_a_collaboration("exclusivity"),
    )
    _index("exclusivity")


def _belongs_to_a_collaboration(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["collaboration_id"], ["collaboration.id"], name=op.f(f"fk_{table}_collaboration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _index(table: str) -> None:
    op.create_index(op.f(f"ix_{table}_collaboration_id"), table, ["collaboration_id"])


def _columns() -> tuple[tuple[str, sa.Column[Any]], ...]:
    # A column that must not be null keeps its default in the schema: SQLite cannot take it away without a new table.
    text, word, whole, instant = sa.Text, sqlmodel.AutoString, sa.Integer, sa.DateTime(timezone=True)
    return (
        ("agency", sa.Column("contacts", text(), server_default="[]", nullable=False)),
        ("agency", sa.Column("remark", word(), server_default=sa.text("''"), nullable=False)),
        ("campaign", sa.Column("budget_parts", text(), server_default="{}", nullable=False)),
        ("campaign", sa.Column("posting_due_days", whole(), server_default="14", nullable=False)),
        ("campaign", sa.Column("brief", word(), server_default=sa.text("''"), nullable=False)),
        ("campaign", sa.Column("must_have", text(), server_default="[]", nullable=False)),
        ("campaign", sa.Column("banned_extra", text(), server_default="[]", nullable=False)),
        ("campaign", sa.Column("disclosure", text(), server_default="[]", nullable=False)),
        ("campaign_product", sa.Column("link", word(), server_default=sa.text("''"), nullable=False)),
        ("collaboration", sa.Column("stands_since_at", instant, nullable=True)),
        ("collaboration", sa.Column("owner", word(), server_default=sa.text("''"), nullable=False)),
        ("collaboration", sa.Column("next_step", word(), server_default=sa.text("''"), nullable=False)),
        ("collaboration", sa.Column("next_date", sa.Date(), nullable=True)),
        ("collaboration", sa.Column("tags", text(), server_default="[]", nullable=False)),
        ("collaboration_note", sa.Column("linked_by", word(), nullable=True)),
        ("collaboration_note", sa.Column("linked_at", instant, nullable=True)),
    )


def _create_drafts() -> None:
    op.create_table(
        "collaboration_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.Column("text_hash", sqlmodel.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("submitted_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sqlmodel.AutoString(), nullable=True),
        sa.Column("decided_name", sqlmodel.AutoString(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sqlmodel.AutoString(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('submitted', 'returned', 'approved')", name=op.f("ck_collaboration_draft_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (decided_by is null) and (decided_by is null) = (decided_at is null) "
            "and (decided_by is null) = (decided_name is null)",
            name=op.f("ck_collaboration_draft_decision_is_whole"),
        ),
        sa.UniqueConstraint("collaboration_id", "number", name="one_draft_per_number"),
        *_belongs_to_a_collaboration("collaboration_draft"),
    )
    _index("collaboration_draft")
    op.create_table(
        "draft_text",
        sa.Column("draft_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sqlmodel.AutoString(), nullable=False),
        sa.Column("body", sqlmodel.AutoString(), nullable=False),
        sa.Column("product_links", sa.Text(), nullable=False),
        sa.Column("text_hash", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["collaboration_draft.id"], name=op.f("fk_draft_text_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_text")),
    )


def _create_note_dismissals() -> None:
    op.create_table(
        "note_dismissal",
        sa.Column("note_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("dismissed_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_note_dismissal_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("note_id", "collaboration_id", name=op.f("pk_note_dismissal")),
    )


def _run_statements(name: str) -> None:
    # Each statement of the file begins with a comment; the two databases spell triggers differently.
    path = Path(__file__).parent.parent / "statements" / f"0005_{name}.{op.get_bind().dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n-- ")[1:]:
        op.execute(sa.text("-- " + statement))

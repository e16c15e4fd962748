"""Which rows changed with which action; ways into the audit by person, action, target and time."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

AUDIT_COLUMNS = ("at", "who", "action", "target")


def upgrade() -> None:
    op.create_table(
        "row_change",
        sa.Column("table_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("row_key", sqlmodel.AutoString(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_key", name=op.f("pk_row_change")),
    )
    op.create_index(op.f("ix_row_change_entry_id"), "row_change", ["entry_id"])
    for column in AUDIT_COLUMNS:
        op.create_index(op.f(f"ix_audit_entry_{column}"), "audit_entry", [column])


def downgrade() -> None:
    for column in AUDIT_COLUMNS:
        op.drop_index(op.f(f"ix_audit_entry_{column}"), table_name="audit_entry")
    _drop_triggers()
    op.drop_table("row_change")


def _drop_triggers() -> None:
    # They are made after every upgrade for the tables of that version (campaigns.row_changes).
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("drop function if exists note_row_change cascade")
        return
    named = "select name from sqlite_master where type = 'trigger' and name like 'row_change_%'"
    for (name,) in connection.exec_driver_sql(named).fetchall():
        op.execute(f'drop trigger "{name}"')

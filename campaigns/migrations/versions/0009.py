"""When people logged in last."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_login",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_login_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_login")),
    )


def downgrade() -> None:
    op.drop_table("person_login")

"""People, their roles and scopes; the audit says in which role somebody acted."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role in ('admin', 'marketer', 'agency', 'finance')", name=op.f("ck_person_role_is_known")),
        sa.CheckConstraint("state in ('invited', 'active', 'disabled')", name=op.f("ck_person_state_is_known")),
        sa.CheckConstraint(
            "(role = 'agency') = (agency_id is not null)", name=op.f("ck_person_agency_stands_where_it_belongs")
        ),
        sa.CheckConstraint(
            "state <> 'active' or subject is not null", name=op.f("ck_person_active_people_have_logged_in")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_person_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("subject", name=op.f("uq_person_subject")),
    )
    op.create_index(op.f("ix_person_agency_id"), "person", ["agency_id"])
    op.create_table(
        "person_brand",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_person_brand_brand_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_brand_person_id")),
        sa.PrimaryKeyConstraint("person_id", "brand_id", name=op.f("pk_person_brand")),
    )
    op.add_column("audit_entry", sa.Column("role", sqlmodel.AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit_entry", "role")
    op.drop_table("person_brand")
    op.drop_table("person")

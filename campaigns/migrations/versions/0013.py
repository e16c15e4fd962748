"""How the analysis of a campaign credits orders: rule, match, half-life."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RULES = "credit_rule in ('first', 'last', 'linear', 'position', 'time_decay', 'markov', 'shapley')"


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("credit_rule", sqlmodel.AutoString(), nullable=False, server_default="last"))
        batch.add_column(sa.Column("match_on", sqlmodel.AutoString(), nullable=False, server_default="product"))
        batch.add_column(sa.Column("half_life_days", sa.Integer(), nullable=False, server_default="7"))
        batch.create_check_constraint(op.f("ck_campaign_credit_rule_is_known"), RULES)
        batch.create_check_constraint(op.f("ck_campaign_match_on_is_known"), "match_on in ('product', 'brand')")


def downgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.drop_constraint(op.f("ck_campaign_match_on_is_known"), type_="check")
        batch.drop_constraint(op.f("ck_campaign_credit_rule_is_known"), type_="check")
        for name in ("half_life_days", "match_on", "credit_rule"):
            batch.drop_column(name)

"""What a campaign plans and what happens to a collaboration on its way: the pipeline, briefs, drafts."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

"""Let answers be corrected."""

import sqlalchemy as sa
from alembic import op

revision = "b6d0f4a82c15"
down_revision = "fa2ac218e934"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrects_sequence", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("corrects_sequence")

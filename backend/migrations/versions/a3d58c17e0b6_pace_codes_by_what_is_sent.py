"""Pace codes by what is sent."""

import sqlalchemy as sa
from alembic import op

revision = "a3d58c17e0b6"
down_revision = "d94b0e6f31a7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ordercode", sa.Column("turn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_ordercode_turn", "ordercode", ["shop_id", "turn_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ordercode_turn", table_name="ordercode")
    op.drop_column("ordercode", "turn_at")

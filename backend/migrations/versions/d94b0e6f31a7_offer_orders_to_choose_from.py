"""Offer orders to choose from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d94b0e6f31a7"
down_revision = "c27e9a4d1b86"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choices", JSON, server_default="{}", nullable=False))
    with op.batch_alter_table("ordercode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_digest", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("ordercode", schema=None) as batch_op:
        batch_op.drop_column("address_digest")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("choices")

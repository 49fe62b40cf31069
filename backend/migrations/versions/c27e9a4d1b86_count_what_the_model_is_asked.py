"""Count what the language model is asked."""

import sqlalchemy as sa
from alembic import op

revision = "c27e9a4d1b86"
down_revision = "f5a2c81d9e37"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "modeluse",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "scope"),
    )
    with op.batch_alter_table("modeluse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_modeluse_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_modeluse_shop_id"), ["shop_id"], unique=False)


def downgrade() -> None:
    op.drop_table("modeluse")

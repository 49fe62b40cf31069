"""Send codes that prove an order."""

import sqlalchemy as sa
from alembic import op

revision = "fa2ac218e934"
down_revision = "c4a91e07d3b2"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ordercode",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("shopper_id", BIG, nullable=False),
        sa.Column("asked_number", sa.String(length=64), nullable=False),
        sa.Column("order_gid", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shopper_id"], ["shopper.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ordercode", schema=None) as batch_op:
        batch_op.create_index("ix_ordercode_conversation", ["conversation_id", "asked_at"], unique=False)
        batch_op.create_index("ix_ordercode_order", ["shop_id", "order_gid", "sent_at"], unique=False)
        batch_op.create_index("ix_ordercode_shop", ["shop_id", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ordercode_shopper_id"), ["shopper_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ordercode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ordercode_shopper_id"))
        batch_op.drop_index("ix_ordercode_shop")
        batch_op.drop_index("ix_ordercode_order")
        batch_op.drop_index("ix_ordercode_conversation")

    op.drop_table("ordercode")

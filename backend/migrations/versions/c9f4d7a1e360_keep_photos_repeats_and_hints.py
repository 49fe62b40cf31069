"""Keep photos, repeated questions and what browsers say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c9f4d7a1e360"
down_revision = "a7e2c90b54d8"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("shop_id", BIG, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("offer_id", BIG, nullable=True),
        sa.Column("field_key", sa.String(length=40), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("offer_id", "client_key"),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        for column in ("shop_id", "conversation_id", "offer_id"):
            batch_op.create_index(batch_op.f(f"ix_photo_{column}"), [column], unique=False)

    op.create_table(
        "repeatedquestion",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("message_sequence", sa.Integer(), nullable=False),
        sa.Column("field_key", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=8), nullable=False),
        sa.Column("agent_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("asked_by IN ('form', 'agent')", name="asked_by_known"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "message_sequence", "field_key"),
    )
    with op.batch_alter_table("repeatedquestion", schema=None) as batch_op:
        batch_op.create_index("ix_repeatedquestion_shop", ["shop_id", "created_at"], unique=False)

    op.create_table(
        "browserhint",
        sa.Column("shopper_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("page_url", sa.String(length=500), nullable=False),
        sa.Column("page_title", sa.String(length=200), nullable=False),
        sa.Column("cart", JSON, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shopper_id"], ["shopper.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shopper_id"),
    )
    with op.batch_alter_table("browserhint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_browserhint_shop_id"), ["shop_id"], unique=False)


def downgrade() -> None:
    op.drop_table("browserhint")
    op.drop_table("repeatedquestion")
    op.drop_table("photo")

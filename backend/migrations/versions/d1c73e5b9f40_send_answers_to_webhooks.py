"""Send answers to webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "d1c73e5b9f40"
down_revision = "b6d0f4a82c15"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhookkey",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("former_sealed", sa.String(), nullable=True),
        sa.Column("former_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id"),
    )

    op.create_table(
        "answerdelivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("response_id", BIG, nullable=False),
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('owed', 'delivered', 'failed')", name="delivery_status_known"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
    )
    with op.batch_alter_table("answerdelivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answerdelivery_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answerdelivery_response_id"), ["response_id"], unique=False)
        batch_op.create_index("ix_answerdelivery_shop", ["shop_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("answerdelivery")
    op.drop_table("webhookkey")

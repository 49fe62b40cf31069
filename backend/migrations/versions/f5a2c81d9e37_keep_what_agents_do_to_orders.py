"""Keep what agents do to orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f5a2c81d9e37"
down_revision = "e41b7d20c6a8"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "orderact",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("snapshot_id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("agent_name", sa.String(), nullable=False),
        sa.Column("order_gid", sa.String(length=64), nullable=False),
        sa.Column("order_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("shopify_key", sa.String(length=64), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("sent", JSON, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["ordersnapshot.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shop_id", "client_key"),
    )
    owed = sa.text("state = 'owed'")
    with op.batch_alter_table("orderact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orderact_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orderact_snapshot_id"), ["snapshot_id"], unique=False)
        batch_op.create_index("ix_orderact_conversation", ["shop_id", "conversation_id"], unique=False)
        batch_op.create_index(
            "one_open_act", ["shop_id", "order_gid"], unique=True, sqlite_where=owed, postgresql_where=owed
        )


def downgrade() -> None:
    op.drop_table("orderact")

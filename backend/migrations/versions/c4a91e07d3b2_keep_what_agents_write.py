"""Keep what agents write and have not sent, and give each a desk of their own."""

import sqlalchemy as sa
from alembic import op

revision = "c4a91e07d3b2"
down_revision = "f318597add63"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "desk",
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id"),
    )
    with op.batch_alter_table("desk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "agentdraft",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('reply', 'note')", name="kind_known"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "agent_id", "client_key"),
    )
    with op.batch_alter_table("agentdraft", schema=None) as batch_op:
        batch_op.create_index("ix_agentdraft_desk", ["agent_id", "revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_agentdraft_shop_id"), ["shop_id"], unique=False)

    with op.batch_alter_table("readmark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("readmark", schema=None) as batch_op:
        batch_op.drop_column("revision")

    op.drop_table("agentdraft")
    op.drop_table("desk")

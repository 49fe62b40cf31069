"""Record how handoffs go and who is at the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "f318597add63"
down_revision = "e2583fb26005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BY = ("seen_by", "first_human_word_by", "closed_by")


def upgrade() -> None:
    op.create_table(
        "agentpresence",
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_away", sa.Boolean(), nullable=False),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id"),
    )
    with op.batch_alter_table("agentpresence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agentpresence_shop_id"), ["shop_id"], unique=False)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_standing", ["state", "last_message_at"], unique=False)

    with op.batch_alter_table("handoff", schema=None) as batch_op:
        for name in BY:
            batch_op.add_column(sa.Column(name, BIG, nullable=True))
        batch_op.add_column(sa.Column("ending", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reminders", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("raises", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        for name in BY:
            batch_op.create_foreign_key(f"handoff_{name}_fkey", "agent", [name], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        for name in BY:
            batch_op.drop_constraint(f"handoff_{name}_fkey", type_="foreignkey")
        for name in (*BY, "ending", "reminders", "reminded_at", "raises", "opened_at"):
            batch_op.drop_column(name)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_standing")

    op.drop_table("agentpresence")

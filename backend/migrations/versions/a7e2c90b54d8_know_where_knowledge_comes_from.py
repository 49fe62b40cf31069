"""Know where knowledge comes from: files, the shop's own addresses, how far their reading is, and their use."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a7e2c90b54d8"
down_revision = "d1c73e5b9f40"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DUE = sa.text("state IN ('queued', 'reading')")


def upgrade() -> None:
    op.create_table(
        "knowledgeimport",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("embedded", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("refused", JSON, nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id"),
    )
    with op.batch_alter_table("knowledgesource", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_source_version", ["shop_id", "changed_at", "chunk_count"], unique=False)
        batch_op.create_index(
            "ix_source_due", ["shop_id", "kind", "id"], unique=False, sqlite_where=DUE, postgresql_where=DUE
        )


def downgrade() -> None:
    with op.batch_alter_table("knowledgesource", schema=None) as batch_op:
        batch_op.drop_index("ix_source_due")
        batch_op.drop_index("ix_source_version")
        batch_op.drop_column("last_used_at")
        batch_op.drop_column("content")
    op.drop_table("knowledgeimport")

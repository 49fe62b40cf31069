"""Keep test questions and their runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

revision = "e41b7d20c6a8"
down_revision = "b83e19c7a5f2"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "evaluationquestion",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("history", JSON, nullable=False),
        sa.Column("expect", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_evaluationquestion_shop_id"), "evaluationquestion", ["shop_id"])

    op.create_table(
        "evaluationrun",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done', 'stopped', 'failed')", name="evaluation_state_known"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_evaluationrun_shop_id"), "evaluationrun", ["shop_id"])
    op.create_index(
        "one_evaluation_under_way",
        "evaluationrun",
        ["shop_id"],
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    )

    op.create_table(
        "evaluationresult",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("question", JSON, nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("met", JSON, nullable=False),
        sa.Column("trace", JSON, nullable=False),
        sa.CheckConstraint("verdict IN ('', 'passed', 'failed', 'unjudged')", name="evaluation_verdict_known"),
        sa.ForeignKeyConstraint(["run_id"], ["evaluationrun.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "position"),
    )
    op.create_index(op.f("ix_evaluationresult_shop_id"), "evaluationresult", ["shop_id"])


def downgrade() -> None:
    op.drop_table("evaluationresult")
    op.drop_table("evaluationrun")
    op.drop_table("evaluationquestion")

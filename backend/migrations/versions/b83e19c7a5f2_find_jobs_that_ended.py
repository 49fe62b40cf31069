"""Find jobs that ended, which are forgotten after a day."""

from alembic import op

revision = "b83e19c7a5f2"
down_revision = "c9f4d7a1e360"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_job_finished_at", "job", ["finished_at"])


def downgrade() -> None:
    op.drop_index("ix_job_finished_at", "job")

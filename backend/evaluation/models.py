"""A shop's own test questions, and the runs in which all of them were asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference


class EvaluationQuestion(SQLModel, table=True):
    """A question and what its answer is expected to be: one line of a file for `evaluate`."""

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    text: str = Field(sa_type=Text)
    history: list[dict[str, str]] = json_field(list)
    expect: dict[str, Any] = json_field()
    created_at: datetime = moment()
    changed_at: datetime = moment()


class EvaluationRun(SQLModel, table=True):
    """All test questions of a shop, asked one after the other. At most one of a shop is under way."""

    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'stopped', 'failed')", name="evaluation_state_known"),
        Index(
            "one_evaluation_under_way",
            "shop_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    state: str = Field(default="running", max_length=12)
    started_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)


class EvaluationResult(SQLModel, table=True):
    """One question of a run as it stood when the run began, and what came of it."""

    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        CheckConstraint("verdict IN ('', 'passed', 'failed', 'unjudged')", name="evaluation_verdict_known"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    run_id: int = reference("evaluationrun.id", index=False)
    position: int
    question_id: int = Field(sa_type=BigInteger)
    """Of the test question; it may be gone by now, and the result stays."""
    question: dict[str, Any] = json_field()
    """As a line of a file for `evaluate`."""
    verdict: str = Field(default="", max_length=12)
    """passed, failed, unjudged where nothing was expected; empty until it was asked."""
    met: dict[str, bool] = json_field()
    trace: dict[str, Any] = json_field()
    """The turn, as `evaluate --json` prints it."""

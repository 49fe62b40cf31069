"""A shop's test questions and how they were answered."""

import strawberry

from backend.graphql.agent import playground
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.playground_types import EvaluationReport, EvaluationRun, TestQuestion
from backend.graphql.refusals import row_id


@strawberry.type
class PlaygroundQueries:
    @strawberry.field(description="The test questions in the order in which they were first saved.")
    async def test_questions(self, info: Asked) -> list[TestQuestion]:
        services, actor = agent(info)
        return await playground.questions(services, actor)

    @strawberry.field(description="The test questions as a file for the command `evaluate`.")
    async def test_questions_file(self, info: Asked) -> str:
        services, actor = agent(info)
        return await playground.file(services, actor)

    @strawberry.field(description="The runs that are kept, the newest first.")
    async def evaluation_runs(self, info: Asked) -> list[EvaluationRun]:
        services, actor = agent(info)
        return await playground.runs(services, actor)

    @strawberry.field(description="What came of each question of a run, beside the last run before it.")
    async def evaluation_report(self, info: Asked, id: strawberry.ID) -> EvaluationReport:  # noqa: A002 - the API's word
        services, actor = agent(info)
        return await playground.report(services, actor, row_id(id))

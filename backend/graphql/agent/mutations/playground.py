"""Questions tried and kept, and the runs in which all of them are asked."""

import strawberry

from backend.clock import now
from backend.evaluation import service
from backend.evaluation.shop import Examiner
from backend.graphql.agent import playground
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.playground_types import (
    EarlierTurnInput,
    EvaluationRunPayload,
    ExpectationInput,
    ImportedQuestions,
    LineProblem,
    TestQuestionsPayload,
    TriedPayload,
    question_given,
)
from backend.graphql.refusals import refusals_as, row_id


@strawberry.type
class PlaygroundMutations:
    @strawberry.mutation(description="Asks the bot as a new shopper would. No conversation is begun, nothing counted.")
    @refusals_as(TriedPayload)
    async def try_question(self, info: Asked, text: str, history: list[EarlierTurnInput] | None = None) -> TriedPayload:
        services, actor = agent(info)
        services.limits.tries.take((actor.shop_id, actor.id))
        question = service.checked(question_given(text, history or []))
        return TriedPayload(turn=playground.turn_type(await Examiner(services, actor.shop_id).ask(question)))

    @strawberry.mutation(description="Keeps a question with what is expected of its answer; with an id, changes it.")
    @refusals_as(TestQuestionsPayload)
    async def save_test_question(
        self,
        info: Asked,
        text: str,
        expect: ExpectationInput,
        history: list[EarlierTurnInput] | None = None,
        id: strawberry.ID | None = None,  # noqa: A002 - the API's word
    ) -> TestQuestionsPayload:
        services, actor = agent(info)
        question = question_given(text, history or [], expect)
        async with services.db.writing() as session:
            await service.save_question(
                session, actor.shop_id, question_id=row_id(id) if id else None, question=question, now=now()
            )
        return TestQuestionsPayload(questions=await playground.questions(services, actor))

    @strawberry.mutation(description="Forgets a test question. What runs found of it stays with them.")
    @refusals_as(TestQuestionsPayload)
    async def delete_test_question(self, info: Asked, id: strawberry.ID) -> TestQuestionsPayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await service.delete_question(session, actor.shop_id, row_id(id))
        return TestQuestionsPayload(questions=await playground.questions(services, actor))

    @strawberry.mutation(
        description="Takes in a file for the command `evaluate`. A question that is there already is changed."
    )
    @refusals_as(ImportedQuestions)
    async def import_test_questions(self, info: Asked, lines: str) -> ImportedQuestions:
        services, actor = agent(info)
        async with services.db.writing() as session:
            imported = await service.import_questions(session, actor.shop_id, lines.encode(), now())
        return ImportedQuestions(
            questions=await playground.questions(services, actor),
            added=imported.added,
            changed=imported.changed,
            problems=[LineProblem(line=line, message=message) for line, message in imported.problems],
        )

    @strawberry.mutation(description="Begins to ask all test questions, a few at a time.")
    @refusals_as(EvaluationRunPayload)
    async def run_test_questions(self, info: Asked) -> EvaluationRunPayload:
        services, actor = agent(info)
        services.limits.runs.take(actor.shop_id)
        async with services.db.writing() as session:
            row = await service.start(session, actor.shop_id, now())
        return EvaluationRunPayload(run=await playground.run(services, actor, row))

    @strawberry.mutation(description="Asks no further question of a run. One that has ended stays as it is.")
    @refusals_as(EvaluationRunPayload)
    async def stop_evaluation_run(self, info: Asked, id: strawberry.ID) -> EvaluationRunPayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await service.stop(session, actor.shop_id, row_id(id), now())
        return EvaluationRunPayload(run=await playground.run(services, actor, row))

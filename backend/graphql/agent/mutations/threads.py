"""What agents do to a thread: answer, take over, hand back, end, read."""

from datetime import timedelta

import strawberry

from backend.actions import service as actions
from backend.clock import now
from backend.conversations import service as conversations
from backend.db import shared_moment
from backend.graphql.agent import reads
from backend.graphql.agent.guards import Asked, agent, cursor
from backend.graphql.agent.mutations.payloads import ConversationPayload, MessagePayload, conversation_of, payload_of
from backend.graphql.agent.types import message_type
from backend.graphql.refusals import refusals_as, row_id
from backend.graphql.shared import State
from backend.shops import presence

WATCHING_FOR = timedelta(seconds=45)


@strawberry.type
class ThreadMutations:
    @strawberry.mutation(description="The agent joins, the bot steps aside. Of two agents who saw one term, one wins.")
    @refusals_as(ConversationPayload)
    async def take_over(
        self, info: Asked, conversation_id: strawberry.ID, expected_term: int | None = None
    ) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.take_over(
                session, actor, row_id(conversation_id, "conversationId"), expected_term=expected_term, now=now()
            )
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Takes over where no other agent holds it, and posts, in one transaction.")
    @refusals_as(MessagePayload)
    async def post_reply(
        self, info: Asked, conversation_id: strawberry.ID, text: str, client_key: str, then_resolve: bool = False
    ) -> MessagePayload:
        services, actor = agent(info)
        thread, moment = row_id(conversation_id, "conversationId"), now()
        async with services.db.writing() as session:
            message = await conversations.post_reply(
                session, actor, thread, text=text, client_key=client_key, now=moment
            )
            row = await conversations.locked(session, actor.shop_id, thread)
            # A retry must not close what the shopper wrote since: only then the reply is the last entry.
            if then_resolve and row.state != State.RESOLVED and message.sequence == row.last_sequence:
                row = await conversations.resolve(session, actor, thread, now=moment)
                await actions.close_open(session, row, moment)
        await services.live.tell(f"conversation:{thread}", "typing_agent", None)
        return MessagePayload(
            message=message_type(message, {}), conversation=await conversation_of(services, actor, thread)
        )

    @strawberry.mutation(description="A word among agents. It never takes over and the shopper never sees it.")
    @refusals_as(MessagePayload)
    async def post_note(
        self, info: Asked, conversation_id: strawberry.ID, text: str, client_key: str
    ) -> MessagePayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            message = await conversations.post_note(session, actor, thread, text=text, client_key=client_key, now=now())
        return MessagePayload(
            message=message_type(message, {}), conversation=await conversation_of(services, actor, thread)
        )

    @strawberry.mutation(description="Gives the thread to the bot again.")
    @refusals_as(ConversationPayload)
    async def hand_back(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.hand_back(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Gives the thread to the queue for another agent.")
    @refusals_as(ConversationPayload)
    async def release(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.release(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Ends it until the shopper writes again.")
    @refusals_as(ConversationPayload)
    async def resolve(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.resolve(session, actor, row_id(conversation_id, "conversationId"), now=now())
            await actions.close_open(session, row, now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Begins a resolved conversation again.")
    @refusals_as(ConversationPayload)
    async def reopen(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.reopen(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="How far the agent has read; unread is per agent.")
    @refusals_as(ConversationPayload)
    async def mark_read(self, info: Asked, conversation_id: strawberry.ID, sequence: int) -> ConversationPayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            row = await conversations.mark_read(session, actor, thread, cursor(sequence, "sequence"), now=now())
        return payload_of(services, actor, row)

    @strawberry.mutation(
        description="A heartbeat, every 20 seconds while the thread is open; `isTyping` shows that somebody writes."
    )
    @refusals_as(ConversationPayload)
    async def watch(
        self, info: Asked, conversation_id: strawberry.ID, is_watching: bool = True, is_typing: bool = False
    ) -> ConversationPayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            moment = await shared_moment(session)
            row = await conversations.watch(
                session, actor, thread, until=moment + WATCHING_FOR if is_watching else None, now=moment
            )
            if is_watching:
                await presence.beat(session, actor, moment)
        holds = row.state == State.AGENT and row.agent_id == actor.id
        if holds or reads.is_typing(services, actor, thread):
            told = {"id": actor.id, "name": actor.first_name} if is_typing and holds else None
            await services.live.tell(f"conversation:{thread}", "typing_agent", told)
        return payload_of(services, actor, row)

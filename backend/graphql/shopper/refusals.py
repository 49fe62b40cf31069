"""Refusals at the shoppers' door: in the shopper's language, where the agents' door says them in English."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar, cast

from backend.actors import ShopperActor
from backend.context import Services
from backend.conversations import queries as threads
from backend.conversations.languages import language_for
from backend.errors import Refusal
from backend.graphql.refusals import user_error
from backend.graphql.shopper.refusal_words import in_language

P = ParamSpec("P")
R = TypeVar("R")


def refusals_as(payload: type[Any]) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """A mutation whose refusals become the payload's `userErrors`."""

    def wrap(resolver: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(resolver)
        async def resolve(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return await resolver(*args, **kwargs)
            except Refusal as refusal:
                context = cast(Any, kwargs.get("info") or args[1]).context
                refusal.message = await _told(context.services, cast(ShopperActor, context.actor), refusal.message)
                refused: R = payload(user_errors=[user_error(refusal)])
                return refused

        return resolve

    return wrap


async def _told(services: Services, actor: ShopperActor, message: str) -> str:
    async with services.db.reading() as session:
        row = await threads.shopper_thread(session, actor)
        language = await language_for(session, actor.shop_id, actor.id, row.language if row else "")
    return in_language(message, language)

"""Reads of one shop's own data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import Actor, ApiClientActor, InboxActor
from backend.errors import NotFound
from backend.shops import rules
from backend.shops.models import Agent, AgentPresence, ApiClient, Installation, Shop


async def shop(session: AsyncSession, shop_id: int) -> Shop:
    """The shop's row. Raises NotFound."""
    found = await session.get(Shop, shop_id)
    if found is None:
        raise NotFound("There is no such shop.")
    return found


async def settings(session: AsyncSession, shop_id: int) -> rules.ShopSettings:
    """What the merchant chose, with the defaults filled in."""
    return rules.parse((await shop(session, shop_id)).settings)


async def scopes(session: AsyncSession, shop_id: int) -> tuple[str, ...]:
    """The access scopes that the merchant granted; none without an installation."""
    installation = await session.get(Installation, shop_id)
    return tuple(part for part in installation.scopes.split(",") if part) if installation else ()


async def agents(session: AsyncSession, actor: InboxActor) -> Sequence[Agent]:
    """The staff who have opened the app, by name."""
    own = select(Agent).where(Agent.shop_id == actor.shop_id).order_by(col(Agent.first_name), col(Agent.id))
    return (await session.exec(own)).all()


async def api_clients(session: AsyncSession, actor: InboxActor) -> Sequence[ApiClient]:
    """Living access tokens, newest first; the tokens themselves are not kept."""
    living = (ApiClient.shop_id == actor.shop_id, col(ApiClient.revoked_at).is_(None))
    return (await session.exec(select(ApiClient).where(*living).order_by(col(ApiClient.id).desc()))).all()


async def agent(session: AsyncSession, shop_id: int, agent_id: int) -> Agent | None:
    """One of the shop's staff."""
    return (await session.exec(select(Agent).where(Agent.shop_id == shop_id, Agent.id == agent_id))).first()


async def may_still_ask(session: AsyncSession, actor: Actor) -> bool:
    """Whether somebody who was let in before still is: the app is installed, and a program's token not revoked."""
    if isinstance(actor, ApiClientActor):
        living = select(Shop.id).join(ApiClient, col(ApiClient.shop_id) == col(Shop.id))
        living = living.where(ApiClient.id == actor.id, col(ApiClient.revoked_at).is_(None))
    else:
        living = select(Shop.id)
    installed = living.where(Shop.id == actor.shop_id, col(Shop.is_installed))
    return (await session.exec(installed)).first() is not None


async def is_storefront_origin(session: AsyncSession, origin: str) -> bool:
    """Whether a browser's page of that origin belongs to an installed shop. A hint for preflights, never a proof."""
    whose = or_(col(Shop.storefront_url) == origin, col(Shop.domain) == origin.removeprefix("https://"))
    return (await session.exec(select(Shop.id).where(whose, col(Shop.is_installed)).limit(1))).first() is not None


@dataclass(frozen=True)
class Member:
    """One of the staff, and whether they can be counted on now."""

    agent: Agent
    is_present: bool
    is_away: bool


async def team(session: AsyncSession, shop_id: int, now: datetime) -> list[Member]:
    """The staff who have opened the app: whoever is at the inbox first, each by name."""
    everyone = (
        select(Agent, AgentPresence)
        .join(AgentPresence, col(AgentPresence.agent_id) == col(Agent.id), isouter=True)
        .where(col(Agent.shop_id) == shop_id)
    )
    found = [_member(agent, presence, now) for agent, presence in (await session.exec(everyone)).all()]
    return sorted(found, key=lambda each: (not each.is_present, not each.is_away, each.agent.first_name, each.agent.id))


def _member(agent: Agent, presence: AgentPresence | None, now: datetime) -> Member:
    is_connected = presence is not None and presence.until > now
    is_away = presence is not None and presence.is_away
    return Member(agent, is_present=is_connected and not is_away, is_away=is_connected and is_away)


async def is_anyone_there(session: AsyncSession, shop_id: int, now: datetime) -> bool:
    """Whether somebody of the staff is at the inbox and has not said that they are away."""
    there = select(AgentPresence.agent_id).where(
        AgentPresence.shop_id == shop_id, col(AgentPresence.until) > now, ~col(AgentPresence.is_away)
    )
    return (await session.exec(there.limit(1))).first() is not None

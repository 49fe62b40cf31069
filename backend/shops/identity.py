"""From a proof to an actor. A door shows what it was given; it gets somebody who may ask, or NotAuthenticated.

A shop's domain comes from the verified proof and from nowhere else. After an uninstall nobody of the shop is anybody.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import AgentActor, ApiClientActor, Scope, ShopperActor
from backend.config import Settings
from backend.db import Database
from backend.errors import NotAuthenticated
from backend.shopify.session_token import SessionToken, SessionTokenRefused, verify
from backend.shops import service, shopper_token
from backend.shops.models import Agent, ApiClient, Shop
from backend.shops.shopper_token import ShopperTokenRefused

USE_NOTED_EVERY = timedelta(minutes=10)
NAMELESS = "Agent"
REFUSED = "The token is missing, broken or expired, or the app is not installed on that shop."


def session_token(settings: Settings, token: str) -> SessionToken:
    """The session token's content. Raises NotAuthenticated."""
    try:
        return verify(token, api_key=settings.api_key, secrets=settings.api_secrets)
    except SessionTokenRefused as error:
        raise NotAuthenticated(REFUSED) from error


async def installed_shop(session: AsyncSession, domain: str) -> Shop | None:
    """The shop of a verified domain, if the app is installed on it."""
    found = await session.exec(select(Shop).where(Shop.domain == domain, col(Shop.is_installed)))
    return found.first()


async def agent_from_session_token(db: Database, settings: Settings, token: str, now: datetime) -> AgentActor:
    """The member of staff whom App Bridge speaks for; a newcomer gets a row. Raises NotAuthenticated."""
    verified = session_token(settings, token)
    async with db.reading() as session:
        shop = await installed_shop(session, verified.shop_domain)
        if shop is None:
            raise NotAuthenticated(REFUSED)
        assert shop.id is not None
        known = select(Agent).where(Agent.shop_id == shop.id, Agent.shopify_user_id == verified.user_id)
        agent = (await session.exec(known)).first()
    if agent is None:
        async with db.writing() as session:
            agent = await service.upsert_agent(session, shop.id, verified.user_id, None, now)
    return actor_of(agent)


def actor_of(agent: Agent) -> AgentActor:
    """The agent's row as somebody who asks."""
    assert agent.id is not None
    return AgentActor(agent.shop_id, agent.id, agent.first_name or NAMELESS, agent.is_owner)


async def api_client_from_token(db: Database, token: str, now: datetime) -> ApiClientActor:
    """The program that holds an access token made in Settings. Raises NotAuthenticated."""
    if not token.startswith(service.TOKEN_PREFIX) or len(token) > 128:
        raise NotAuthenticated(REFUSED)
    by_hash = select(ApiClient).where(
        ApiClient.token_hash == service.token_hash(token), col(ApiClient.revoked_at).is_(None)
    )
    async with db.reading() as session:
        installed = by_hash.join(Shop, col(Shop.id) == ApiClient.shop_id).where(col(Shop.is_installed))
        client = (await session.exec(installed)).first()
    if client is None:
        raise NotAuthenticated(REFUSED)
    if client.last_used_at is None or now - client.last_used_at > USE_NOTED_EVERY:
        async with db.writing() as session:
            used = update(ApiClient).where(col(ApiClient.id) == client.id).values(last_used_at=now)
            await session.exec(used)
    assert client.id is not None
    known = {scope.value for scope in Scope}
    scopes = frozenset(Scope(scope) for scope in client.scopes.split(",") if scope in known)
    return ApiClientActor(client.shop_id, client.id, client.name, scopes)


async def shopper_from_token(db: Database, settings: Settings, token: str, now: datetime) -> ShopperActor:
    """The shopper whose widget holds our token. Raises NotAuthenticated."""
    try:
        shopper = shopper_token.verify(settings.seal_key, token, now)
    except ShopperTokenRefused as error:
        raise NotAuthenticated(REFUSED) from error
    async with db.reading() as session:
        installed = select(Shop.id).where(Shop.id == shopper.shop_id, col(Shop.is_installed))
        if (await session.exec(installed)).first() is None:
            raise NotAuthenticated(REFUSED)
    return shopper

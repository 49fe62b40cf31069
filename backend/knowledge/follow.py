"""The job "knowledge.follow": the shop itself changed in Shopify, so what depends on it is read again.

Its name, its address and where it sells are facts of the shop. Its policies, pages and articles are listed, as they may
have changed with it. Under another address every source is read again, so that no citation leads to the old one.
"""

from typing import Any

from backend import jobs
from backend.jobs import TryAgain
from backend.knowledge import queue
from backend.knowledge.surroundings import Context, wait_of
from backend.shopify.admin import ShopifyFailure, Throttled
from backend.shopify.answers import failure_of
from backend.shops import install, service
from backend.shops.models import Shop


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id}"""
    shop_id = int(payload["shop_id"])
    async with context.db.reading() as session:
        shop = await session.get(Shop, shop_id)
    if shop is None or not shop.is_installed:
        return
    try:
        answer = await context.shopify.run(shop_id, "ShopInfo")
        if not answer.data.get("shop"):
            raise failure_of(answer)
    except ShopifyFailure as failure:
        is_turn = isinstance(failure, Throttled)
        raise TryAgain(f"shop: {type(failure).__name__}", seconds=wait_of(failure), is_turn=is_turn) from failure
    facts = install.facts_of(shop.domain, answer)
    async with context.db.writing() as session:
        await service.update_facts(session, shop_id, facts)
        if facts.storefront_url != shop.storefront_url:
            whole = {"shop_id": shop_id, "full": True}  # an import that is owed already may not be one of all
            await jobs.enqueue(session, "knowledge.sync", whole, key=f"knowledge.sync:{shop_id}:moved")
        else:
            await queue.owe_poll(session, shop_id, with_products=False)

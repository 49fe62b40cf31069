"""The made-up shops. Each builds itself around a given now, so that no story grows old."""

from datetime import UTC, datetime

from simulator.shops import alder_and_pine, harbor_tea
from simulator.state import World


def build_world(now: datetime | None = None) -> World:
    """Both shops as they are on a fresh morning: nothing installed, nothing broken."""
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    shops = [alder_and_pine.build(moment), harbor_tea.build(moment)]
    return World(shops={shop.domain: shop for shop in shops})

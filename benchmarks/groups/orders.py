"""Orders: from a form accepted to the card that an agent sees, many lookups of one shop at once, and payloads."""

import asyncio
import json
import time
import uuid
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx

from benchmarks.groups.app import opened
from benchmarks.measuring import MAYA, Spread, operation
from benchmarks.pages import table
from benchmarks.programs import programs
from simulator.doors import Doors, Feed, Shopper, client
from simulator.settings import MAIN_SHOP, shop_name

TITLE, PLACE = "Orders", 30
LATENCY_MS = 150
CARDS, CROWD, HOSTS = 40, 200, 20
LONGEST = 170.0
START = """mutation { startAction(key: "find_my_order") { thread { openForm { id } } userErrors { message } } }"""
SUBMIT = """mutation($form: ID!, $values: [FieldValueInput!]!, $key: String!) {
  submitAction(formId: $form, values: $values, clientKey: $key) { fieldErrors { message } userErrors { message } }
}"""
TOLD = """{ thread { messages { kind author { kind } text order {
  level name summary statusUrl fetchedAt address parcels { state carrier trackingUrl estimate }
  items { title variant quantity } total { amount currency } } } } }"""
NEWEST = "{ conversations(first: 1) { edges { node { id } } } }"


@dataclass(frozen=True)
class Asked:
    """A shopper with an open form, and the order that they will name in it."""

    shopper: Shopper
    form: str
    number: str
    email: str

    async def submit(self) -> None:
        values = [{"key": "order_number", "value": self.number}, {"key": "email", "value": self.email}]
        await self.shopper.ask(SUBMIT, form=self.form, values=values, key=uuid.uuid4().hex)


@dataclass(frozen=True)
class Control:
    """The simulated shop's controls."""

    doors: Doors

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        url = f"{self.doors.simulator}/_control/shops/{shop_name(MAIN_SHOP)}/{path}"
        answer = await self.doors.client.post(url, json=body)
        return answer.raise_for_status().json()

    async def shop(self) -> Any:
        url = f"{self.doors.simulator}/_control/shops/{shop_name(MAIN_SHOP)}"
        return (await self.doors.client.get(url)).raise_for_status().json()


def measure() -> dict[str, Any]:
    return asyncio.run(_measured())


async def _measured() -> dict[str, Any]:
    with programs() as on, on.simulator(), on.app():
        async with client() as http:
            http.timeout = httpx.Timeout(LONGEST)
            doors = Doors(on.settings, http)
            await opened(doors)
            control = Control(doors)
            orders = await _orders(control, CROWD + CARDS)
            await control.post("faults", {"latency_ms": LATENCY_MS})
            cards, payloads = await _cards(doors, orders[:CARDS])
            print(f"  {cards} {payloads}", flush=True)
            crowd = await _crowd(doors, orders[CARDS:])
            found = {"cards": cards, "payloads": payloads, "crowd": crowd}
            print(f"  {found}", flush=True)
            return found


async def _orders(control: Control, count: int) -> list[tuple[str, str]]:
    """Names and addresses of so many orders, fulfilled and on their way, with one parcel each."""
    email = str((await control.shop())["customers"][0]["email"])
    found = []
    for _ in range(count):
        placed = await control.post("orders", {"email": email, "goods": {"enamel-mug": 2, "ember-stove": 1}})
        await control.post(f"orders/{placed['id']}", {"action": "fulfil"})
        await control.post(f"orders/{placed['id']}", {"action": "in-transit"})
        found.append((str(placed["name"]), email))
    return found


async def _asked(doors: Doors, order: tuple[str, str]) -> Asked:
    shopper = await doors.shopper(MAIN_SHOP)
    form = (await shopper.ask(START))["startAction"]["thread"]["openForm"]["id"]
    return Asked(shopper, str(form), *order)


async def _cards(doors: Doors, orders: list[tuple[str, str]]) -> tuple[dict[str, float], dict[str, int]]:
    """From submitAction accepted until the order is on the agent's screen."""
    agent, times, told = doors.agent(MAIN_SHOP, MAYA), [], {}
    document = operation("TranscriptFeed")
    for order in orders:
        asked = await _asked(doors, order)
        thread = (await agent.ask(NEWEST))["conversations"]["edges"][0]["node"]["id"]
        async with agent.following(document, conversationId=thread, after=0) as feed:
            await feed.next()
            seen = asyncio.create_task(_card(feed))
            await asked.submit()
            accepted = time.perf_counter()
            at, snapshot = await asyncio.wait_for(seen, LONGEST)
            times.append(max(0.0, at - accepted) * 1000)
        told = {"agent": _bytes(snapshot), "shopper": _bytes(await _shown(asked.shopper))}
    spread = Spread(times)
    return {"p50_ms": round(spread.percentile(0.5)), "p95_ms": round(spread.percentile(0.95))}, told


async def _card(feed: Feed) -> tuple[float, Any]:
    while True:
        snapshots = (await feed.next())["transcript"]["orders"]
        if snapshots and snapshots[0]["order"]:
            return time.perf_counter(), snapshots[0]


async def _shown(shopper: Shopper) -> Any:
    while True:
        for message in (await shopper.ask(TOLD))["thread"]["messages"]:
            if message["order"]:
                return message["order"]
        await asyncio.sleep(0.1)


def _bytes(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


async def _crowd(doors: Doors, orders: list[tuple[str, str]]) -> dict[str, Any]:
    """So many conversations of one shop name an order in the same moment."""
    async with AsyncExitStack() as stack:
        hosts = [await stack.enter_async_context(_client_at(f"127.0.0.{2 + n}")) for n in range(HOSTS)]
        many = [Doors(doors.settings, http) for http in hosts]
        return await _all_at_once([await _asked(many[n % HOSTS], order) for n, order in enumerate(orders)])


def _client_at(address: str) -> httpx.AsyncClient:
    """Newcomers of one address share a measure, so the crowd has several."""
    transport = httpx.AsyncHTTPTransport(local_address=address, limits=httpx.Limits(keepalive_expiry=2.0))
    return httpx.AsyncClient(timeout=LONGEST, trust_env=False, transport=transport)


async def _all_at_once(people: list[Asked]) -> dict[str, Any]:
    begun = time.perf_counter()
    await asyncio.gather(*(person.submit() for person in people))
    submitted = time.perf_counter() - begun
    waiting, times, busy = list(people), [], 0
    while waiting and time.perf_counter() - begun < LONGEST:
        await asyncio.sleep(1)
        still = []
        for person in waiting:
            said = [m for m in (await person.shopper.ask(TOLD))["thread"]["messages"] if m["author"]["kind"] == "BOT"]
            busy += any("busy" in message["text"] for message in said)
            if any(message["order"] for message in said):
                times.append(time.perf_counter() - begun)
            else:
                still.append(person)
        waiting = still
    spread = Spread(times)
    return {
        "conversations": len(people),
        "submitted_seconds": round(submitted, 1),
        "found": len(times),
        "told_busy": busy,
        "p50_seconds": round(spread.percentile(0.5), 1),
        "last_seconds": round(max(times), 1),
    }


def page(figures: dict[str, Any]) -> list[str]:
    cards, crowd, payloads = figures["cards"], figures["crowd"], figures["payloads"]
    many = crowd["conversations"]
    rows = [
        ["`submitAction` accepted → card visible in the inbox, p50", "≤ 250 ms", f"{cards['p50_ms']} ms"],
        ["The same, p95", "≤ 400 ms", f"{cards['p95_ms']} ms"],
        [
            f"{many} threads of one shop name an order at once: found / told that Shopify is busy",
            f"{many} / 0",
            f"{crowd['found']} / {crowd['told_busy']}",
        ],
        [
            "The same, half of them / the last has its order after", "",
            f"{crowd['p50_seconds']} / {crowd['last_seconds']} s",
        ],
        [
            "One order for a shopper who matched it / for an agent", "",
            f"{payloads['shopper']:,} / {payloads['agent']:,} bytes",
        ],
    ]  # fmt: skip
    return [
        f"Shopify's Admin API, simulated, answers in {LATENCY_MS} ms out of a Standard shop's bucket: 2,000 points, "
        "of which 100 come back a second. Such a lookup takes some 40.",
        "",
        *table(["Figure", "Target", "SQLite, one process"], rows),
    ]

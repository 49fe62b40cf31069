"""Open sockets are counted, sent away in good order, and not waited for where they do not read."""

import asyncio

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed

from backend.graphql.agent.schema import AgentDoor
from backend.graphql.agent.schema import build_schema as agent_schema
from backend.graphql.connections import Connections
from backend.graphql.framing import FramedProtocol, Gate, Mailbox, frame
from backend.graphql.lines import MOST_BYTES
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.outcomes import token_for
from tests.graphql.test_sockets import DOORS, INBOX, closing
from tests.graphql.wire import ask, connected, heard, served
from tests.graphql.world import World

pytestmark = pytest.mark.anyio

ON_EITHER_SERVER = pytest.mark.parametrize("protocol", [FramedProtocol, WebSocketsSansIOProtocol])


def connections_of(house: House) -> Connections:
    connections: Connections = house.app.state.connections  # type: ignore[attr-defined]
    return connections


async def test_open_sockets_are_counted_by_door(house: House, world: World) -> None:
    connections = connections_of(house)
    assert connections.count() == 0
    async with house.socket(AGENTS, token_for(house, world, AGENTS)):
        async with house.socket(SHOPPERS, token_for(house, world, SHOPPERS)):
            assert (connections.count("agents"), connections.count("shoppers"), connections.count()) == (1, 1, 2)
        assert (connections.count("agents"), connections.count("shoppers")) == (1, 0)
    assert connections.count() == 0


@DOORS
async def test_a_process_that_leaves_sends_every_socket_on_and_lets_none_in(
    house: House, world: World, door: str
) -> None:
    connections = Connections()
    app = AgentDoor(agent_schema(), house.services, connections=connections)
    token = token_for(house, world, AGENTS)
    async with house.socket(AGENTS, token, app=app) as one, house.socket(AGENTS, token, app=app) as other:
        await one.subscribe(INBOX)
        await one.data()
        left = asyncio.create_task(connections.drain(over=0.01))
        for socket in (one, other):
            closed = await closing(socket)
            assert closed.code == 4403 and closed.reason == "Come again with a fresh token"
        assert await left == 0 and house.ears() == 0
        async with house.socket(AGENTS, app=app) as late:
            assert (await closing(late)).code == 4403
    assert connections.count() == 0


class Ends:
    """A socket that is told to end, and goes at once."""

    def __init__(self, connections: Connections) -> None:
        self.connections, self.codes = connections, list[int]()

    def end(self, code: int, reason: str, why: str) -> None:
        self.codes.append(code)
        self.connections.remove(self)


async def test_thousands_of_sockets_are_sent_away_in_the_time_that_they_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each pause takes a loop's whole turn, a millisecond or more: one for each socket would outlast the process."""
    connections, pauses = Connections(), []
    lines = [Ends(connections) for _ in range(5_000)]
    for line in lines:
        connections.add(line, "agents")
    pause = asyncio.sleep

    own = asyncio.current_task()

    async def noted(seconds: float) -> None:
        if asyncio.current_task() is own:
            pauses.append(seconds)
        await pause(seconds)

    monkeypatch.setattr(asyncio, "sleep", noted)
    assert await connections.drain(over=0.5) == 0
    assert [line.codes for line in lines] == [[4403]] * 5_000
    assert 1 <= len(pauses) <= 50 and min(pauses) > 0.005


@ON_EITHER_SERVER
async def test_every_length_of_frame_arrives_whole_and_in_order(
    house: House, world: World, protocol: type[asyncio.Protocol]
) -> None:
    """Of 7, 16 and 64 bits of length, between pongs that the server's own code may write."""
    async with (
        served(house.app, protocol) as (port, _),
        connected(port, AGENTS, id_token(world.here.domain)) as client,
    ):
        for count in (1, 60, 400):
            names = [f"{'x' * 100}{number}" for number in range(count)]
            await client.ping()
            await ask(client, "{ " + " ".join(f"{name}: __typename" for name in names[:15]) + " }")
            assert (await heard(client))["payload"]["data"] == dict.fromkeys(names[:15], "Query")
            assert await heard(client) == {"id": "1", "type": "complete"}


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_is_what_the_protocol_library_would_have_written(size: int) -> None:
    from websockets.frames import Frame, Opcode

    text = b"x" * size
    assert frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False)


async def test_who_does_not_read_is_sent_away_and_nothing_more_is_kept_for_them(house: House, world: World) -> None:
    connections = connections_of(house)
    async with (
        served(house.app) as (port, state),
        connected(port, AGENTS, id_token(world.here.domain), receive_buffer=4096) as reader,
    ):
        assert connections.count("agents") == 1
        (line,) = connections._open
        text = b"y" * 65_536
        while not line._is_over:  # type: ignore[attr-defined]
            line.put(frame(text))  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        assert not line._waiting  # type: ignore[attr-defined]
        (held,) = state.connections
        assert held.transport.get_write_buffer_size() < MOST_BYTES
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await asyncio.wait_for(reader.recv(), 5)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4403
    assert connections.count() == 0


async def test_who_never_reads_is_cut_off(house: House, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The close frame too lies behind what nobody reads: the connection ends without it, and soon."""
    monkeypatch.setattr("backend.graphql.lines.SLOW_CLOSING_TAKES", 0.05)
    connections = connections_of(house)
    async with (
        served(house.app) as (port, state),
        connected(port, AGENTS, id_token(world.here.domain), receive_buffer=4096) as sleeper,
    ):
        sleeper.transport.pause_reading()
        (line,) = connections._open
        text = b"z" * 65_536
        while connections.count():
            line.put(frame(text))  # type: ignore[attr-defined]
            await asyncio.sleep(0.001)
        async with asyncio.timeout(5):
            while state.connections:
                await asyncio.sleep(0.01)


async def test_what_a_socket_has_still_to_receive_comes_in_order_to_one_reader() -> None:
    box = Mailbox()
    waiting = asyncio.create_task(box.get())
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="one reader"):
        await box.get()
    for number in range(3):
        box.put_nowait(number)
    assert [await waiting, await box.get(), box.empty(), await box.get(), box.empty()] == [0, 1, False, 2, True]
    left = asyncio.create_task(box.get())
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)
    box.put_nowait("kept")
    assert await box.get() == "kept"


async def test_a_gate_lets_all_through_who_waited_for_it_and_is_shut_again() -> None:
    gate, through = Gate(), list[int]()

    async def goes(number: int) -> None:
        await gate.wait()
        through.append(number)

    await goes(1)
    gate.clear()
    gate.clear()
    waiting = [asyncio.create_task(goes(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    assert (gate.is_set(), through) == (False, [1])
    gate.set()
    gate.set()
    await asyncio.gather(*waiting)
    assert (gate.is_set(), through) == (True, [1, 2, 3])
    gate.clear()
    late = asyncio.create_task(goes(4))
    await asyncio.sleep(0)
    assert through == [1, 2, 3]
    gate.set()
    gate.clear()  # before whoever waited has their turn
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert through == [1, 2, 3]
    gate.set()
    await late
    assert through == [1, 2, 3, 4]


async def test_nothing_of_what_opened_a_socket_is_kept_while_it_is_open(house: House, world: World) -> None:
    app = AgentDoor(agent_schema(), house.services)
    async with served(app) as (port, state), connected(port, AGENTS, token_for(house, world, AGENTS)) as client:
        await ask(client, INBOX)
        assert (await heard(client))["type"] == "next"
        (protocol,) = state.connections
        assert isinstance(protocol, FramedProtocol)
        assert not {"request", "response"} & set(vars(protocol))

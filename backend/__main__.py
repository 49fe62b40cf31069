"""python -m backend serve | worker | migrate | healthy | schema | recognise | evaluate"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backend.config import Misconfigured, Settings, load, model_choice

if TYPE_CHECKING:
    from backend.web.server import Server

ROOT = Path(__file__).parent.parent
SCHEMAS = ("schema.graphql", "schema.shopper.graphql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m backend", description="Baton's backend.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer HTTP and WebSockets; does the jobs too, unless BATON_WORKER=apart")
    commands.add_parser("worker", help="do jobs; any number, on Postgres and Redis")
    commands.add_parser("healthy", help="end with 0 if the process beside this one says that it is ready")
    migration = commands.add_parser("migrate", help="bring the database to this version's tables")
    migration.add_argument("--revision", metavar="NAME", help="write a migration for what the models say instead")
    schemas = commands.add_parser("schema", help="print both GraphQL schemas")
    schemas.add_argument("--write", action="store_true", help="write them to their files")
    schemas.add_argument("--check", action="store_true", help="fail where the files differ")
    names = commands.add_parser("recognise", help="print the order names in each line of standard input, as JSON")
    names.add_argument("--prefix", default="#", help="what the shop's order names begin with")
    names.add_argument("--suffix", default="", help="what they end with, such as -EU")
    questions = commands.add_parser("evaluate", help="play a file of questions as live turns, and say how it went")
    questions.add_argument(
        "--knowledge", metavar="DIR", required=True, type=Path, help="a folder of .md .txt .html .pdf"
    )
    questions.add_argument("--questions", metavar="FILE", required=True, type=Path, help="one JSON object a line")
    questions.add_argument("--actions", metavar="FILE", type=Path, help="custom actions; without it, the starters")
    questions.add_argument("--json", action="store_true", help="print one JSON object a line, the figures last")
    chosen = parser.parse_args(_with_values_attached(sys.argv[1:]))
    try:
        return _run(chosen)
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2


def _with_values_attached(arguments: list[str]) -> list[str]:
    """`--suffix -EU` as `--suffix=-EU`: argparse takes a value that begins with a dash for an option."""
    attached: list[str] = []
    for argument in arguments:
        if attached and attached[-1] in ("--prefix", "--suffix"):
            attached[-1] += f"={argument}"
        else:
            attached.append(argument)
    return attached


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "recognise":
        return _recognise(chosen.prefix, chosen.suffix)
    if chosen.command == "evaluate":
        return _evaluate(chosen)
    if chosen.command == "schema":
        return _schema(write=chosen.write, check=chosen.check)
    with_settings: dict[str, Callable[[Settings], int]] = {
        "serve": _serve,
        "worker": lambda settings: asyncio.run(_worker(settings)),
        "healthy": _healthy,
        "migrate": lambda settings: asyncio.run(_migrate(settings, chosen.revision)),
    }
    return with_settings[chosen.command](load())


def _evaluate(chosen: argparse.Namespace) -> int:
    from backend.ai.mind import Mind, model_of
    from backend.ai.providers import UNLIMITED
    from backend.evaluation.command import Files, run
    from backend.logs import configure

    configure()
    files = Files(chosen.knowledge, chosen.questions, chosen.actions)
    model = model_of(model_choice())
    if model is not None:
        model.limits = UNLIMITED
    return run(files, Mind(model), is_json=chosen.json)


def _serve(settings: Settings) -> int:
    import uvicorn

    from backend.app import create_app
    from backend.graphql.framing import FramedProtocol
    from backend.logs import configure
    from backend.web.server import KEEP_ALIVE, Server

    configure()
    _keep_memory_small()
    app = create_app(settings)
    asyncio.run(_require_tables(settings))
    _collect_seldom()
    _let_the_loop_in()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws=FramedProtocol,
        ws_per_message_deflate=False,
        ws_max_size=128 * 1024,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=5,
    )
    server = Server(config, app.state.health, app.state.connections.drain, settings.drain_seconds)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_until_ended(server))
    return 1


async def _send_sockets_away() -> None:
    """Those that are left are closed by the server itself."""


async def _until_ended(server: "Server") -> None:
    await server.serve()
    if server.started:
        _leave()


def _leave() -> None:
    """Everything is written down and closed. A thread that still embeds works for nobody, and is not waited for."""
    import os

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _collect_seldom() -> None:
    """What is loaded stays, and need not be looked at again; the executor's short cycles can wait for each other."""
    import gc

    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _let_the_loop_in() -> None:
    """A thread that thinks gives the interpreter up within a millisecond, not five, when the event loop asks for it."""
    sys.setswitchinterval(0.001)


def _keep_memory_small() -> None:
    """Two of glibc's arenas do for all threads: with one for each, freed memory stays scattered, some 100 MB of it."""
    import contextlib
    import ctypes

    most_arenas, trim_above = -8, -1  # M_ARENA_MAX and M_TRIM_THRESHOLD of malloc.h; other C libraries have no mallopt
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(most_arenas, 2)
        mallopt(trim_above, 128 * 1024)


async def _require_tables(settings: Settings) -> None:
    """Says in a sentence, before anything is started, that the database must be migrated or cannot be reached."""
    from sqlalchemy.exc import SQLAlchemyError

    from backend.app import check_tables
    from backend.db import Database

    db = Database(settings.database_url)
    try:
        await check_tables(db)
    except (OSError, SQLAlchemyError) as error:
        name = type(error).__name__
        raise Misconfigured(f"The database does not answer ({name}). See BATON_DATABASE_URL.") from error
    finally:
        await db.close()


async def _worker(settings: Settings) -> int:
    from dataclasses import replace

    from backend.app import build, check, running, watch_of
    from backend.logs import configure
    from backend.web.watch import watched

    configure()
    _keep_memory_small()
    settings = replace(settings, run_worker=False)
    check(settings)
    await _require_tables(settings)
    services, platform = build(settings)
    _collect_seldom()
    _let_the_loop_in()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    watching = watch_of(services, platform)
    async with running(services, platform, worker=True), watched(watching, settings):
        await stop.wait()
        watching.health.is_draining = True
    _leave()
    return 0


def _healthy(settings: Settings) -> int:
    """For a container's health check: asks where this machine alone can ask."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", settings.metrics_port or settings.port, timeout=4)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        print(answer.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException) as error:
        print(f"No answer ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 0 if answer.status == 200 else 1


async def _migrate(settings: Settings, revision: str | None) -> int:
    from backend import migrate
    from backend.db import Database

    db = Database(settings.database_url, answer_within=None)  # a migration may take its time
    try:
        if revision:
            await migrate.revise(db, revision)
        else:
            await migrate.upgrade(db)
    finally:
        await db.close()
    return 0


def _schema(*, write: bool, check: bool) -> int:
    from backend.graphql.agent.schema import build_schema as agents
    from backend.graphql.shopper.schema import build_schema as shoppers

    printed = (agents().as_str() + "\n", shoppers(introspection=True).as_str() + "\n")
    differing = [name for name, text in zip(SCHEMAS, printed, strict=True) if _text(ROOT / name) != text]
    if write:
        for name, text in zip(SCHEMAS, printed, strict=True):
            (ROOT / name).write_text(text)
    elif check and differing:
        print(f"Not what the code says: {', '.join(differing)}. Run: make schema", file=sys.stderr)
        return 1
    elif not check:
        print("\n".join(f"# {name}\n\n{text}" for name, text in zip(SCHEMAS, printed, strict=True)))
    return 0


def _recognise(prefix: str, suffix: str) -> int:
    import os

    from backend.orders.line_by_line import answer

    try:
        answer(sys.stdin.buffer, sys.stdout.buffer, prefix, suffix)
    except BrokenPipeError:  # nobody reads any more; what is buffered still must go somewhere at the exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

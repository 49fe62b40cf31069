"""One Chromium and one house for all tests, and windows that are closed at the end of each test.

Tests share both shops, as shoppers and agents do: each speaks in conversations of its own.
"""

import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.house import House, house
from tests.browser.people import Agent, Shopper
from tests.simulator.browsing import QUIET, chromium

DESKTOP: ViewportSize = {"width": 1400, "height": 900}
Window = Callable[..., Page]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are kept apart from those that run in an event loop: one that forgot to say so too."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with chromium() as started:
        yield started


@contextmanager
def ordinary_window(browser: Browser, profile: Path) -> Iterator[Page]:
    """A window whose frames of another site have storage, as most browsers give it outside of private windows."""
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text('{"profile": {"cookie_controls_mode": 0}}')
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=QUIET,
        viewport=DESKTOP,
        reduced_motion="reduce",
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as made:
        made.install()
        yield made


@pytest.fixture
def home(shared_home: House) -> House:
    """App and simulator with both shops installed and the main shop's content read."""
    if shared_home.app is None or shared_home.app.poll() is not None:
        shared_home.start_app()
    return shared_home


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def on_screen(page: Page) -> str:
    """All that stands on a page and in its frames, as somebody would read it: for whoever looks for why."""
    try:
        return "\n--- ".join([page.url, *(frame.locator("body").inner_text(timeout=2_000) for frame in page.frames)])
    except PlaywrightError as error:
        return f"{page.url}: {error}"


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Window]:
    """Opens windows that share nothing: a browser of one's own for each person."""
    opened: list[BrowserContext] = []
    crashes: list[str] = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        context.set_default_timeout(30_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: crashes.append(str(error)))
        return page

    yield open_window
    if request.node.stash.get(FAILED, False):
        for context in opened:
            sys.stdout.write("\n=== on the screen:\n" + "\n".join(map(on_screen, context.pages)))
    for context in opened:
        context.close()
    assert crashes == []


@pytest.fixture
def shopper(home: House, window: Window) -> Callable[..., Shopper]:
    """A shopper with the main shop's storefront before them; `path` and the window's options may differ."""

    def arrive(path: str = "/", front: str = "", **options: Any) -> Shopper:
        page = window(**options)
        page.goto((front or home.storefront) + path)
        return Shopper(page)

    return arrive


@pytest.fixture
def agent(home: House, window: Window) -> Callable[..., Agent]:
    """A member of staff with a page of the app in front of them."""

    def arrive(staff: int = 70001, name: str = "alder-and-pine", path: str = "/inbox", **options: Any) -> Agent:
        page = window(**options)
        page.goto(home.admin(name, staff, path))
        return Agent(page)

    return arrive


@pytest.fixture(scope="session")
def pictures() -> Path:
    folder = Path(__file__).parent / "output"
    folder.mkdir(exist_ok=True)
    return folder

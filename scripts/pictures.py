"""`make pictures`: the README's pictures, taken of the running programs while the story is played in two windows."""

import asyncio
import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.programs import Programs, programs
from scripts import servers
from simulator import seed
from simulator.doors import Doors, client
from tests.browser.people import CANADA, Agent, Shopper

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
COLOURS = 192
MOST_BYTES = 200_000


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with programs() as on, on.simulator(), on.app():
        asyncio.run(_morning(on))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=servers.browser(), args=list(QUIET))
            _story(on, browser)
            browser.close()
    return 0


async def _morning(on: Programs) -> None:
    """An inbox is not empty in the middle of the day."""
    async with client() as http:
        await seed.play(Doors(on.settings, http))


def _story(on: Programs, browser: Browser) -> None:
    admin = f"{on.settings.public_origin}/store/alder-and-pine/apps/baton"
    shopper = Shopper(_window(browser, 1180, 780))
    shopper.page.goto(f"{on.settings.public_origin}/products/summit-two-tent")
    shopper.open_chat().say(CANADA)
    expect(shopper.log.get_by_role("link", name=re.compile("Shipping policy")).first).to_be_visible()
    _take(shopper.page, "storefront-answer")
    shopper.say("where is my order?")
    shopper.form.get_by_label("Order number").fill("1001")
    shopper.form.get_by_label("E-mail").fill("elena.petrova@example.com")
    _take(shopper.page, "storefront-form")
    shopper.form.get_by_role("button", name="Send").click()
    expect(shopper.log.get_by_role("region", name="Order #1001")).to_be_visible()
    shopper.say("it's three weeks late, I want to talk to someone")
    expect(shopper.panel.locator(".notice.waiting")).to_be_visible()
    maya = Agent(_window(browser, 1440, 860))
    maya.page.goto(f"{admin}/inbox?staff=70001")
    _open_the_late_order(maya)
    _take(maya.page, "inbox-needs-you")
    maya.sends("Hi Elena, Maya here. Your parcel is held at the border; I am calling the carrier now.")
    expect(shopper.log.get_by_text("Maya here", exact=False)).to_be_visible()
    _take(shopper.page, "storefront-takeover")
    _take(maya.page, "inbox-taken-over")
    maya.goes_to("Tags")
    expect(maya.app.get_by_text("escalated-by-user").first).to_be_visible()
    _take(maya.page, "tags")
    maya.page.goto(f"{admin}?staff=70001")
    expect(maya.app.get_by_text(re.compile("sources ready"))).to_be_visible()
    _take(maya.page, "home")


def _open_the_late_order(maya: Agent) -> None:
    """The newest of those that wait with high urgency."""
    maya.app.get_by_role("button", name=re.compile("^All")).first.click()
    maya.row("three weeks late").first.click()
    expect(maya.details.locator(".order").get_by_text("Summit Two tent")).to_be_visible()


def _window(browser: Browser, width: int, height: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    return page


def _take(page: Page, name: str) -> None:
    """As a PNG of few colours: screens have few, and a README should open quickly."""
    page.wait_for_timeout(600)  # pictures of products and fonts are drawn a moment after they are there
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        raise RuntimeError(f"{path} is larger than {MOST_BYTES // 1000} kB")
    print(f"  {path.relative_to(FOLDER.parents[1])} {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())

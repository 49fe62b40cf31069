"""One page of the shop's own, as anybody on the web would see it. Each redirect is judged like the address itself."""

from collections.abc import Collection
from urllib.parse import urljoin

from backend.ai import strangers
from backend.ai.files import ReadFile
from backend.ai.unreadable import Unreadable
from backend.apart import Bounds
from backend.knowledge import rules
from backend.knowledge.surroundings import Settings
from backend.outbound import NotSent, Outbound, Page

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 5
PATIENCE = 20.0
KINDS = {"text/plain": "page.txt", "text/markdown": "page.md", "application/pdf": "page.pdf"}


async def page(
    address: str, origins: Collection[str], settings: Settings, outbound: Outbound | None = None
) -> tuple[ReadFile, str]:
    """What the address says, and the address that said it in the end. Raises Unreadable, in words for an agent."""
    out = outbound or Outbound(patience=PATIENCE, inside=near(origins, settings.shopify_origin))
    for _ in range(1 + MOST_REDIRECTS):
        if problem := rules.address_problem(address, origins):
            raise Unreadable(problem)
        answer = await _got(out, address)
        if not 300 <= answer.status < 400 or not answer.location:
            return await _read(answer, strangers.within(settings.reading_seconds)), address
        address = _next(address, answer.location)
    raise Unreadable(f"The page leads on to other pages more than {MOST_REDIRECTS} times.")


def _next(address: str, location: str) -> str:
    try:
        return rules.tidy_address(urljoin(address, location))
    except ValueError as error:
        raise Unreadable("The page leads on to what is no web address.") from error


def near(origins: Collection[str], shopify_origin: str) -> frozenset[str]:
    """A Shopify without https is on this machine, and so are the storefronts that it serves."""
    return frozenset(origins) if shopify_origin.startswith("http://") else frozenset()


async def _got(out: Outbound, address: str) -> Page:
    try:
        return await out.get(address, most_bytes=MOST_BYTES)
    except NotSent as error:
        raise Unreadable(str(error)) from error


async def _read(answer: Page, bounds: Bounds) -> ReadFile:
    if answer.status != 200:
        raise Unreadable(f"The page answered {answer.status}. Is it public, and not behind a password?")
    kind = answer.content_type.split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml", ""):
        read = await strangers.page(answer.body, bounds)
    elif kind in KINDS:
        read = await strangers.file(KINDS[kind], answer.body, bounds)
    else:
        raise Unreadable(f"Addresses of this kind are not read ({kind[:60]}).")
    if not read.blocks:
        raise Unreadable("The page holds no text that could be quoted.")
    return read

"""A page of a web shop without what stands around each of them: menus, footers, what is in the cart."""

import re

from backend.ai.files import LONGEST_TITLE, ReadFile, decoded
from backend.ai.reading import blocks_of_html, soup_of, title_of_html

_DECLARED = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_AROUND = ("header", "footer", "nav", "aside", "[role=banner]", "[role=navigation]", "[role=contentinfo]")


def read_page(content: bytes) -> ReadFile:
    """Its title and the blocks of its main part; of the whole, without header and footer, where none is marked."""
    html = decoded(content, declared=_DECLARED.search(content[:4096]))
    soup = soup_of(html)
    main = soup.find("main") or soup.select_one("[role=main]")
    if main is None:
        main = soup.body or soup
        for around in main.select(", ".join(_AROUND)):
            around.decompose()
    return ReadFile(title_of_html(html)[:LONGEST_TITLE], tuple(blocks_of_html(str(main))))

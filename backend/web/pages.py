"""HTML answers. Each says who may frame it: the admin of one shop, whose domain was checked, or nobody."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from backend.config import Settings
from backend.shopify.official import is_shop_domain

Preload = tuple[str, str]
"""An address and what it is: script or style."""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def security_headers(settings: Settings, domain: str | None) -> dict[str, str]:
    """`domain` None: opened outside of a shop's admin, so nobody may frame it. Raises ValueError for what is no domain.

    Shopify rejects apps whose frame-ancestors is missing, static or a wildcard.
    """
    if domain is not None and not is_shop_domain(domain):
        raise ValueError("not a shop's domain")
    ancestors = settings.frame_ancestors_for(domain) if domain else "'none'"
    scripts = " ".join(dict.fromkeys(("'self'", _origin(settings.app_bridge_url), _origin(settings.polaris_url))))
    return {
        "Content-Security-Policy": (
            f"frame-ancestors {ancestors}; script-src {scripts}; object-src 'none'; base-uri 'none'; form-action 'self'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def link_header(settings: Settings, preloads: Sequence[Preload]) -> str:
    """What the browser should fetch before it has read the document."""
    links = [f'<{_origin(settings.app_bridge_url)}>; rel="preconnect"']
    links += [f'<{address}>; rel="preload"; as="{kind}"' for address, kind in preloads]
    return ", ".join(links)


def page(settings: Settings, domain: str | None, html: str, *, status: int = 200, link: str = "") -> HTMLResponse:
    """An HTML document with the headers that every one of ours must have."""
    headers = security_headers(settings, domain) | ({"Link": link} if link else {})
    return HTMLResponse(html, status_code=status, headers=headers)


def notice(settings: Settings, domain: str | None, status: int, title: str, sentence: str) -> HTMLResponse:
    """A page with one sentence, for when there is nothing better to show. App Bridge stands on every document."""
    return page(
        settings,
        domain,
        f"<!doctype html>\n{head(settings, title)}<body><main><h1>{escape(title)}</h1><p>{escape(sentence)}</p></main>",
        status=status,
    )


def head(settings: Settings, title: str, *, styles: Sequence[str] = (), modules: Sequence[str] = ()) -> str:
    """The head: App Bridge first, not deferred, as Shopify demands; then Polaris, then ours."""
    lines = [
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta name="shopify-api-key" content="{escape(settings.api_key)}">',
        f'<script src="{escape(settings.app_bridge_url)}"></script>',
        f'<script src="{escape(settings.polaris_url)}"></script>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        *(f'<link rel="stylesheet" href="{escape(style)}">' for style in styles),
        *(f'<script type="module" src="{escape(module)}"></script>' for module in modules),
        "</head>",
    ]
    return "\n".join(lines)

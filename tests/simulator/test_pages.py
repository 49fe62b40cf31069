"""What the admin, the storefront and the control page serve, and what they refuse to."""

import base64
import hashlib
import hmac
import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from simulator.pages.extension import Embeds, render_embeds
from simulator.pages.rendering import script_json
from simulator.settings import MAIN_SHOP
from tests.simulator.harness import SECRET, Shopify

pytestmark = pytest.mark.anyio

APP = "/store/alder-and-pine/apps/baton"
TEA = {"Host": "harbor-tea.localhost:9000"}

BLOCK = """{% comment %} a launcher {% endcomment %}
<script type="application/json" data-chat>{"shop": {{ shop.permanent_domain | json }},
"greeting": {{ block.settings.greeting | json }}, "words": {{ 'panel.waiting' | t: count: 2 | json }},
"panel": {{ 'chat-panel.js' | asset_url | json }}, "customer": {{ customer.id | json }}}</script>
{% schema %}
{"name": "Chat", "target": "body", "javascript": "chat-loader.js", "stylesheet": "chat.css",
 "disabled_on": {"templates": ["cart"]},
 "settings": [{"type": "header", "content": "Words"},
              {"type": "text", "id": "greeting", "label": "Greeting", "default": "t:greeting"}]}
{% endschema %}"""


@pytest.fixture
def extension(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small theme app extension in place of the real one."""
    for name, content in {
        "blocks/chat.liquid": BLOCK,
        "locales/en.default.json": '{"panel": {"waiting": {"one": "one waits", "other": "{{ count }} wait"}}}',
        "locales/fr.json": '{"panel": {"waiting": {"other": "{{ count }} attendent"}}}',
        "locales/en.default.schema.json": '{"greeting": "Hello"}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr("simulator.pages.extension.EXTENSION", tmp_path)
    return tmp_path


def chat_data(text: str) -> dict[str, object]:
    match = re.search(r'<script type="application/json" data-chat>(.*?)</script>', text, re.DOTALL)
    assert match
    found: dict[str, object] = json.loads(match.group(1))
    return found


async def installed(shopify: Shopify) -> None:
    answer = await shopify.client.post(f"{APP}/install")
    assert answer.status_code == 303


async def test_an_app_that_is_not_installed_asks_first_and_is_not_framed(shopify: Shopify) -> None:
    answer = await shopify.client.get(f"{APP}/inbox?staff=70002")
    assert "Install Baton" in answer.text
    assert "read_legal_policies" in answer.text
    assert "<iframe" not in answer.text
    assert not shopify.world.shops[MAIN_SHOP].grant.installed


async def test_installing_grants_the_scopes_of_the_app_and_shows_it(shopify: Shopify) -> None:
    answer = await shopify.client.post(f"{APP}/install?staff=70002")
    assert answer.headers["location"] == f"{APP}?staff=70002"
    assert shopify.world.shops[MAIN_SHOP].grant.scopes == shopify.settings.scopes
    assert '<iframe id="app"' in (await shopify.client.get(answer.headers["location"])).text


async def test_the_frame_is_addressed_as_shopify_addresses_it(shopify: Shopify) -> None:
    await installed(shopify)
    page = (await shopify.client.get(f"{APP}/inbox?staff=70002")).text
    match = re.search(r'data-src="([^"]+)"', page)
    assert match
    address = urlsplit(html.unescape(match.group(1)))
    query = dict(parse_qsl(address.query))
    assert (address.netloc, address.path) == ("app.test", "/inbox")
    assert (query["shop"], query["embedded"], query["locale"]) == (MAIN_SHOP, "1", "en")
    assert base64.b64decode(query["host"]).decode() == "admin.shopify.com/store/alder-and-pine"
    claims = json.loads(base64.urlsafe_b64decode(query["id_token"].split(".")[1] + "=="))
    assert (claims["sub"], claims["dest"]) == ("70002", f"https://{MAIN_SHOP}")
    given = query.pop("hmac")
    message = urlencode(sorted(query.items()))
    assert given == hmac.new(SECRET.encode(), message.encode(), hashlib.sha256).hexdigest()


async def test_a_stranger_as_staff_becomes_the_owner_and_an_unknown_store_is_nothing(shopify: Shopify) -> None:
    await installed(shopify)
    for staff in ("80001", "x", "٣"):
        page = (await shopify.client.get(APP, params={"staff": staff})).text
        assert '"staff": 70001' in html.unescape(page)
    assert (await shopify.client.get("/store/nobody/apps/baton")).status_code == 404


async def test_an_embed_is_rendered_as_shopify_would(shopify: Shopify, extension: Path) -> None:
    await installed(shopify)
    page = (await shopify.client.get("/products/summit-two-tent")).text
    assert '<script src="/cdn/extension/chat-loader.js" async></script>' in page.split("</head>")[0]
    assert '<link rel="stylesheet" href="/cdn/extension/chat.css"' in page.split("</head>")[0]
    assert 'class="shopify-block shopify-app-block"' in page
    assert "schema" not in page
    assert chat_data(page) == {
        "shop": MAIN_SHOP,
        "greeting": "Hello",
        "words": "2 wait",
        "panel": "/cdn/extension/chat-panel.js",
        "customer": None,
    }


async def test_an_embed_speaks_the_shops_language_and_knows_its_customer(shopify: Shopify, extension: Path) -> None:
    await installed(shopify)
    customer = shopify.world.shops[MAIN_SHOP].customers[0]
    shopify.client.cookies.set("sim_customer", str(customer.id))
    found = chat_data((await shopify.client.get("/fr/")).text)
    assert (found["words"], found["customer"]) == ("2 attendent", customer.id)


async def test_a_merchants_setting_cannot_end_the_script_around_it(shopify: Shopify, extension: Path) -> None:
    await installed(shopify)
    shopify.world.shops[MAIN_SHOP].theme.embed_settings = {"greeting": "</script><b>"}
    page = (await shopify.client.get("/")).text
    assert "</script><b>" not in page
    assert chat_data(page)["greeting"] == "</script><b>"


async def test_no_embed_where_it_is_off_uninstalled_or_not_meant_to_be(shopify: Shopify, extension: Path) -> None:
    shop = shopify.world.shops[MAIN_SHOP]
    assert "data-chat" not in (await shopify.client.get("/")).text
    await installed(shopify)
    assert "data-chat" in (await shopify.client.get("/")).text
    assert "data-chat" not in (await shopify.client.get("/cart")).text
    await shopify.client.post("/store/alder-and-pine/themes/current/embed", content=b"")
    assert not shop.theme.embed_on
    assert "data-chat" not in (await shopify.client.get("/")).text


async def test_the_theme_editor_proposes_an_embed_and_keeps_it_only_when_saved(
    shopify: Shopify, extension: Path
) -> None:
    shop = shopify.world.shops[MAIN_SHOP]
    shop.theme.embed_on = False
    editor = "/store/alder-and-pine/themes/current/editor"
    assert "checked" not in (await shopify.client.get(editor)).text
    assert "checked" in (await shopify.client.get(f"{editor}?context=apps&activateAppId=key/chat")).text
    assert not shop.theme.embed_on
    await shopify.client.post("/store/alder-and-pine/themes/current/embed", data={"on": "1"})
    assert shop.theme.embed_on


async def test_the_app_is_told_of_its_embeds(shopify: Shopify, extension: Path) -> None:
    await installed(shopify)
    (listed,) = (await shopify.client.get("/store/alder-and-pine/bridge/extensions")).json()
    (activation,) = listed["activations"]
    assert (activation["handle"], activation["target"], activation["status"]) == ("chat", "body", "active")
    shopify.world.shops[MAIN_SHOP].theme.embed_on = False
    (listed,) = (await shopify.client.get("/store/alder-and-pine/bridge/extensions")).json()
    assert listed["activations"][0] == {**activation, "status": "available", "activations": []}


def test_a_missing_extension_renders_nothing(tmp_path: Path) -> None:
    page = {"request": {"locale": {"iso_code": "en"}}}
    assert render_embeds(page, {}, "index", tmp_path) == Embeds()


async def test_every_product_page_policy_and_picture_is_there(shopify: Shopify) -> None:
    for shop, headers in ((shopify.world.shops[MAIN_SHOP], {}), (shopify.world.by_name("harbor-tea"), TEA)):
        assert shop
        paths = [f"/products/{product.handle}" for product in shop.products]
        paths += [f"/policies/{policy.handle}" for policy in shop.policies]
        paths += [f"/pages/{one.handle}" for one in shop.pages if one.locale == "en" and one.published_at]
        for path in ["/", "/collections/all", "/cart", "/account/login", *paths]:
            assert (path, (await shopify.client.get(path, headers=headers)).status_code) == (path, 200)
        for product in shop.products:
            picture = await shopify.client.get(f"/cdn/products/{product.handle}.svg")
            assert picture.headers["content-type"] == "image/svg+xml"
            assert f"<title>{html.escape(product.title.split(',')[0])}" in picture.text


async def test_pages_come_in_french_under_the_prefix(shopify: Shopify) -> None:
    page = (await shopify.client.get("/fr/pages/faq")).text
    assert '<html lang="fr">' in page
    assert "Questions fréquentes" in page
    assert '"routes": {"root": "/fr/"}' in page
    assert (await shopify.client.get("/de/pages/faq")).status_code == 404


async def test_each_host_shows_its_own_shop_and_a_strange_host_none(shopify: Shopify) -> None:
    assert "Harbor Tea" in (await shopify.client.get("/", headers=TEA)).text
    assert "Alder &amp; Pine" in (await shopify.client.get("/")).text
    answer = await shopify.client.get("/products/summit-two-tent", headers=TEA)
    assert answer.status_code == 404
    answer = await shopify.client.get("/", headers={"Host": "nobody.localhost:9000"})
    assert (answer.status_code, "No such shop" in answer.text) == (404, True)


async def test_a_cart_keeps_what_can_be_bought_and_nothing_else(shopify: Shopify) -> None:
    variant = shopify.world.shops[MAIN_SHOP].products[0].variants[0]
    await shopify.client.post("/cart/add", data={"id": str(variant.id), "quantity": "2"})
    found = (await shopify.client.get("/cart.js")).json()
    assert (found["item_count"], found["total_price"]) == (2, int(variant.price * 200))
    for data in ({"id": "1", "quantity": "1"}, {"id": "x"}, {"id": str(variant.id), "quantity": "1e9"}, {}):
        await shopify.client.post("/cart/add", data=data)
    assert (await shopify.client.get("/cart.js")).json() == found
    await shopify.client.post("/cart/add", data={"id": str(variant.id), "quantity": "99"})
    assert (await shopify.client.get("/cart.js")).json()["item_count"] == 20
    await shopify.client.post("/cart/change", data={"id": str(variant.id), "quantity": "0"})
    assert (await shopify.client.get("/cart.js")).json()["item_count"] == 0


async def test_a_customer_logs_in_without_password_sees_own_orders_and_logs_out(shopify: Shopify) -> None:
    shop = shopify.world.shops[MAIN_SHOP]
    elena = next(customer for customer in shop.customers if customer.email == "elena.petrova@example.com")
    answer = await shopify.client.post("/account/login", data={"customer": str(elena.id)})
    assert answer.cookies["sim_customer"] == str(elena.id)
    page = (await shopify.client.get("/account")).text
    assert "#1001" in page
    others = {order.name for order in shop.orders if order.customer and order.customer.id != elena.id}
    assert not {name for name in re.findall(r"#\d+", page) if name in others}
    await shopify.client.post("/account/logout")
    assert (await shopify.client.get("/account")).headers["location"] == "/account/login"


async def test_an_unknown_customer_is_not_logged_in(shopify: Shopify) -> None:
    for customer in ("1", "x", "", "9" * 40):
        answer = await shopify.client.post("/account/login", data={"customer": customer})
        assert answer.status_code == 200
        assert "sim_customer" not in answer.cookies


async def test_files_outside_the_served_folders_cannot_be_reached(shopify: Shopify) -> None:
    for path in ("/_sim/..%2Fadmin.py", "/cdn/extension/..%2F..%2Fpyproject.toml", "/_sim/.hidden", "/_sim/none.css"):
        assert (path, (await shopify.client.get(path)).status_code) == (path, 404)
    answer = await shopify.client.get("/cdn/products/..%2F..%2Fserving.py")
    assert "import" not in answer.text


async def test_an_order_page_shows_the_order_of_its_own_store_alone(shopify: Shopify) -> None:
    order = next(one for one in shopify.world.shops[MAIN_SHOP].orders if one.name == "#1001")
    page = await shopify.client.get(f"/store/alder-and-pine/orders/{order.id}")
    assert (page.status_code, "#1001" in page.text, "Delayed" in page.text) == (200, True, True)
    assert (await shopify.client.get(f"/store/harbor-tea/orders/{order.id}")).status_code == 404


async def test_a_page_of_the_admin_that_is_not_simulated_says_so(shopify: Shopify) -> None:
    page = await shopify.client.get("/store/alder-and-pine/settings/account")
    assert (page.status_code, "This page is not simulated" in page.text) == (200, True)


async def test_the_control_page_offers_every_fault(shopify: Shopify) -> None:
    page = (await shopify.client.get("/_control?shop=harbor-tea")).text
    assert "Harbor Tea" in page
    faults = (await shopify.client.get("/_control/shops/harbor-tea")).json()["faults"]
    assert {name for name in faults if f'name="{name}"' not in page} == set()


async def test_a_deep_link_at_the_shops_own_domain_leads_to_the_theme_editor(shopify: Shopify) -> None:
    answer = await shopify.client.get(
        f"/shops/{MAIN_SHOP}/admin/themes/current/editor?context=apps&activateAppId=key/chat"
    )
    location = urlsplit(answer.headers["location"])
    assert location.path == "/store/alder-and-pine/themes/current/editor"
    assert parse_qs(location.query)["activateAppId"] == ["key/chat"]


def test_json_in_a_script_cannot_end_it() -> None:
    text = script_json({"a": "</script>\u2028&"})
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == {"a": "</script>\u2028&"}

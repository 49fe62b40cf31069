"""The app in the simulated admin's frame, in a real browser: tokens, navigation, save bar, toasts, and who is heard."""

import base64
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from simulator.settings import MAIN_SHOP
from tests.simulator.browsing import chromium, violations
from tests.simulator.framed_app import Stage, stage


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def shopify() -> Iterator[Stage]:
    with stage() as made:
        made.framed.order = made.world.shops[MAIN_SHOP].orders[0].id
        yield made


@pytest.fixture
def admin(browser: Browser, shopify: Stage) -> Iterator[Page]:
    """The admin with the app framed, as Jonas sees it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{shopify.inbox}?auto_install=1&staff=70002")
    framed(page).wait_for_load_state()
    yield page
    context.close()


def framed(admin: Page) -> Frame:
    element = admin.wait_for_selector("#app")
    frame = element.content_frame() if element else None
    assert frame
    frame.wait_for_function("window.shopify")
    return frame


def claims(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_the_app_gets_a_minute_long_token_of_whoever_is_signed_in(admin: Page) -> None:
    found = claims(framed(admin).evaluate("shopify.idToken()"))
    assert (found["sub"], found["dest"], found["aud"]) == ("70002", f"https://{MAIN_SHOP}", "key")
    assert int(str(found["exp"])) - int(str(found["iat"])) == 60


def test_fetch_to_the_apps_origin_carries_a_token_and_is_tried_again_once(admin: Page, shopify: Stage) -> None:
    call = """async () => { const answer = await fetch('/api', { method: 'POST', body: 'x' });
      return [answer.status, await answer.json()]; }"""
    status, body = framed(admin).evaluate(call)
    assert status == 200
    assert claims(body["authorization"].removeprefix("Bearer "))["sub"] == "70002"
    shopify.framed.refusals = 1
    status, second = framed(admin).evaluate(call)
    assert status == 200
    assert second["authorization"] != body["authorization"]
    shopify.framed.refusals = 2
    status, _ = framed(admin).evaluate(call)
    assert (status, shopify.framed.refusals) == (401, 0)


def test_the_bounce_page_goes_on_with_a_token_and_only_within_the_app(admin: Page, shopify: Stage) -> None:
    frame = framed(admin)
    frame.evaluate("location.assign('/auth/patch-id-token?shopify-reload=' + encodeURIComponent('/tags?x=1'))")
    frame.wait_for_url("**/tags?x=1&id_token=*")
    shopify.framed.requests.clear()
    frame.evaluate(
        "location.assign('/auth/patch-id-token?shopify-reload=' + encodeURIComponent('https://evil.example/'))"
    )
    frame.wait_for_url("**/auth/patch-id-token*")
    admin.wait_for_timeout(200)
    assert frame.url.startswith(f"{shopify.app_url}/auth/patch-id-token")


def test_the_side_navigation_asks_the_app_first_and_the_address_follows_the_app(admin: Page, shopify: Stage) -> None:
    frame = framed(admin)
    frame.evaluate(
        """() => document.addEventListener('shopify:navigate', ({ target }) =>
          history.pushState(null, '', target.getAttribute('href')))"""
    )
    admin.get_by_role("navigation", name="Admin").get_by_role("link", name="Inbox").click()
    admin.wait_for_url(f"{shopify.inbox}/inbox?*")
    assert frame.evaluate("location.pathname") == "/inbox"
    expect(admin.get_by_role("link", name="Inbox")).to_have_attribute("aria-current", "page")


def test_the_side_navigation_loads_the_page_when_the_app_has_no_router(admin: Page) -> None:
    admin.get_by_role("navigation", name="Admin").get_by_role("link", name="Inbox").click()
    framed(admin).wait_for_url("**/inbox")


def test_a_changed_form_shows_the_save_bar_and_saving_hides_it(admin: Page) -> None:
    frame, bar = framed(admin), admin.get_by_role("region", name="Unsaved changes")
    frame.get_by_label("Name").fill("after")
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Discard").click()
    expect(bar).to_be_hidden()
    expect(frame.get_by_label("Name")).to_have_value("before")
    frame.get_by_label("Name").fill("after")
    bar.get_by_role("button", name="Save").click()
    frame.wait_for_function("window.saved")
    expect(bar).to_be_hidden()


def test_a_toast_is_shown_as_text_and_can_be_dismissed(admin: Page) -> None:
    framed(admin).evaluate("shopify.toast.show('<b>Saved</b>', { duration: 60000 })")
    toast = admin.get_by_role("status").get_by_text("<b>Saved</b>")
    expect(toast).to_be_visible()
    admin.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)


def test_an_order_link_opens_the_admins_order_page(admin: Page, shopify: Stage) -> None:
    with admin.context.expect_page() as opened:
        framed(admin).get_by_role("link", name="Order", exact=True).click()
    order = shopify.world.shops[MAIN_SHOP].orders[0]
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text(order.name)


def test_a_full_screen_window_frames_another_page_of_the_app_which_gets_tokens_too(admin: Page) -> None:
    framed(admin).evaluate("document.getElementById('full').showOverlay()")
    dialog = admin.get_by_role("dialog")
    expect(dialog).to_be_visible()
    inner = admin.frame_locator("#window-frame")
    expect(inner.get_by_role("heading", level=1)).to_have_text("/full")
    frame = next(one for one in admin.frames if "/full" in one.url)
    assert claims(frame.evaluate("shopify.idToken()"))["sub"] == "70002"
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_the_app_learns_which_scopes_it_has_and_whether_its_embed_is_on(admin: Page) -> None:
    frame = framed(admin)
    scopes = frame.evaluate("shopify.scopes.query()")
    assert "read_orders" in scopes["granted"]
    assert scopes["optional"] == ["write_orders", "write_returns", "read_locations"]
    (extension,) = frame.evaluate("shopify.app.extensions()")
    assert extension["type"] == "theme_app_extension"


def test_a_page_of_another_origin_hears_nothing_from_the_admin(admin: Page, shopify: Stage) -> None:
    """A frame that was navigated to another origin asks for a token as the app would."""
    stranger = shopify.simulator.replace("localhost", "stranger.localhost")
    frame = framed(admin)
    frame.goto(f"{stranger}/_sim/mark.svg")
    heard = frame.evaluate("""() => new Promise((done) => { addEventListener('message', ({ data }) => done(data));
      parent.postMessage({ appBridge: 1, type: 'request', id: '1', method: 'idToken' }, '*');
      setTimeout(() => done('nothing'), 500); })""")
    assert heard == "nothing"


def test_the_app_does_not_obey_a_page_that_is_not_the_admin(browser: Browser, shopify: Stage) -> None:
    page = browser.new_page()
    page.goto(f"{shopify.app_url}/stranger")
    page.evaluate(f'document.body.innerHTML = \'<iframe id="app" src="{shopify.app_url}/"></iframe>\'')
    frame = framed(page)
    frame.evaluate(
        """() => { window.moved = false;
          document.addEventListener('shopify:navigate', () => (window.moved = true)); }"""
    )
    page.evaluate(
        """document.getElementById('app').contentWindow.postMessage(
          { appBridge: 1, type: 'navigate', href: '/inbox' }, '*')"""
    )
    page.wait_for_timeout(300)
    assert frame.evaluate("[window.moved, location.pathname]") == [False, "/"]
    page.close()


def test_the_admins_own_pages_have_no_accessibility_violation(browser: Browser, shopify: Stage) -> None:
    page = browser.new_page()
    order = shopify.world.shops[MAIN_SHOP].orders[0].id
    base = f"{shopify.simulator}/store"
    paths = [
        f"{base}/harbor-tea/apps/baton",
        f"{base}/alder-and-pine/orders",
        f"{base}/alder-and-pine/orders/{order}",
        f"{base}/alder-and-pine/themes/current/editor?context=apps",
        f"{shopify.simulator}/_control",
        f"{shopify.simulator}/",
        f"{shopify.simulator}/products/summit-two-tent",
        f"{shopify.simulator}/policies/shipping-policy",
        f"{shopify.simulator}/account/login",
        f"{shopify.simulator}/fr/",
    ]
    for path in paths:
        page.goto(path)
        assert (path, violations(page)) == (path, [])
    page.close()

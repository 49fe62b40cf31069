"""The stand-ins behave as far as an app relies on them, and claim nothing that Polaris' own manifest does not have."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cdn import serving
from tests.simulator.browsing import chromium, violations

MANIFEST = json.loads((serving.HERE / "polaris-manifest.json").read_text(encoding="utf-8"))
METHODS = {"hideOverlay", "showOverlay", "toggleOverlay"}

DESCRIBE = """() => Object.fromEntries(%s.map((tag) => {
  const kind = customElements.get(tag);
  const made = document.createElement(tag);
  return [tag, kind && {
    attributes: kind.observedAttributes,
    properties: (names => names.filter((name) => name in made))(%s[tag]),
    handlers: (names => names.filter((name) => `on${name}` in made))(%s[tag]),
    slots: [...made.shadowRoot.querySelectorAll('slot[name]')].map((slot) => slot.name),
  }];
}))"""

GALLERY = Path(__file__).with_name("gallery.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_content("<!doctype html><html lang='en'><head><title>Polaris</title></head><body></body></html>")
    opened.add_script_tag(content=serving.polaris())
    yield opened
    opened.close()


def put(page: Page, html: str) -> None:
    page.evaluate("(html) => { document.body.innerHTML = html; }", html)


def test_every_tag_has_exactly_the_manifests_attributes_events_and_slots(page: Page) -> None:
    properties = {
        tag: [name for names in entry["attributes"].values() for name in names] for tag, entry in MANIFEST.items()
    }
    events = {tag: entry["events"] for tag, entry in MANIFEST.items()}
    script = DESCRIBE % (json.dumps(list(MANIFEST)), json.dumps(properties), json.dumps(events))
    found = page.evaluate(script)
    assert len(found) == 62
    for tag, entry in MANIFEST.items():
        known = found[tag]
        assert known, f"{tag} is not registered"
        attributes = {name for name, fields in entry["attributes"].items() if not METHODS & set(fields)}
        assert set(known["attributes"]) == attributes, tag
        own = {name for name in properties[tag] if name != "children"}
        assert own <= set(known["properties"]), tag
        assert set(known["handlers"]) == set(entry["events"]), tag
        assert set(known["slots"]) == set(entry["slots"]), tag


def test_a_page_of_stand_ins_has_no_accessibility_violation(page: Page) -> None:
    put(page, GALLERY)
    assert violations(page) == []


def test_a_boolean_is_true_by_presence_and_false_by_property(page: Page) -> None:
    put(page, "<s-button disabled>Send</s-button>")
    button = page.get_by_role("button", name="Send")
    expect(button).to_be_disabled()
    page.evaluate("document.querySelector('s-button').disabled = false")
    expect(button).to_be_enabled()
    assert page.evaluate("document.querySelector('s-button').hasAttribute('disabled')") is False


def test_a_disabled_button_tells_nobody_of_a_click(page: Page) -> None:
    put(page, "<s-button disabled>Send</s-button>")
    script = """() => { let clicks = 0; const button = document.querySelector('s-button');
      button.addEventListener('click', () => clicks++); button.click();
      button.dispatchEvent(new MouseEvent('click')); return clicks; }"""
    assert page.evaluate(script) == 0


def test_a_field_gives_its_value_before_its_events(page: Page) -> None:
    put(page, "<s-text-field label='Name' value='Ada'></s-text-field>")
    page.evaluate("""() => { window.seen = []; const field = document.querySelector('s-text-field');
      for (const type of ['input', 'change'])
      field.addEventListener(type, ({ currentTarget }) => seen.push([type, currentTarget.value])); }""")
    page.get_by_label("Name").fill("Grace")
    page.get_by_label("Name").blur()
    assert page.evaluate("seen") == [["input", "Grace"], ["change", "Grace"]]


def test_keys_pressed_in_a_text_area_reach_an_ancestor(page: Page) -> None:
    put(page, "<div id='outer'><s-text-area label='Reply'></s-text-area></div>")
    page.evaluate("document.getElementById('outer').addEventListener('keydown', ({ key }) => (window.key = key))")
    page.get_by_label("Reply").press("Enter")
    assert page.evaluate("window.key") == "Enter"


def test_a_form_gets_values_refuses_what_is_missing_and_resets(page: Page) -> None:
    put(
        page,
        """<form><s-text-field name="name" label="Name" value="Ada"></s-text-field>
      <s-checkbox name="agree" label="Agree" value="yes" required></s-checkbox>
        <s-select name="lang" label="Language"><s-option value="en">English</s-option>
      <s-option value="fr">French</s-option></s-select>
        <s-button type="submit">Save</s-button></form>""",
    )
    page.evaluate("""() => { window.sent = []; document.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault(); sent.push(Object.fromEntries(new FormData(event.target))); }); }""")
    page.get_by_label("Name").fill("Grace")
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Save").click()
    page.wait_for_timeout(50)
    assert page.evaluate("sent") == []
    page.get_by_label("Agree").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_function("sent.length === 1")
    assert page.evaluate("sent[0]") == {"name": "Grace", "agree": "yes", "lang": "fr"}
    page.evaluate("document.querySelector('form').reset()")
    assert page.evaluate("document.querySelector('s-text-field').value") == "Ada"
    assert page.evaluate("document.querySelector('s-checkbox').checked") is False


def test_arrow_keys_move_a_single_choice(page: Page) -> None:
    put(
        page,
        """<s-choice-list label="When"><s-choice value="a" selected>Always</s-choice>
      <s-choice value="b">In hours</s-choice></s-choice-list>""",
    )
    page.get_by_role("radio", name="Always").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('s-choice-list').values") == ["b"]
    expect(page.get_by_role("radio", name="In hours")).to_be_focused()


def test_a_modal_opens_by_command_and_escape_gives_the_focus_back(page: Page) -> None:
    put(
        page,
        """<s-button commandFor="ask" command="--show">Resolve</s-button><s-modal id="ask" heading="Sure?">
      <s-paragraph>Text</s-paragraph>
        <s-button slot="secondary-actions" commandFor="ask" command="--hide">Cancel</s-button></s-modal>""",
    )
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("dialog", name="Sure?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Resolve")).to_be_focused()


def test_a_menu_is_walked_by_arrows_and_closes_when_an_item_is_taken(page: Page) -> None:
    put(
        page,
        """<s-button commandFor="more">More</s-button><s-menu id="more" accessibilityLabel="More">
      <s-button>Note</s-button><s-button>Redact</s-button></s-menu>""",
    )
    page.get_by_role("button", name="More").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Redact")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem")).to_have_count(0)


def test_a_responsive_value_follows_its_container(page: Page) -> None:
    put(
        page,
        """<div id="room" style="width: 800px"><s-query-container>
      <s-grid gridTemplateColumns="@container (inline-size > 500px) 200px 1fr, 1fr">
        <s-box>One</s-box><s-box>Two</s-box></s-grid></s-query-container></div>""",
    )
    tops = "[...document.querySelectorAll('s-box')].map((box) => box.getBoundingClientRect().top)"
    first, second = page.evaluate(tops)
    assert first == second
    page.evaluate("document.getElementById('room').style.width = '400px'")
    first, second = page.evaluate(tops)
    assert first < second


def test_a_page_loads_nothing_from_elsewhere() -> None:
    for source in (serving.polaris(), serving.app_bridge()):
        assert "https://" not in source.replace("http://www.w3.org/", "")

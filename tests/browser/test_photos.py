"""A shopper shows what arrived broken, on a phone; an agent sees it small and large beside the conversation."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.people import Agent, Shopper, faults


def photo_at(path: Path, size: tuple[int, int], colour: str) -> Path:
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).line((0, 0, *size), fill="white", width=size[0] // 20)
    image.save(path)
    return path


def test_the_page_and_the_cart_before_a_shopper_stand_in_the_brief(
    agent: Callable[..., Agent], shopper: Callable[..., Shopper], pictures: Path
) -> None:
    someone = shopper("/collections/all")
    someone.page.locator("main a[href*='/products/']").first.click()
    someone.page.get_by_role("button", name="Add to cart").click()
    expect(someone.page.get_by_role("heading", name="Your cart")).to_be_visible()
    someone.open_chat().say("I want to talk to a person about a zinc whistle")
    someone.reads("zinc whistle")
    maya = agent()
    maya.views("All")
    maya.opens("zinc whistle")
    hint = maya.details.locator(".browser-hint")
    expect(hint.get_by_text("From the shopper's browser")).to_be_visible()
    expect(hint.locator(".line").first).to_contain_text("1 × ")
    expect(hint.get_by_role("link", name="Your cart")).to_have_attribute("href", someone.page.url)
    hint.scroll_into_view_if_needed()
    maya.page.screenshot(path=pictures / "hint-brief.png")


def test_photos_are_sent_from_a_phone_survive_a_reload_and_open_large_before_the_agent(
    agent: Callable[..., Agent], shopper: Callable[..., Shopper], pictures: Path, tmp_path: Path
) -> None:
    cracked = photo_at(tmp_path / "cracked.jpg", (1600, 1200), "#7a5b3a")
    label = photo_at(tmp_path / "label.png", (600, 900), "#3a5b7a")
    letter = tmp_path / "letter.jpg"
    letter.write_bytes(b"%PDF-1.7 not a photo")
    someone = shopper(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    someone.launcher.click()
    someone.say("I want to return my walnut kettle, it arrived in seven pieces")
    someone.reads("seven pieces")
    expect(someone.form.get_by_label("Item")).to_be_visible()
    maya = agent()
    maya.views("All")
    maya.opens("seven pieces")
    someone.form.get_by_label("Order number").fill("1001")
    someone.form.get_by_label("Item").fill("Walnut kettle")
    someone.form.get_by_label("Reason").select_option("Arrived damaged")
    choose = someone.form.locator("input[type=file]")
    choose.set_input_files([cracked, letter])
    expect(someone.form.get_by_text("This file is no photo that can be read.")).to_be_visible()
    someone.form.get_by_text("This file is no photo").scroll_into_view_if_needed()
    someone.page.screenshot(path=pictures / "photos-refused.png")
    someone.form.get_by_role("button", name="Remove: Photos 2").click()
    choose.set_input_files(label)
    expect(someone.form.locator(".photo img")).to_have_count(2)
    expect(someone.form.locator("progress")).to_have_count(0)
    expect(someone.form.get_by_text("Saved as you type")).to_be_visible()
    expect(maya.details.locator(".photos img")).to_have_count(2)
    someone.form.locator(".photos").scroll_into_view_if_needed()
    someone.page.screenshot(path=pictures / "photos-phone.png")
    assert faults(someone.page) == []
    someone.page.reload()
    if not someone.panel.is_visible():
        someone.launcher.click()
    expect(someone.form.locator(".photo img")).to_have_count(2)
    expect(someone.form.locator(".photo a")).to_have_count(2)
    someone.form.get_by_role("button", name="Send").click()
    expect(someone.form).to_have_count(0)
    expect(someone.log.locator(".answered .photo img")).to_have_count(2)
    someone.log.locator(".answered .photos").scroll_into_view_if_needed()
    someone.page.screenshot(path=pictures / "photos-answered.png")
    brief = maya.details.get_by_role("button", name="Open Photo 2")
    expect(brief.locator("img")).to_be_visible()
    maya.page.screenshot(path=pictures / "photos-brief.png")
    brief.click()
    large = maya.app.locator("dialog.photo-large")
    expect(large.locator("img")).to_be_visible()
    expect(large.get_by_text("Photo 2 of 2")).to_be_visible()
    maya.page.keyboard.press("ArrowLeft")
    expect(large.get_by_text("Photo 1 of 2")).to_be_visible()
    expect(large.locator("img")).to_have_js_property("naturalWidth", 1600)
    maya.page.screenshot(path=pictures / "photos-large.png")
    assert maya.faults() == []
    maya.page.keyboard.press("Escape")
    expect(large).to_have_count(0)

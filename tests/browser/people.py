"""What a shopper and an agent do and see, in the words of the screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

CANADA = "Do you ship to Canada and how long does it take?"


def faults(where: Page | Frame) -> list[str]:
    """What axe finds wrong, one line each. A run does not enter frames of another origin."""
    found = Axe().run(where).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


class Shopper:
    """Somebody before a storefront page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.locator("dialog.panel")
        self.launcher = page.locator("button.launcher")
        self.box = self.panel.locator("form.composer textarea")
        self.log = page.get_by_role("log")
        self.form = self.panel.locator("form.card")

    def open_chat(self) -> "Shopper":
        self.launcher.click()
        expect(self.box).to_be_focused()
        return self

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def reads(self, text: str) -> Locator:
        """Waits for words in the thread, accepted by the server."""
        found = self.log.get_by_text(text)
        expect(found).to_have_count(1)
        return found

    def lines(self) -> list[str]:
        """The words of every message, from the first to the last."""
        return [text.strip() for text in self.log.locator(".bubble, .activity").all_inner_texts()]


class Agent:
    """Somebody of the staff, with the app inside the admin."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.app: FrameLocator = page.frame_locator("#app")
        self.rows = self.app.locator("button.row")
        self.thread = self.app.get_by_role("region", name="Conversation", exact=True)
        self.log = self.app.get_by_role("log")
        self.details = self.app.get_by_role("complementary", name="Details")
        self.box = self.app.locator("#composer-text textarea")

    def frame(self) -> Frame:
        handle = self.page.locator("#app").element_handle()
        assert handle is not None
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def goes_to(self, page: str) -> None:
        self.page.locator("#app-nav").get_by_role("link", name=page).click()

    def views(self, view: str) -> None:
        self.app.get_by_role("group", name="View").get_by_role("button", name=view).click()

    def row(self, text: str) -> Locator:
        return self.rows.filter(has_text=text)

    def opens(self, text: str) -> None:
        self.row(text).click()
        expect(self.log.locator("article").first).to_be_visible()

    def presses(self, name: str) -> None:
        """One of the moves at the head of the thread."""
        self.thread.locator(".thread-moves").get_by_role("button", name=name, exact=True).click()

    def sends(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Control+Enter")

    def reads(self, text: str) -> Locator:
        found = self.log.get_by_text(text)
        expect(found).to_have_count(1)
        return found

    def faults(self) -> list[str]:
        """What axe finds in the app's own document."""
        return faults(self.frame())

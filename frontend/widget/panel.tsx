/**
 * Puts the panel beside the launcher, in its shadow root, and opens and closes it.
 *
 * Focus goes to where the shopper will write when they opened it themselves, and nowhere when it comes back after a
 * reload; it returns to the launcher when the panel closes.
 */
import { render } from "preact";
import { createApi } from "./api";
import { createChat } from "./chat";
import { inkOn, normal, readableOn } from "./colour";
import type { Host, Panel } from "./config";
import type { View } from "./view";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/thread.css";
import "./styles/sources.css";
import "./styles/cards.css";
import "./styles/compose.css";
import "./styles/adapt.css";
import { ScriptContext, scriptAt } from "./form-place";
import { Shell } from "./shell";
import { createStorage } from "./storage";
import { createWords, WordsContext } from "./words";

/** The grounds of styles/base.css on which the shop's colour is used as text. */
const LIGHT_GROUND = "#f3f4f2";
const DARK_GROUND = "#26292c";

function frame({ root, config }: Host): HTMLElement {
  const element = document.createElement("div");
  element.className = `chat ${config.side}`;
  element.lang = config.locale;
  element.dir = new Intl.Locale(config.locale).language.match(/^(ar|fa|he|ur)$/) ? "rtl" : "ltr";
  const look = element.style;
  look.setProperty("--brand", normal(config.colour));
  look.setProperty("--on-brand", inkOn(config.colour));
  look.setProperty("--brand-light", readableOn(LIGHT_GROUND, config.colour));
  look.setProperty("--brand-dark", readableOn(DARK_GROUND, config.colour));
  look.setProperty("--bottom", `${config.offsetBottom + 72}px`);
  look.setProperty("--side", `${config.offsetSide}px`);
  root.append(element);
  return element;
}

export function mount(host: Host): Panel {
  const { config, launcher } = host;
  const storage = createStorage(config.shop);
  const session = createStorage(config.shop, () => sessionStorage);
  const words = createWords(config);
  const said = { unreachable: words.t("unreachable"), noEmail: words.t("email_wrong") };
  const chat = createChat(createApi(config, storage), storage, said, host.hints);
  const element = frame(host);
  const script = scriptAt(config.form);
  const phone = matchMedia("(max-width: 480px)");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const field: { current: HTMLTextAreaElement | null } = { current: null };
  let isOpen = false;

  function draw(view: View) {
    host.setUnread(isOpen ? 0 : (view.thread?.unread ?? 0));
    const props = {
      view,
      chat,
      storage,
      isOpen,
      field,
      greeting: config.greeting,
      isModal: phone.matches,
      onClose: close,
    };
    render(
      <WordsContext.Provider value={words}>
        <ScriptContext.Provider value={script}>
          <Shell {...props} />
        </ScriptContext.Provider>
      </WordsContext.Provider>,
      element,
    );
    keepFocus();
  }

  /** What had the focus may be gone, such as a form that was sent; the next thing to do is to write. */
  let focused: Element | null = null;
  element.addEventListener("focusin", (event) => {
    focused = event.target as Element;
  });
  function keepFocus() {
    if (!isOpen || !focused || focused.isConnected) return;
    focused = null;
    if (document.activeElement === document.body) settle();
  }
  // On a phone the keyboard would hide what there is to read.
  const settle = () => (phone.matches ? dialog() : field.current)?.focus({ preventScroll: true });

  const dialog = () => element.querySelector("dialog");
  const isDark = () => config.scheme === "dark" || (config.scheme === "auto" && night.matches);

  /**
   * Shows the dialog as fits the window. Over a whole phone it is modal, so that nothing behind it can be reached; beside a
   * page it is not, and the attribute alone opens it, since `show()` would take the focus.
   */
  function adapt() {
    const box = dialog();
    const isModal = isOpen && phone.matches;
    if (box && box.matches(":modal") !== isModal) {
      if (box.open) box.close();
      if (isModal) box.showModal();
    }
    if (box && !isModal) box.open = isOpen;
    element.classList.toggle("dark", isDark());
    // On a phone the keyboard covers the page without resizing it; the panel follows what can be seen.
    const seen = window.visualViewport;
    element.style.setProperty("--seen", seen ? `${seen.height}px` : "100%");
    element.style.setProperty("--seen-top", seen ? `${seen.offsetTop}px` : "0px");
    document.documentElement.style.overflow = isModal ? "hidden" : "";
  }

  function open(takeFocus: boolean) {
    isOpen = true;
    session.write("open", true);
    chat.start();
    host.setOpen(true);
    adapt();
    draw(chat.view);
    if (takeFocus) settle();
  }

  function close() {
    isOpen = false;
    session.write("open", null);
    host.setOpen(false);
    adapt();
    draw(chat.view);
    launcher.focus();
    chat.rest();
  }

  // The storefront's own shortcuts must not answer to what is typed here.
  element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    close();
  });
  for (const changing of [phone, night]) changing.addEventListener("change", adapt);
  for (const name of ["resize", "scroll"]) window.visualViewport?.addEventListener(name, adapt);
  chat.onChange(draw);
  draw(chat.view);
  adapt();
  if (storage.read("live")) chat.start();

  return { open, toggle: () => (isOpen ? close() : open(true)) };
}

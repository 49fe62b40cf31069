/**
 * The launcher in the corner, and nothing else until it is needed: no request, no socket, no layout shift.
 *
 * The panel is fetched at the first click, or when idle if a conversation is open in this browser, for the badge and to
 * come back as it was left. In the theme editor the launcher only shows.
 */
import { hintsOf } from "./cart";
import { inkOn, normal } from "./colour";
import { CONFIG_ID, type Config, excludes, fill, type Host, type Panel, stored } from "./config";
import css from "./loader.css?inline";

const BUBBLE =
  "M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.5 3.2 5.9-.1 1-.5 2.2-1.4 3.2 1.9-.1 3.6-.9 4.8-1.8.8.2 1.6.3 2.4.3 5 0 9-3.4 9-7.6s-4-7.7-9-7.7Z";
const CHEVRON = "m6 9.5 6 6 6-6";

function icon(name: string, path: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(space, "path"));
  svg.firstElementChild?.setAttribute("d", path);
  return svg;
}

function kept(storage: () => Storage, name: string): string | null {
  try {
    return storage().getItem(name);
  } catch {
    return null;
  }
}

function start(config: Config) {
  const { strings, shop } = config;
  const element = document.createElement("div");
  element.id = "baton-chat";
  element.style.cssText = "position:fixed;z-index:2147483000;width:0;height:0;bottom:0;right:0";
  const root = element.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = css;
  const launcher = document.createElement("button");
  launcher.className = "launcher";
  launcher.type = "button";
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.hidden = true;
  launcher.append(icon("bubbles", BUBBLE), icon("chevron", CHEVRON), badge);
  root.append(style, launcher);

  const look = launcher.style;
  look.setProperty("--brand", normal(config.colour));
  look.setProperty("--ink", inkOn(config.colour));
  look.setProperty("--bottom", `${config.offsetBottom}px`);
  look.setProperty(config.side, `${config.offsetSide}px`);

  let isOpen = false;
  let unread = 0;
  function show() {
    launcher.setAttribute("aria-expanded", String(isOpen));
    const name = isOpen ? strings.close : strings.open;
    launcher.setAttribute(
      "aria-label",
      unread ? `${name} (${fill(strings.unread, { number: unread })})` : (name ?? ""),
    );
    badge.hidden = !unread;
    badge.textContent = unread > 9 ? "9+" : String(unread);
  }
  show();

  const host: Host = {
    root,
    config,
    launcher,
    setOpen(now) {
      isOpen = now;
      show();
    },
    setUnread(count) {
      unread = count;
      show();
    },
    hints: () => hintsOf(config.root),
  };

  let panel: Promise<Panel> | null = null;
  let tries = 0;
  /** The stylesheet and the script come side by side; the panel is put up when both are there. */
  async function fetched(): Promise<Panel> {
    // A browser may remember that a module failed to load; another address is asked again.
    const again = tries++ ? `${config.panel.includes("?") ? "&" : "?"}try=${tries}` : "";
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = config.stylesheet;
    const styled = new Promise((resolve, reject) => {
      sheet.onload = resolve;
      sheet.onerror = reject;
    });
    root.prepend(sheet);
    try {
      const [module] = await Promise.all([import(/* @vite-ignore */ config.panel + again), styled]);
      return module.mount(host) as Panel;
    } catch (error) {
      sheet.remove();
      throw error;
    }
  }

  function load(): Promise<Panel> {
    if (panel) return panel;
    launcher.setAttribute("aria-busy", "true");
    panel = fetched();
    panel
      .catch(() => {
        panel = null;
        launcher.setAttribute("aria-label", strings.unavailable ?? "");
      })
      .finally(() => launcher.removeAttribute("aria-busy"));
    return panel;
  }

  document.body.append(element);
  if (config.designMode) return;
  launcher.onclick = () =>
    load()
      .then((ready) => ready.toggle())
      .catch(() => undefined);
  const wasOpen = kept(() => sessionStorage, stored(shop, "open"));
  if (!wasOpen && !kept(() => localStorage, stored(shop, "live"))) return;
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_200));
  later(() => {
    const ready = load().then((it) => {
      // On a phone the panel covers the page, which the shopper has just asked for.
      if (wasOpen && innerWidth > 480) it.open(false);
    });
    ready.catch(() => undefined);
  });
}

function begin() {
  const script = document.getElementById(CONFIG_ID);
  if (!script || document.getElementById("baton-chat")) return;
  const config = JSON.parse(script.textContent ?? "") as Config;
  const shopify = (window as { Shopify?: { routes?: { root?: string }; designMode?: boolean } }).Shopify;
  config.root = shopify?.routes?.root ?? config.root;
  config.designMode ||= !!shopify?.designMode;
  if (config.designMode || !excludes(config.excluded, location.pathname)) start(config);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();

/**
 * Pages by path. The parameters by which Shopify admin knows the frame (shop, host, embedded, locale) stay in the
 * address through every change, because App Bridge reads them after a reload.
 */
import { Store } from "../ui/store";

export type PageName = "home" | "inbox" | "knowledge" | "playground" | "actions" | "tags" | "settings";

export interface Route {
  page: PageName;
  conversationId: string | null;
  parameters: URLSearchParams;
}

const FRAME = ["shop", "host", "embedded", "locale"];
const PAGES: readonly PageName[] = ["inbox", "knowledge", "actions", "tags", "settings"];

export function routeOf(url: URL): Route {
  const [first = "", second = ""] = url.pathname.split("/").filter(Boolean);
  const named = PAGES.find((name) => name === first) ?? "home";
  const page = named === "knowledge" && second === "playground" ? "playground" : named;
  const conversationId = page === "inbox" && second !== "" ? decodeURIComponent(second) : null;
  return { page, conversationId, parameters: url.searchParams };
}

/** `target` with the frame's parameters of `current`; anything else of the current query is left behind. */
export function addressOf(target: string, current: URL): string {
  const next = new URL(target, current);
  for (const name of FRAME) {
    const value = current.searchParams.get(name);
    if (value !== null && !next.searchParams.has(name)) next.searchParams.set(name, value);
  }
  return next.pathname + next.search;
}

const here = () => new URL(window.location.href);

export const route = new Store<Route>(routeOf(here()));

export function navigate(target: string, how: "push" | "replace" = "push"): void {
  const address = addressOf(target, here());
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
  route.set(routeOf(here()));
}

/** Follows the browser's own way back and the clicks on App Bridge's navigation. Returns the way to stop. */
export function startRouting(): () => void {
  const read = () => route.set(routeOf(here()));
  const follow = (event: Event) => {
    const href = event.target instanceof Element ? event.target.getAttribute("href") : null;
    if (href?.startsWith("/")) {
      event.preventDefault();
      navigate(href);
    }
  };
  read();
  window.addEventListener("popstate", read);
  document.addEventListener("shopify:navigate", follow);
  return () => {
    window.removeEventListener("popstate", read);
    document.removeEventListener("shopify:navigate", follow);
  };
}

/** For a link inside a page: a plain click stays in the page, a modified one opens a tab as links do. */
export function followLink(event: MouseEvent, target: string): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  navigate(target);
}

import { afterEach, expect, test } from "vitest";
import { addressOf, navigate, route, routeOf, startRouting } from "./router";

const FRAMED =
  "http://app.example/inbox/7?shop=a.myshopify.com&host=aG9zdA&embedded=1&locale=en&id_token=secret&view=ALL";

afterEach(() => window.history.replaceState(null, "", "/"));

test("a path names its page, and anything unknown is Home", () => {
  const page = (path: string) => routeOf(new URL(path, "http://app.example"));
  expect(page("/").page).toBe("home");
  expect(page("/inbox")).toMatchObject({ page: "inbox", conversationId: null });
  expect(page("/inbox/7")).toMatchObject({ page: "inbox", conversationId: "7" });
  expect(page("/tags").page).toBe("tags");
  expect(page("/knowledge").page).toBe("knowledge");
  expect(page("/knowledge/playground").page).toBe("playground");
  expect(page("/playground").page).toBe("home");
  expect(page("/nothing").page).toBe("home");
});

test("the frame's parameters stay, the token and the page's own parameters do not", () => {
  const address = new URL(addressOf("/tags?tag=refund", new URL(FRAMED)), "http://app.example");
  expect(address.pathname).toBe("/tags");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    tag: "refund",
    shop: "a.myshopify.com",
    host: "aG9zdA",
    embedded: "1",
    locale: "en",
  });
});

test("a click on the admin's menu changes the page without loading it", () => {
  const stop = startRouting();
  const link = document.createElement("s-link");
  link.setAttribute("href", "/knowledge");
  document.body.append(link);
  const event = new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true });
  link.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(route.value.page).toBe("knowledge");
  stop();
  link.remove();
});

test("the browser's way back is followed", () => {
  const stop = startRouting();
  navigate("/tags");
  window.history.replaceState(null, "", "/settings");
  window.dispatchEvent(new PopStateEvent("popstate"));
  expect(route.value.page).toBe("settings");
  stop();
});

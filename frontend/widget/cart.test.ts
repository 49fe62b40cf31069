import { afterEach, expect, test, vi } from "vitest";
import { cartOf, hintsOf } from "./cart";

const CART = {
  token: "a-secret-of-the-storefront",
  item_count: 3,
  total_price: 6450,
  currency: "CAD",
  items: [
    { product_title: "Enamel mug", title: "Enamel mug - Blue", variant_title: "Blue", quantity: 2, price: 1800 },
    { title: "Tea", variant_title: null, quantity: 1, properties: { secret: "x" } },
  ],
};

afterEach(() => vi.unstubAllGlobals());

test("of a cart go titles, variants, quantities and the total, and nothing else", () =>
  expect(cartOf(CART)).toEqual({
    items: [
      { title: "Enamel mug", variant: "Blue", quantity: 2 },
      { title: "Tea", variant: "", quantity: 1 },
    ],
    itemCount: 3,
    total: "64.50",
    currency: "CAD",
  }));

test.each([null, "<html>", { items: [] }, { items: "many" }, {}])("%j is no cart", (told) =>
  expect(cartOf(told)).toBeNull(),
);

test("no more of a long cart goes than is read", () => {
  const items = Array.from({ length: 90 }, () => ({ title: "x".repeat(500), quantity: "2.5" }));
  const cart = cartOf({ ...CART, items, item_count: 180 });
  expect([cart?.items.length, cart?.itemCount, cart?.items[0]?.title.length]).toEqual([20, 180, 120]);
  expect(cart?.items[0]?.quantity).toBe(2);
});

test.each([
  ["a page that is not there", async () => new Response("", { status: 404 })],
  ["a page of words", async () => new Response("<html>")],
  ["a network that is away", async () => Promise.reject(new TypeError("offline"))],
])("%s leaves the page without a cart", async (_, fetched) => {
  vi.stubGlobal("fetch", fetched);
  expect((await hintsOf("/")).cart).toBeNull();
});

test("the cart of the shopper's own language and market is asked for", async () => {
  const asked = vi.fn(async (_: string) => Response.json(CART));
  vi.stubGlobal("fetch", asked);
  document.title = "Mugs";
  const hints = await hintsOf("/fr/");
  expect(asked.mock.calls[0]?.[0]).toBe("/fr/cart.js");
  expect([hints.pageTitle, hints.cart?.itemCount]).toEqual(["Mugs", 3]);
});

import { expect, test, vi } from "vitest";
import { stateOf } from "../home/embed";
import { questionsOf } from "../settings/widget-settings";
import { refusalsOf } from "./field-errors";
import { Store } from "./store";
import { rangeOf } from "./windowed";
import { capitalised } from "./words";

test("a store tells its listeners once for each change and not at all for none", () => {
  const store = new Store({ count: 0 });
  const heard = vi.fn();
  const stop = store.listen(heard);
  store.patch({ count: 1 });
  store.set(store.value);
  expect(heard).toHaveBeenCalledTimes(1);
  stop();
  store.patch({ count: 2 });
  expect(heard).toHaveBeenCalledTimes(1);
});

test("ten thousand rows draw only a screenful, and the last row can be reached", () => {
  const { first, end } = rangeOf(90 * 5_000, 720, 90, 10_000);
  expect(end - first).toBeLessThan(25);
  expect(first).toBeLessThanOrEqual(5_000);
  expect(rangeOf(90 * 9_992, 720, 90, 10_000).end).toBe(10_000);
  expect(rangeOf(5_000, 720, 90, 3)).toEqual({ first: 3, end: 3 });
});

test("a refusal stands beside the field that it names, any other above the form", () => {
  const error = (field: string | null, message: string) => ({ code: "INVALID", message, field, retryAfter: null });
  expect(refusalsOf([error("name", "Too long"), error("other", "Odd"), error(null, "Later")], ["name"])).toEqual({
    fields: { name: "Too long" },
    form: "Odd",
  });
});

test("opening questions are one for each line, without empty ones", () => {
  expect(questionsOf("Where is my order?\n\n  Do you ship to Canada? \n")).toEqual([
    "Where is my order?",
    "Do you ship to Canada?",
  ]);
});

test("the widget is on only when Shopify says that its embed is active", () => {
  expect(stateOf([{ handle: "chat", status: "active" }])).toBe("on");
  expect(stateOf([{ handle: "chat", status: "available" }])).toBe("off");
  expect(stateOf([])).toBe("off");
});

test("a phrase that stands as a line of its own begins with a capital", () => {
  expect(capitalised("the shopper asked again")).toBe("The shopper asked again");
  expect(capitalised("Élise released it")).toBe("Élise released it");
  expect(capitalised("")).toBe("");
});

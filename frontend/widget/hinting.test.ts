import { expect, test, vi } from "vitest";
import type { Hints } from "./cart";
import { createHinting } from "./hinting";

test("what was told is not told again until it is something else", async () => {
  let page = "/a";
  const told: string[] = [];
  const hints = vi.fn(async (): Promise<Hints> => ({ pageUrl: page, pageTitle: "", cart: null }));
  const hint = createHinting(hints, ({ pageUrl }) => told.push(pageUrl));
  for (const next of ["/a", "/a", "/b", "/a"]) {
    page = next;
    hint();
    await vi.waitFor(() => expect(hints.mock.results.length).toBeGreaterThan(0));
    await Promise.resolve();
  }
  expect(told).toEqual(["/a", "/b", "/a"]);
  createHinting(undefined, () => told.push("nothing"))();
  expect(told.length).toBe(3);
});

import { expect, test, vi } from "vitest";
import { excludes, fill } from "./config";
import { toggled } from "./kinds";
import { createStorage } from "./storage";
import { createTyping } from "./typing";
import { createWords } from "./words";

test("pages are left out by their path, or all below it by a star", () => {
  const lines = "/pages/wholesale*\n\n /cart \n";
  expect(excludes(lines, "/pages/wholesale-terms")).toBe(true);
  expect(excludes(lines, "/cart")).toBe(true);
  expect(excludes(lines, "/cart/")).toBe(true);
  expect(excludes(lines, "/cartography")).toBe(false);
  expect(excludes("", "/")).toBe(false);
});

test("values are put where their name stands", () => {
  expect(fill("{name} is writing…", { name: "Maya" })).toBe("Maya is writing…");
  expect(fill("{name} {other}", { name: "{other}" })).toBe("{other} {other}");
  expect(fill(undefined)).toBe("");
});

test("several choices are kept in the order in which they are offered", () => {
  const offered = ["Refund", "Exchange", "Credit"];
  const one = toggled("", "Credit", offered);
  const two = toggled(one, "Refund", offered);
  expect(two).toBe("Refund\nCredit");
  expect(toggled(two, "Credit", offered)).toBe("Refund");
});

test("a browser that refuses storage is met with memory", () => {
  const refusing = createStorage("shop.example", () => {
    throw new Error("SecurityError");
  });
  refusing.write("draft", "half a sentence");
  expect(refusing.read("draft")).toBe("half a sentence");
  refusing.write("draft", null);
  expect(refusing.read("draft")).toBeNull();
});

test("broken storage is as good as none", () => {
  localStorage.setItem("baton-chat:shop.example:outbox", "{not json");
  expect(createStorage("shop.example").read("outbox")).toBeNull();
  localStorage.clear();
});

test("typing is said seldom, and its end once", () => {
  vi.useFakeTimers();
  const said: boolean[] = [];
  const typing = createTyping((isTyping) => said.push(isTyping));
  for (let key = 0; key < 30; key++) {
    typing.touch();
    vi.advanceTimersByTime(200);
  }
  expect(said).toEqual([true, true]);
  vi.advanceTimersByTime(60_000);
  typing.stop();
  expect(said).toEqual([true, true, false]);
  vi.useRealTimers();
});

test("a date without a time is the same day everywhere", () => {
  const config = { strings: {}, locale: "en" } as Parameters<typeof createWords>[0];
  expect(createWords(config).day("2026-11-26")).toBe("Thu, Nov 26");
  expect(createWords(config).day("soon")).toBe("soon");
});

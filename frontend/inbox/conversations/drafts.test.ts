import { beforeEach, expect, test } from "vitest";
import { keepFor } from "../ui/keep";
import { keepOutbox, readOutbox } from "./drafts";

beforeEach(() => {
  localStorage.clear();
  keepFor("1.70001");
});

const own = {
  clientKey: "k1",
  kind: "reply",
  text: "hello",
  at: "2026-11-22T09:00:00Z",
  sequence: null,
  failure: null,
};

test("what was sent but not confirmed comes back under its key, as not confirmed", () => {
  keepOutbox("7", [own]);
  expect(readOutbox("7")).toEqual([{ ...own, failure: "Not confirmed before the page was left." }]);
});

test("what the server accepted is not kept", () => {
  keepOutbox("7", [{ ...own, sequence: 4 }]);
  expect(readOutbox("7")).toEqual([]);
});

test("a broken entry is left out and breaks nothing", () => {
  localStorage.setItem("baton.1.70001.outbox.7", '[{"clientKey":"x"},5,null');
  expect(readOutbox("7")).toEqual([]);
  localStorage.setItem("baton.1.70001.outbox.7", `[{"clientKey":"x"},5,null,${JSON.stringify(own)}]`);
  expect(readOutbox("7").map((entry) => entry.clientKey)).toEqual(["k1"]);
});

test("one agent never finds what another left in the same browser", () => {
  keepOutbox("7", [own]);
  keepFor("1.70002");
  expect(readOutbox("7")).toEqual([]);
  keepFor("1.70001");
  expect(readOutbox("7")).toHaveLength(1);
});

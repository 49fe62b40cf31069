import { beforeEach, expect, test, vi } from "vitest";
import { keepFor } from "../ui/keep";
import { keepDraft, keepOutbox, readDraft, readOutbox } from "./drafts";

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

test("a draft is kept for each conversation and kind", () => {
  keepDraft("7", "reply", "to Elena");
  keepDraft("7", "note", "to the team");
  keepDraft("8", "reply", "to Ines");
  expect([readDraft("7", "reply"), readDraft("7", "note"), readDraft("8", "reply"), readDraft("9", "reply")]).toEqual([
    "to Elena",
    "to the team",
    "to Ines",
    "",
  ]);
});

test("a draft is kept while the page stands where the browser refuses storage", () => {
  const refuse = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("refused");
  });
  keepDraft("77", "reply", "still here");
  expect(readDraft("77", "reply")).toBe("still here");
  refuse.mockRestore();
});

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

test("one agent never finds the draft of another in the same browser", () => {
  keepDraft("7", "reply", "from Maya");
  keepFor("1.70002");
  expect(readDraft("7", "reply")).toBe("");
  keepFor("1.70001");
  expect(readDraft("7", "reply")).toBe("from Maya");
});

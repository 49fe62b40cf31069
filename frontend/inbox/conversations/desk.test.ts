import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as desks from "./desk";
import { conversation } from "./fixtures";
import { inbox } from "./inbox";
import { openPaper } from "./papers";

interface Kept {
  conversationId: string;
  clientKey: string;
  kind: string;
  text: string;
  revision: number;
  savedAt: string;
}
let isReached: boolean;
let saves: string[];
let drafts: Map<string, Kept>;
let read: object[];
let revision: number;
let refusal: object | null;

async function fakeFetch(_: string, init: RequestInit): Promise<Response> {
  if (!isReached) throw new TypeError("network");
  const { query, variables } = JSON.parse(String(init.body));
  if (/DeskNow/.test(query)) {
    const desk = { revision, hasMore: false, reset: false, drafts: [...drafts.values()], read };
    return new Response(JSON.stringify({ data: { desk } }));
  }
  saves.push(variables.text);
  if (refusal) return new Response(JSON.stringify({ data: { saved: { draft: null, userErrors: [refusal] } } }));
  const draft = { ...variables, revision: ++revision, savedAt: "2026-11-22T09:00:00Z" };
  drafts.set(variables.clientKey, draft);
  return new Response(
    JSON.stringify({ data: { saved: { draft: variables.text === "" ? null : draft, userErrors: [] } } }),
  );
}

class SilentSocket {
  send() {}
  close() {}
}

const text = () => openPaper(desks.desk.value.papers, "7", "reply")?.text ?? "";
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** As a reload in a browser that blocks storage: nothing is left but the server. */
async function reload(): Promise<void> {
  desks.stopDesk();
  localStorage.clear();
  desks.startDesk();
  await pass(5);
}

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  [isReached, saves, drafts, read, revision, refusal] = [true, [], new Map(), [], 0, null];
  vi.stubGlobal("fetch", fakeFetch);
  vi.stubGlobal("WebSocket", SilentSocket);
  vi.stubGlobal("shopify", { idToken: async () => "token" });
  desks.startDesk();
  await pass(5);
});

afterEach(() => {
  desks.stopDesk();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is typed is saved when the typing rests, once, with its last letter", async () => {
  for (const typed of ["D", "De", "Dear"]) desks.write("7", "reply", typed);
  expect(saves).toEqual([]);
  await pass(1_000);
  expect(saves).toEqual(["Dear"]);
  await pass(60_000);
  expect(saves).toEqual(["Dear"]);
});

test("it survives a reload in a browser that keeps nothing, under its key", async () => {
  desks.write("7", "reply", "Dear Elena");
  await pass(1_000);
  const key = [...drafts.keys()][0];
  await reload();
  expect(text()).toBe("Dear Elena");
  expect(desks.takeAway("7", "reply")).toBe(key);
});

test("what could not be saved is saved as soon as the server is reached again", async () => {
  isReached = false;
  desks.write("7", "reply", "Dear");
  await pass(3_000);
  expect(saves).toEqual([]);
  isReached = true;
  await pass(40_000);
  expect(saves).toEqual(["Dear"]);
});

test("what was typed just before the page went is found in the browser, and saved", async () => {
  isReached = false;
  desks.write("7", "reply", "Dear");
  desks.stopDesk();
  isReached = true;
  desks.startDesk();
  expect(text()).toBe("Dear");
  await pass(2_000);
  expect(saves).toEqual(["Dear"]);
});

test("a page that is hidden saves at once", async () => {
  desks.write("7", "reply", "Dear");
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(1);
  expect(saves).toEqual(["Dear"]);
});

test("a text that the server refuses is not sent again and again, and the agent reads why", async () => {
  refusal = {
    code: "INVALID",
    message: "Only 16,000 characters of a draft can be kept.",
    field: "text",
    retryAfter: null,
  };
  desks.write("7", "reply", "too long");
  await pass(60_000);
  expect(saves).toEqual(["too long"]);
  expect(desks.desk.value.problem).toBe("Only 16,000 characters of a draft can be kept.");
  expect(text()).toBe("too long");
});

test("what was sent is in no composer; refused, it is back under the same key", async () => {
  desks.write("7", "reply", "Dear");
  await pass(1_000);
  const clientKey = desks.takeAway("7", "reply");
  expect(text()).toBe("");
  await pass(5_000);
  expect(saves).toEqual(["Dear"]);
  desks.giveBack({ clientKey, conversationId: "7", kind: "reply", text: "Dear" }, false);
  expect(text()).toBe("Dear");
  expect(desks.takeAway("7", "reply")).toBe(clientKey);
});

test("reading on in another window takes the count away here", async () => {
  inbox.patch({ byId: new Map([["7", conversation("7", { unread: 3 })]]) });
  read = [{ conversationId: "7", sequence: 4, unread: 0 }];
  revision = 1;
  await pass(40_000);
  expect(inbox.value.byId.get("7")?.unread).toBe(0);
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { allow, Intention } from "./act-run";

const OWED = {
  id: "7",
  kind: "TAG",
  state: "OWED",
  agentName: "Maya",
  words: "",
  code: "",
  createdAt: "",
  finishedAt: null,
};
const DONE = { ...OWED, state: "DONE", words: "Maya tagged order #1001: vip." };

const query = vi.fn();
const request = vi.fn();
const answers: unknown[] = [];

beforeEach(() => {
  query.mockResolvedValue({ granted: ["write_orders"] });
  vi.stubGlobal("shopify", { scopes: { query, request } });
  vi.stubGlobal("fetch", async () => Response.json({ data: { orderAct: answers.shift() } }));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
  answers.length = 0;
});

const atOnce = async () => {};
const asked = (act: unknown, words?: string) => ({
  asked: { act, userErrors: words ? [{ code: "NOT_ALLOWED", message: words, field: null, retryAfter: null }] : [] },
});

describe("the permission", () => {
  it("is asked for only where it is missing", async () => {
    expect(await allow(["write_orders"])).toBe(null);
    expect(request).not.toHaveBeenCalled();
    request.mockResolvedValue({ result: "granted-all" });
    expect(await allow(["write_orders", "read_locations"])).toBe(null);
    expect(request).toHaveBeenCalledWith(["read_locations"]);
  });

  it("declined means that nothing is sent", async () => {
    request.mockResolvedValue({ result: "declined-all" });
    const send = vi.fn();
    const ended = await new Intention(atOnce).carryOut(["write_returns"], send);
    expect(ended.isDone).toBe(false);
    expect(ended.words).toContain("Nothing was changed");
    expect(send).not.toHaveBeenCalled();
  });
});

describe("an intention", () => {
  it("is followed until Shopify has answered", async () => {
    answers.push(OWED, DONE);
    const ended = await new Intention(atOnce).carryOut(["write_orders"], async () => asked(OWED) as never);
    expect(ended).toEqual({ isDone: true, words: DONE.words });
  });

  it("keeps its key when the answer was lost, and takes another after a refusal", async () => {
    const keys: string[] = [];
    const intention = new Intention(atOnce);
    const send = (answer: () => unknown) =>
      intention.carryOut(["write_orders"], async (key) => {
        keys.push(key);
        return answer() as never;
      });
    const lost = await send(() => {
      throw new Error("Baton cannot be reached.");
    });
    const refused = await send(() => asked(null, "Jonas is changing this order at this moment."));
    const done = await send(() => asked(DONE));
    expect([lost, refused, done].map(({ isDone }) => isDone)).toEqual([false, false, true]);
    expect(refused.words).toBe("Jonas is changing this order at this moment.");
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it("says why where Shopify refused", async () => {
    answers.push({ ...OWED, state: "REFUSED", words: "Shopify refuses: no." });
    const ended = await new Intention(atOnce).carryOut(["write_orders"], async () => asked(OWED) as never);
    expect(ended).toEqual({ isDone: false, words: "Shopify refuses: no." });
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApi, holderOf } from "./api";
import type { Config } from "./config";
import { createStorage } from "./storage";

const token = (sub: string, customer: string | null) => `x.${btoa(JSON.stringify({ sub, customer }))}.y`;
let next = "";
const storage = () => createStorage("shop.example");

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("fetch", async (url: string) =>
    url.includes("session")
      ? Response.json({ token: next, expiresAt: "2000-01-01T00:00:00Z", graphqlUrl: "https://app.example/graphql" })
      : Response.json({ data: {} }),
  );
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["nobody yet, then the same", token("1", null), token("1", null), []],
  ["logged in, in the same thread", token("1", null), token("1", "7"), []],
  ["logged in, with an older thread", token("1", null), token("2", "7"), [false]],
  ["another customer", token("1", "7"), token("2", "8"), [true]],
  ["logged out", token("1", "7"), token("2", null), [true]],
  ["a token that is not one", "garbage", token("2", null), []],
])("%s", async (_, before, after, told) => {
  storage().write("token", before);
  next = after;
  const api = createApi({ root: "/", locale: "en" } as Config, storage());
  const heard: boolean[] = [];
  api.onAnother = (isAnotherPerson) => heard.push(isAnotherPerson);
  await api.run("query Thread { thread { cursor } }");
  expect(heard).toEqual(told);
});

test("a token tells whose it is, and nonsense tells nothing", () => {
  expect(holderOf(token("5", null))).toEqual({ shopper: "5", customer: null });
  expect(holderOf("")).toBeNull();
  expect(holderOf(null)).toBeNull();
});

test("two tabs that open at the same moment are one shopper", async () => {
  let last: Promise<unknown> = Promise.resolve();
  vi.stubGlobal("navigator", {
    locks: { request: (_: string, work: () => Promise<unknown>) => (last = last.then(work)) },
  });
  const asked: unknown[] = [];
  let strangers = 0;
  vi.stubGlobal("fetch", async (url: string, { body }: { body: string }) => {
    if (!url.includes("session")) return Response.json({ data: {} });
    const former = (JSON.parse(body) as { token: string | null }).token;
    asked.push(former);
    return Response.json({
      token: former ?? token(String(++strangers), null),
      graphqlUrl: "https://app.example/graphql",
    });
  });
  const tabs = [createApi({ root: "/" } as Config, storage()), createApi({ root: "/" } as Config, storage())];
  await Promise.all(tabs.map((tab) => tab.run("query Thread { thread { cursor } }")));
  expect(asked).toEqual([null, token("1", null)]);
});

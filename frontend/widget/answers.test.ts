import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAnswers } from "./answers";
import { type Api, Unreachable } from "./api";
import type { FieldValue, Form } from "./schema";
import { createStorage } from "./storage";

const form = (id: string, values: Record<string, string> = {}): Form => ({
  id,
  sequence: 1,
  isCorrection: false,
  status: "OPEN",
  title: "Find my order",
  intro: "",
  fields: [],
  maySkip: true,
  values: Object.entries(values).map(([key, value]) => ({ key, value, origin: "", photos: [] })),
});

let sent: Record<string, string>[] = [];
let isDown = false;
const api: Api = {
  async run<T>(_: string, variables: Record<string, unknown> = {}) {
    sent.push(Object.fromEntries((variables.values as FieldValue[]).map(({ key, value }) => [key, value])));
    if (isDown) throw new Unreachable("down");
    return { saveAnswers: { userErrors: [] } } as T;
  },
  address: async () => ({ url: "", token: "" }),
  grant: async () => ({}) as never,
  onAnother: () => undefined,
};
const open = () => createAnswers(api, createStorage("shop.example"), () => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  isDown = false;
});
afterEach(() => vi.useRealTimers());

test("typing is saved once the shopper pauses, not at each key", async () => {
  const answers = open();
  for (const text of ["1", "10", "100", "1001"]) answers.type(form("f"), "order_number", text);
  expect(answers.saved).toBe("saving");
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toEqual([{ order_number: "1001" }]);
  expect(answers.saved).toBe("saved");
});

test("what is typed outranks what the server says of that field, and no other", async () => {
  const answers = open();
  answers.type(form("f"), "email", "elena@");
  expect(answers.valuesOf(form("f", { email: "old@example.com", order_number: "1001" }))).toEqual({
    email: "elena@",
    order_number: "1001",
  });
});

test("a saved answer does not flicker back to the older value of a late event", async () => {
  const answers = open();
  answers.type(form("f"), "email", "new@example.com");
  await vi.advanceTimersByTimeAsync(600);
  expect(answers.valuesOf(form("f", { email: "old@example.com" })).email).toBe("new@example.com");
  expect(answers.valuesOf(form("f", { email: "new@example.com" })).email).toBe("new@example.com");
  expect(answers.valuesOf(form("f", { email: "agent@example.com" })).email).toBe("agent@example.com");
});

test("answers that did not reach the server survive a reload and are sent then", async () => {
  isDown = true;
  const before = open();
  before.type(form("f"), "email", "elena@example.com");
  await vi.advanceTimersByTimeAsync(600);
  expect(before.saved).toBe("kept");
  isDown = false;
  sent = [];
  const after = open();
  expect(after.valuesOf(form("f")).email).toBe("elena@example.com");
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toEqual([{ email: "elena@example.com" }]);
});

test("leaving the page sends what is left at once", async () => {
  const answers = open();
  answers.type(form("f"), "email", "e@example.com");
  answers.part();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([{ email: "e@example.com" }]);
});

test("another form starts empty", async () => {
  const answers = open();
  answers.type(form("f"), "email", "e@example.com");
  answers.forget();
  expect(answers.valuesOf(form("g"))).toEqual({});
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
});

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Values } from "./answers";
import { put } from "./form-entry";
import { FormPlace, ScriptContext } from "./form-place";
import type { Form, FormField } from "./schema";
import type { Chat, Submitted } from "./view";
import type { Words } from "./words";

const WORDS: Words = {
  t: (key, values) => (values ? `${key} ${JSON.stringify(values)}` : key),
  time: (iso) => iso,
  day: (iso) => iso,
  money: (it) => it.amount,
};

const field = (key: string, more: Partial<FormField> = {}): FormField => ({
  key,
  kind: "SHORT_TEXT",
  label: key,
  help: "",
  isRequired: true,
  choices: [],
  maxLength: 50,
  minimum: "",
  maximum: "",
  ...more,
});

const FORM: Form = {
  id: "7",
  sequence: 3,
  isCorrection: false,
  status: "OPEN",
  title: "Find my order",
  intro: "Tell me.",
  maySkip: true,
  fields: [
    field("order_number", { kind: "ORDER_NUMBER" }),
    field("email", { kind: "EMAIL", help: "The address that you ordered with." }),
    field("reason", { kind: "CHOICE", choices: ["Wrong item", "Other"], isRequired: false }),
    field("when", { kind: "DATE", minimum: "2026-01-01", maximum: "2026-12-31", isRequired: false }),
    field("details", { kind: "LONG_TEXT", isRequired: false, maxLength: 1000 }),
    field("photo", { kind: "PHOTO", isRequired: false }),
  ],
  values: [{ key: "email", value: "e@example.com", origin: "customer" }],
};

function shown(form: Form = FORM, answer: Submitted = { fieldErrors: [], problem: null }) {
  const element = document.createElement("div");
  document.body.append(element);
  const sent: Values[] = [];
  const skip = vi.fn(async () => undefined);
  let values: Values = Object.fromEntries(form.values.map((it) => [it.key, it.value]));
  const draw = () =>
    put(element, WORDS, {
      form,
      values,
      saved: "saved",
      said: "",
      pictures: null,
      onType: (key, value) => {
        values = { ...values, [key]: value };
        draw();
      },
      onSubmit: async (given) => {
        sent.push(given);
        return answer;
      },
      onSkip: skip,
    });
  act(draw);
  const input = (key: string) => element.querySelector<HTMLInputElement>(`#form-7-${key}`) as HTMLInputElement;
  const type = (key: string, value: string) =>
    act(() => {
      input(key).value = value;
      input(key).dispatchEvent(new Event("input", { bubbles: true }));
    });
  const submit = () => act(async () => void element.querySelector("form")?.requestSubmit());
  return { element, sent, skip, input, type, submit };
}

afterEach(() => document.body.replaceChildren());

test("what is missing is said beside its field, and the first of them has the focus", async () => {
  const { element, sent, input, submit } = shown();
  await submit();
  expect(sent).toEqual([]);
  expect(document.activeElement).toBe(input("order_number"));
  expect(input("order_number").getAttribute("aria-invalid")).toBe("true");
  const named = input("order_number").getAttribute("aria-describedby") ?? "";
  expect(element.querySelector(`#${named}`)?.textContent).toBe("required");
});

test("a filled-in value says where it came from until it is changed", async () => {
  const { element, input, type } = shown();
  expect(input("email").value).toBe("e@example.com");
  expect(input("email").getAttribute("aria-describedby")).toBe("form-7-email-help form-7-email-origin");
  expect(element.querySelector("#form-7-email-origin")?.textContent).toBe("origin_customer");
  await type("email", "other@example.com");
  expect(element.querySelector("#form-7-email-origin")).toBeNull();
});

test("each kind has its control, with the rule that the browser can keep", () => {
  const { element, input } = shown();
  expect(element.querySelectorAll("[role=radiogroup] input[type=radio]").length).toBe(2);
  expect([input("when").type, input("when").min, input("when").max]).toEqual(["date", "2026-01-01", "2026-12-31"]);
  expect(element.querySelector("textarea")?.maxLength).toBe(1000);
  expect(element.querySelector("input[type=file]")).toBeNull();
});

test("what the server refuses stands beside its field, and the answers stay", async () => {
  const refused = { fieldErrors: [{ key: "email", message: "Write an address." }], problem: null };
  const { element, sent, input, type, submit } = shown(FORM, refused);
  await type("order_number", "1001");
  await submit();
  expect(sent).toEqual([{ order_number: "1001", email: "e@example.com" }]);
  expect(element.querySelector("#form-7-email-error")?.textContent).toBe("Write an address.");
  expect([input("order_number").value, input("order_number").disabled]).toEqual(["1001", false]);
});

test("a correction can be left as it was", async () => {
  const { element, skip } = shown({ ...FORM, isCorrection: true });
  const leave = [...element.querySelectorAll("button")].find((it) => it.textContent === "leave");
  await act(() => leave?.click());
  expect(skip).toHaveBeenCalledOnce();
});

test("a script that does not come can be asked for again, and is taken away with its form", async () => {
  const tried: number[] = [];
  const script = async (tries: number) => {
    tried.push(tries);
    if (tries === 0) throw new Error("offline");
    return { put };
  };
  const seen = vi.fn();
  const answers = { valuesOf: () => ({}), saved: "saved", type: vi.fn() };
  const chat = { answers } as unknown as Chat;
  const element = document.createElement("div");
  document.body.append(element);
  const draw = (form: Form | null) =>
    act(async () => {
      render(
        <ScriptContext.Provider value={script}>
          {form && <FormPlace form={form} chat={chat} said="" onShown={seen} />}
        </ScriptContext.Provider>,
        element,
      );
    });
  await draw(FORM);
  await vi.waitFor(() => expect(element.querySelector("[role=alert]")?.textContent).toContain("form_missing"));
  await act(async () => element.querySelector("button")?.click());
  await vi.waitFor(() => expect(element.querySelectorAll("form").length).toBe(1));
  expect(tried).toEqual([0, 1]);
  expect(seen).toHaveBeenCalledOnce();
  await draw(null);
  expect(element.querySelector("form")).toBeNull();
});

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Values } from "./answers";
import { put } from "./form-entry";
import { FormPlace, ScriptContext } from "./form-place";
import type { Pictures, Sent } from "./pictures";
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
  options: [],
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
  values: [{ key: "email", value: "e@example.com", origin: "customer", photos: [] }],
};

function shown(form: Form = FORM, answer: Submitted = { fieldErrors: [], problem: null }, pictures?: Pictures) {
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
      ...(pictures && { pictures }),
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

const NAMES = ["photo-aaaaaaaaaaaaaaaaaaaaaa", "photo-bbbbbbbbbbbbbbbbbbbbbb"] as const;
const WITH_PHOTO: Form = { ...FORM, fields: [field("photo", { kind: "PHOTO", isRequired: false })], values: [] };

/** Photos that arrive when the test says so. */
function post() {
  const sent: { key: string; onProgress(part: number): void; done(sent: Sent): Promise<void> }[] = [];
  const pictures: Pictures = {
    send: (_field, _file, key, onProgress) =>
      new Promise((done) => sent.push({ key, onProgress, done: (it) => act(async () => done(it)) })),
  };
  return { sent, pictures };
}

async function choose(element: Element, count: number) {
  const input = element.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  const files = Array.from({ length: count }, (_, at) => new File(["x"], `${at}.jpg`));
  Object.defineProperty(input, "files", { value: files, configurable: true });
  Object.defineProperty(input, "value", { value: "", writable: true, configurable: true });
  await act(() => void input.dispatchEvent(new Event("change", { bubbles: true })));
}

test("photos are sent as they are chosen, seen at once, and the form waits for them", async () => {
  const { sent, pictures } = post();
  const form = shown(WITH_PHOTO, undefined, pictures);
  await choose(form.element, 2);
  expect(form.element.querySelectorAll(".photo.going img").length).toBe(2);
  const button = form.element.querySelector<HTMLButtonElement>("button[type=submit]");
  expect([button?.disabled, button?.textContent]).toEqual([true, "photo_sending"]);
  await form.submit();
  expect(form.sent).toEqual([]);
  await act(() => sent[0]?.onProgress(0.5));
  expect(form.element.querySelector("progress")?.value).toBe(0.5);
  for (const [at, name] of NAMES.entries())
    await sent[at]?.done({ picture: { name, url: `u/${name}` }, problem: null });
  expect(form.element.querySelectorAll("progress").length).toBe(0);
  expect(form.element.querySelector("[role=status]")?.textContent).toBe("photo_added");
  await form.submit();
  expect(form.sent).toEqual([{ photo: NAMES.join("\n") }]);
});

test("a photo that did not arrive is tried again under the same key, and can be taken away", async () => {
  const { sent, pictures } = post();
  const form = shown(WITH_PHOTO, undefined, pictures);
  const press = (words: string) =>
    act(async () => void [...form.element.querySelectorAll("button")].find((it) => it.textContent === words)?.click());
  await choose(form.element, 1);
  await sent[0]?.done({ picture: null, problem: null });
  expect(form.element.querySelector("[role=alert]")?.textContent).toBe("photo_failedretry");
  await press("retry");
  expect(sent.map((it) => it.key)).toEqual([sent[0]?.key, sent[0]?.key]);
  await sent[1]?.done({ picture: null, problem: "HEIC" });
  expect(form.element.querySelector("[role=alert]")?.textContent).toBe("HEIC");
  await act(() => form.element.querySelector<HTMLButtonElement>("[aria-label^=remove]")?.click());
  expect(form.element.querySelector(".photo")).toBeNull();
  expect(form.element.querySelector<HTMLButtonElement>("button[type=submit]")?.disabled).toBe(false);
});

test("a photo of before is shown by its link, opens large, and is taken out of the answer", async () => {
  const { pictures } = post();
  const value = NAMES.join("\n");
  const photos = NAMES.map((name) => `https://app.example/shopper/pictures/${name}?until=1&proof=p`);
  const form = shown({ ...WITH_PHOTO, values: [{ key: "photo", value, origin: "", photos }] }, undefined, pictures);
  const images = [...form.element.querySelectorAll<HTMLImageElement>(".photo img")];
  expect(images.map((it) => it.src)).toEqual(photos.map((url) => `${url}&small=1`));
  expect(images.map((it) => it.alt)).toEqual(["photo 1", "photo 2"]);
  expect(form.element.querySelector<HTMLAnchorElement>(".photo a")?.href).toBe(photos[0]);
  await act(() => form.element.querySelector<HTMLButtonElement>("[aria-label='remove: photo 1']")?.click());
  await form.submit();
  expect(form.sent).toEqual([{ photo: NAMES[1] }]);
});

test("no more photos can be chosen than are taken", async () => {
  const { sent, pictures } = post();
  const form = shown(WITH_PHOTO, undefined, pictures);
  await choose(form.element, 7);
  expect(sent.length).toBe(4);
  expect(form.element.querySelector("input[type=file]")).toBeNull();
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

test("an order is chosen from the shopper's own by a radio, and another one can be written", async () => {
  const orders = [
    { value: "#1001", detail: "1 November · Sent · Trail Jacket", imageUrl: "https://cdn.example/jacket.png" },
    { value: "#1042", detail: "20 November · Not sent yet · Mug +1", imageUrl: null },
  ];
  const form = { ...FORM, fields: [field("order_number", { kind: "ORDER_NUMBER", options: orders })], values: [] };
  const { element, sent, submit } = shown(form);
  const group = element.querySelector('[role="radiogroup"]');
  expect(group?.getAttribute("aria-labelledby")).toBe("form-7-order_number-label");
  const radios = () => [...element.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  expect(radios().map((it) => it.closest("label")?.textContent)).toEqual([
    "#10011 November · Sent · Trail Jacket",
    "#104220 November · Not sent yet · Mug +1",
    "option_other",
  ]);
  expect([...element.querySelectorAll("img")].map((it) => it.src)).toEqual(["https://cdn.example/jacket.png"]);
  await act(() => radios()[1]?.click());
  expect(radios().map((it) => it.checked)).toEqual([false, true, false]);
  expect(element.querySelector('input[type="text"]')).toBeNull();
  await act(() => radios()[2]?.click());
  const line = element.querySelector<HTMLInputElement>('input[type="text"]');
  expect([line?.value, line?.getAttribute("aria-label")]).toEqual(["", "order_number"]);
  await act(() => radios()[0]?.click());
  await submit();
  expect(sent).toEqual([{ order_number: "#1001" }]);
});

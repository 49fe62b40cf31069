import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { CodeCard } from "./code";
import type { Coded } from "./codes";
import type { OrderView } from "./schema";
import type { Chat } from "./view";

const ORDER: OrderView = {
  level: "VERIFIED",
  name: "#1001",
  summary: "Order #1001 is on its way.",
  parcels: [],
  statusUrl: null,
  fetchedAt: null,
  address: ["14 Birch Lane", "Burlington"],
  items: [{ title: "Trail Jacket", variant: "M", quantity: 2 }],
  total: { amount: "194.50", currency: "USD" },
};

/** The card on a page, what it asked, and what it is answered in turn. */
async function shown(state: "BOT" | "AGENT", ...answers: Coded[]) {
  const asked: (string | null)[] = [];
  const chat = {
    view: { thread: { state } },
    orderCode: async (_number: string, code: string | null) => {
      asked.push(code);
      return answers.shift() ?? { problem: null };
    },
  } as unknown as Chat;
  const element = document.body.appendChild(document.createElement("div"));
  await act(() => render(<CodeCard number="#1001" chat={chat} />, element));
  const press = (label: string) =>
    act(async () => [...element.querySelectorAll("button")].find((it) => it.textContent === label)?.click());
  const type = (text: string) =>
    act(() => {
      const input = element.querySelector("input") as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  return { element, asked, press, type };
}

test("a code is asked for once, entered, and shows the order", async () => {
  const { element, asked, press, type } = await shown("AGENT", { problem: null }, { problem: null, order: ORDER });
  await press("code_ask");
  expect(element.textContent).toContain("code_sent");
  expect(document.activeElement).toBe(element.querySelector("input"));
  expect(element.querySelector<HTMLButtonElement>("button.primary")?.disabled).toBe(true);
  await type("123456");
  await press("code_check");
  expect(asked).toEqual([null, "123456"]);
  expect(element.textContent).toContain("2 × Trail Jacket M");
  expect(element.textContent).toContain("14 Birch Lane, Burlington");
});

test("where the bot answers the order comes with its words, and not twice", async () => {
  const { element, press, type } = await shown("BOT", { problem: null }, { problem: null, order: ORDER });
  await press("code_ask");
  await type("123456");
  await press("code_check");
  expect(element.textContent).toBe("");
});

test("a wrong code leaves what was typed, and says so beside it", async () => {
  const { element, press, type } = await shown("AGENT", { problem: null }, { problem: "That code is not right." });
  await press("code_ask");
  await type("000000");
  await press("code_check");
  expect(element.querySelector("input")?.value).toBe("000000");
  expect(element.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(element.querySelector("input"));
  expect(element.textContent).toContain("That code is not right.");
});

test("where no code may be asked for any more the button says why and stays", async () => {
  const { element, asked, press } = await shown("AGENT", { problem: "Too many codes were asked for." });
  await press("code_ask");
  expect(asked).toEqual([null]);
  expect(element.querySelector("input")).toBeNull();
  expect(element.querySelector("[role=alert]")?.textContent).toBe("Too many codes were asked for.");
});

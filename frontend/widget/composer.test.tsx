import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { Composer, LONGEST } from "./composer";
import type { Storage } from "./storage";
import type { Chat } from "./view";
import { WordsContext } from "./words";

const words = {
  t: (key: string, values?: Record<string, string | number>) => (values ? `${key} ${values.number}` : key),
  time: (iso: string) => iso,
  day: (iso: string) => iso,
  money: (it: { amount: string }) => it.amount,
};

async function counted(length: number) {
  const storage = { read: () => "x".repeat(length), write: () => {} } as unknown as Storage;
  const element = document.createElement("div");
  await act(() =>
    render(
      <WordsContext.Provider value={words}>
        <Composer chat={{} as Chat} storage={storage} mayAsk={false} field={{ current: null }} />
      </WordsContext.Provider>,
      element,
    ),
  );
  const send = element.querySelector<HTMLButtonElement>("button.send");
  return [element.querySelector("#left")?.textContent, send?.disabled];
}

test("near the end the characters that are left are counted, beyond it those that are too many", async () => {
  expect(await counted(LONGEST - 300)).toEqual([undefined, false]);
  expect(await counted(LONGEST - 299)).toEqual(["left 299", false]);
  expect(await counted(LONGEST)).toEqual(["left 0", false]);
  expect(await counted(LONGEST + 100)).toEqual(["too_many 100", true]);
});

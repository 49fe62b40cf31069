import { describe, expect, test } from "vitest";
import { conversation, message, transcript } from "./fixtures";
import { asked, emptyThread, fateOf, heard, moved, startedOver } from "./thread-state";

const FORM = {
  id: "f1",
  actionKey: "find_my_order",
  version: 1,
  status: "OPEN" as const,
  title: "Find my order",
  intro: "",
  fields: [],
  values: [],
  draftedAt: null,
  correctsSequence: null,
};

describe("a thread", () => {
  test("never goes back to an older word on who answers", () => {
    const newer = transcript({ conversation: conversation("7", { revision: 9, state: "AGENT", term: 2 }) });
    const older = transcript({ conversation: conversation("7", { revision: 8, state: "BOT" }) });
    const state = heard(heard(emptyThread(), newer, []), older, []);
    expect(state.around?.conversation.state).toBe("AGENT");
  });

  test("drops the bot's growing answer as soon as an agent took over", () => {
    const writing = transcript({ draft: { term: 1, text: "You can return it" } });
    const before = heard(emptyThread(), writing, []);
    expect(before.transcript.draft?.text).toBe("You can return it");
    const after = moved(before, conversation("7", { revision: 2, state: "AGENT", term: 2 }));
    expect(after.transcript.draft).toBeNull();
  });

  test("shows no draft of a term that ended, however late it comes", () => {
    const taken = heard(
      emptyThread(),
      transcript({ conversation: conversation("7", { revision: 9, state: "AGENT", term: 2 }) }),
      [],
    );
    const late = transcript({
      conversation: conversation("7", { revision: 8, state: "BOT" }),
      draft: { term: 1, text: "late" },
    });
    expect(heard(taken, late, []).transcript.draft).toBeNull();
  });

  test("keeps its surroundings and begins its messages again after a reset", () => {
    const before = heard(emptyThread(), transcript({ messages: [message(1)] }), [message(1)]);
    const after = startedOver(before);
    expect(after.transcript.messages).toEqual([]);
    expect(after.around?.conversation.id).toBe("7");
  });
});

describe("an offered form", () => {
  const offer = message(4, { kind: "ACTION_OFFER", form: FORM });

  test("is open while the thread says so, whatever its message says", () => {
    const state = heard(emptyThread(), transcript({ messages: [offer], openForm: FORM }), [offer]);
    expect(fateOf(offer, state)).toBe("open");
  });

  test("is answered once its answers are in the thread", () => {
    const answer = message(5, { kind: "ACTION_RESPONSE", form: { ...FORM, status: "SUBMITTED" } });
    const state = heard(emptyThread(), transcript({ messages: [offer, answer] }), [offer, answer]);
    expect(fateOf(offer, state)).toBe("answered");
  });

  test("is closed when the thread has no open form and no answers", () => {
    const state = heard(emptyThread(), transcript({ messages: [offer] }), [offer]);
    expect(fateOf(offer, state)).toBe("closed");
    const skipped = message(4, { kind: "ACTION_OFFER", form: { ...FORM, status: "SKIPPED" } });
    expect(fateOf(skipped, state)).toBe("skipped");
  });
});

test("a brief begins with what it is about and what the shopper said last, and with nothing of others", () => {
  const by = (sequence: number, kind: "SHOPPER" | "BOT", text: string) =>
    message(sequence, { text, author: { kind, name: "", agentId: null } });
  const said = [by(1, "SHOPPER", "Do you ship to  Canada?"), by(2, "BOT", "Yes."), by(3, "SHOPPER", "It is late")];
  const state = (count: number, subject: string) =>
    heard(
      emptyThread(),
      transcript({ cursor: count, conversation: conversation("7", { subject }) }),
      said.slice(0, count),
    );
  expect(asked(state(3, "Do you ship to Canada?"))).toEqual(["Do you ship to Canada?", "It is late"]);
  expect(asked(state(2, "Do you ship to Canada?"))).toEqual(["Do you ship to  Canada?"]);
  expect(asked(state(2, "Do you ship…"))).toEqual(["Do you ship to  Canada?"]);
  expect(asked(state(0, "Asked for a person"))).toEqual(["Asked for a person"]);
  expect(asked(state(0, ""))).toEqual([]);
});

import { expect, test } from "vitest";
import {
  type Arrival,
  accepted,
  arrived,
  dropped,
  emptyTranscript,
  forgotten,
  type Pending,
  refused,
  type Transcript,
  written,
} from "./transcript";

interface Message {
  sequence: number;
  clientKey?: string | null;
  text: string;
  isBot?: boolean;
}

const judge = { botText: (message: Message) => (message.isBot ? message.text : null) };
const message = (sequence: number, clientKey: string | null = null): Message => ({
  sequence,
  clientKey,
  text: `m${sequence}`,
});
const own = (clientKey: string): Pending => ({
  clientKey,
  kind: "text",
  text: clientKey,
  at: "2026-11-22T12:00:00Z",
  sequence: null,
  failure: null,
});

function after(before: Transcript<Message>, messages: Message[], rest: Partial<Arrival<Message>> = {}) {
  const cursor = Math.max(before.cursor, ...messages.map((one) => one.sequence));
  return arrived(before, { cursor, messages, draft: null, botHolds: true, ...rest }, judge);
}

const shown = (transcript: Transcript<Message>) => [
  ...transcript.messages.map((one) => one.sequence),
  ...transcript.pending.map((one) => one.clientKey),
];

test("messages are kept by sequence, each once", () => {
  const one = after(emptyTranscript(), [message(2), message(1), message(2)]);
  const two = after(one, [message(2), message(3)]);
  expect(shown(two)).toEqual([1, 2, 3]);
});

test("a gap, such as a note that a shopper may not see, is no reason to wait", () => {
  expect(shown(after(after(emptyTranscript(), [message(1)]), [message(4)]))).toEqual([1, 4]);
});

test("one's own message settles under its client key without doubling", () => {
  const sent = written(after(emptyTranscript(), [message(1)]), own("k"));
  expect(shown(sent)).toEqual([1, "k"]);
  expect(shown(after(sent, [message(2, "k")]))).toEqual([1, 2]);
});

test("the mutation's answer may overtake the feed and still moves nothing", () => {
  let transcript = written(after(emptyTranscript(), [message(5)]), own("k"));
  transcript = accepted(transcript, "k", 7);
  expect(shown(transcript)).toEqual([5, "k"]);
  transcript = after(transcript, [message(6)]);
  expect(shown(transcript)).toEqual([5, 6, "k"]);
  expect(shown(after(transcript, [message(7, "k")]))).toEqual([5, 6, 7]);
});

test("the feed may overtake the mutation's answer", () => {
  const settled = after(written(emptyTranscript<Message>(), own("k")), [message(1, "k")]);
  expect(shown(accepted(settled, "k", 1))).toEqual([1]);
});

test("an accepted message that the feed passed without showing is not kept for ever", () => {
  const waiting = accepted(written(emptyTranscript<Message>(), own("k")), "k", 2);
  expect(shown(after(waiting, [message(3)]))).toEqual([3]);
});

test("the same client key twice is one message", () => {
  const once = written(emptyTranscript<Message>(), own("k"));
  expect(written(once, own("k"))).toBe(once);
  const settled = after(once, [message(1, "k")]);
  expect(written(settled, own("k"))).toBe(settled);
});

test("a refusal is kept beside the text, and a retry clears it", () => {
  const failed = refused(written(emptyTranscript<Message>(), own("k")), "k", "Too long.");
  expect(failed.pending[0]).toMatchObject({ text: "k", failure: "Too long." });
  expect(refused(failed, "k", null).pending[0]?.failure).toBeNull();
  expect(dropped(failed, "k").pending).toEqual([]);
});

test("a reset forgets messages and keeps what was not accepted", () => {
  let transcript = after(emptyTranscript<Message>(), [message(3)]);
  transcript = written(written(transcript, own("lost")), own("kept"));
  transcript = forgotten(accepted(transcript, "lost", 9));
  expect(shown(transcript)).toEqual(["kept"]);
  expect(transcript.cursor).toBe(0);
});

test("a draft grows and gives way to the message", () => {
  let transcript = after(emptyTranscript<Message>(), [], { draft: { term: 1, text: "We ship" } });
  transcript = after(transcript, [], { draft: { term: 1, text: "We ship to Canada" } });
  expect(transcript.draft?.text).toBe("We ship to Canada");
  const answer = { ...message(1), isBot: true, text: "We ship to Canada." };
  transcript = after(transcript, [answer]);
  expect(transcript.draft).toBeNull();
  const echo = after(transcript, [], { draft: { term: 1, text: "We ship to" } });
  expect(echo.draft).toBeNull();
});

test("a chunk of a term that ended is dropped, and the bot's next term is heard", () => {
  let transcript = after(emptyTranscript<Message>(), [], { draft: { term: 3, text: "Let me" } });
  transcript = after(transcript, [message(1)], { botHolds: false, draft: { term: 3, text: "Let me check" } });
  expect(transcript.draft).toBeNull();
  transcript = after(transcript, [], { draft: { term: 3, text: "Let me check that" } });
  expect(transcript.draft).toBeNull();
  transcript = after(transcript, [], { draft: { term: 5, text: "Hello again" } });
  expect(transcript.draft?.text).toBe("Hello again");
});

test("a draft of an older term than the newest is dropped", () => {
  const newer = after(emptyTranscript<Message>(), [], { draft: { term: 4, text: "New" } });
  expect(after(newer, [], { draft: { term: 2, text: "Old" } }).draft).toBeNull();
});

test("a draft that the server took back disappears", () => {
  const drafting = after(emptyTranscript<Message>(), [], { draft: { term: 1, text: "Hm" } });
  expect(after(drafting, [], { draft: null }).draft).toBeNull();
});

test("an arrival older than the cursor changes nothing", () => {
  const now = after(emptyTranscript<Message>(), [message(1), message(2)]);
  expect(arrived(now, { cursor: 1, messages: [message(1)], draft: null, botHolds: true }, judge)).toBe(now);
});

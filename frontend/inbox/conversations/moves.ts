/** Which moves an agent may make from each state, and what the composer says of sending. Pure. */
import type { Conversation } from "./lists";
import type { Message } from "./thread-state";

export type Move = "takeOver" | "handBack" | "release" | "resolve" | "reopen";

export interface MoveButton {
  move: Move;
  word: string;
  isPrimary: boolean;
  key: string | null;
}

const BUTTONS: Record<Move, Omit<MoveButton, "isPrimary">> = {
  takeOver: { move: "takeOver", word: "Take over", key: "t" },
  handBack: { move: "handBack", word: "Hand back", key: "b" },
  release: { move: "release", word: "Release", key: null },
  resolve: { move: "resolve", word: "Resolve", key: "e" },
  reopen: { move: "reopen", word: "Reopen", key: null },
};

const button = (move: Move, isPrimary = false): MoveButton => ({ ...BUTTONS[move], isPrimary });

export function isMine(conversation: Conversation, myId: string | null): boolean {
  return conversation.state === "AGENT" && conversation.agent?.id === myId;
}

/** In the order in which they are drawn; the primary one comes last. */
export function movesFor(conversation: Conversation, myId: string | null): MoveButton[] {
  if (conversation.state === "RESOLVED") return [button("reopen"), button("takeOver")];
  if (isMine(conversation, myId)) return [button("release"), button("handBack"), button("resolve", true)];
  return [button("resolve"), button("takeOver", true)];
}

/** Why a move is not offered now, in words for whoever pressed its key. */
export function whyNot(move: Move, conversation: Conversation, myId: string | null): string {
  const name = conversation.agent?.firstName ?? "A colleague";
  if (move === "takeOver") return "You hold this conversation already.";
  if (conversation.state === "RESOLVED") return "The conversation is resolved already.";
  if (conversation.state === "AGENT" && !isMine(conversation, myId)) return `${name} is answering.`;
  return conversation.state === "BOT" ? "The bot is answering already." : "Nobody is answering yet. Take over first.";
}

export interface Mover {
  run(move: Move): Promise<string | null>;
  conversation(): Conversation | undefined;
  tell(words: string | null): void;
  changed(running: Move | null): void;
}

/**
 * One move at a time. A key that is pressed while a move runs waits for its end and is judged by what is true then:
 * `t` and `b` in a breath take over and hand back. What cannot be done is said, never dropped.
 */
export class MoveQueue {
  #running: Move | null = null;
  #next: Move | null = null;

  constructor(readonly mover: Mover) {}

  async press(move: Move, myId: string | null): Promise<void> {
    if (this.#running !== null) {
      this.#next = move === this.#running ? this.#next : move;
      return;
    }
    for (let next: Move | null = move; next !== null; next = this.#take()) {
      const conversation = this.mover.conversation();
      const isOffered = conversation && movesFor(conversation, myId).some((offered) => offered.move === next);
      if (!isOffered) {
        this.mover.tell(conversation ? whyNot(next, conversation, myId) : "The conversation is not here yet.");
        continue;
      }
      this.#running = next;
      this.mover.changed(next);
      const words = await this.mover.run(next);
      this.#running = null;
      this.mover.changed(null);
      const dropped = words === null ? null : this.#take();
      this.mover.tell(dropped === null ? words : `${words} “${BUTTONS[dropped].word}” was not done either.`);
    }
  }

  #take(): Move | null {
    const next = this.#next;
    this.#next = null;
    return next;
  }
}

export interface Sending {
  /** One line above the composer, empty where sending does only that. */
  line: string;
  /** False while another agent holds the thread: a reply would be refused. */
  mayReply: boolean;
}

export function sendingFrom(conversation: Conversation, myId: string | null): Sending {
  switch (conversation.state) {
    case "BOT":
      return { line: "The bot is answering. Sending takes over.", mayReply: true };
    case "WAITING":
      return { line: "Nobody is answering yet. Sending takes over.", mayReply: true };
    case "RESOLVED":
      return { line: "Resolved. Sending takes it up again.", mayReply: true };
    case "AGENT": {
      if (isMine(conversation, myId)) return { line: "", mayReply: true };
      const name = conversation.agent?.firstName ?? "A colleague";
      return { line: `${name} is answering. Take over to reply, or leave a note.`, mayReply: false };
    }
  }
}

/** What an activity records, told to agents; `name` is who did it, as the thread calls them. */
export function activityWords({ move, author, text }: Pick<Message, "move" | "author" | "text">, name: string): string {
  if (author.kind === "SYSTEM" && text !== "") return text;
  switch (move) {
    case "escalate":
      return `${author.kind === "BOT" ? "The bot" : name} asked for a person`;
    case "take_over":
      return `${name} took over`;
    case "hand_back":
      return `${name} handed back to the bot`;
    case "release":
      return `${name} released it to the queue`;
    case "resolve":
      return `${name} resolved it`;
    case "reopen":
      return author.kind === "SHOPPER" ? `${name} wrote again` : `${name} reopened it`;
    default:
      return text || `${name} changed something`;
  }
}

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

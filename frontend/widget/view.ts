/** What the panel shows of the thread, and what it may ask of it. */
import type { Transcript } from "../live/transcript";
import type { Answers, Values } from "./answers";
import type { Grant } from "./api";
import type { Coded } from "./codes";
import type { FieldError, Form, Message, OpeningChip, Thread, Widget } from "./schema";

export interface View {
  transcript: Transcript<Message>;
  thread: Thread | null;
  widget: Widget | null;
  isReached: boolean;
  isOnline: boolean;
  /** Something written waits because the app cannot be reached. */
  isLate: boolean;
  /** Why a button did nothing, in words. */
  notice: string | null;
}

/** What the chat says by itself. */
export type Said = { unreachable: string; noEmail: string };

export interface Submitted {
  fieldErrors: FieldError[];
  /** In words; null where the fields say it or all went well. */
  problem: string | null;
}

export interface Chat {
  readonly view: View;
  readonly answers: Answers;
  grant(): Promise<Grant>;
  onChange(listen: (view: View) => void): void;
  start(): void;
  /** Nobody looks and nothing was said: hold no connection. */
  rest(): void;
  /** Lets go of the connection and of the page's events, whatever was said. */
  stop(): void;
  send(text: string): void;
  askForHuman(): void;
  retry(clientKey: string): void;
  remove(clientKey: string): void;
  pick(chip: OpeningChip): void;
  submit(form: Form, values: Values): Promise<Submitted>;
  skip(form: Form): Promise<void>;
  /** Opens the form of an answer again; `sequence` is that of the message with the answers. */
  correct(sequence: number): Promise<void>;
  /** Null where the address is kept, else why not, in words. */
  leaveEmail(email: string): Promise<string | null>;
  /** Without a code, asks for one. */
  orderCode(number: string, code: string | null): Promise<Coded>;
  isTyping(): void;
  /** The shopper sees the end of the thread. */
  seen(): void;
}

/** One trial: what is typed, what was said before it, and the turn that it led to. Pure. */
import type { Tried, Turn } from "./expectations";

export const MOST_TURNS = 16;

export interface Trial {
  history: Turn[];
  text: string;
  /** The question as it was asked, with what was said before it. */
  asked: { history: Turn[]; text: string; turn: Tried } | null;
}

export const FRESH: Trial = { history: [], text: "", asked: null };

/** The conversation goes on: what was asked and answered is said before what comes next. */
export function goOn({ asked }: Trial): Trial {
  if (!asked) return FRESH;
  const said: Turn[] = [
    ...asked.history,
    { sender: "SHOPPER", text: asked.text },
    ...(asked.turn.answer.trim() === "" ? [] : [{ sender: "BOT" as const, text: asked.turn.answer }]),
  ];
  return { history: said.slice(-MOST_TURNS), text: "", asked: null };
}

export function withoutTurn(trial: Trial, at: number): Trial {
  return { ...trial, history: trial.history.filter((_, place) => place !== at) };
}

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

export function languageWords(code: string): string {
  if (code === "" || code === "und") return "not certain";
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

/** What follows for the shopper, where no words of the store say it. */
export function followsWords(turn: Tried): string | null {
  if (turn.decision === "ESCALATE") return "A person of your team is asked for, and the bot falls silent.";
  if (turn.form) return `The form “${turn.form.title}” opens.`;
  if (turn.decision === "OFFER") return "The order is looked up.";
  return null;
}

/**
 * The keys of the inbox. Single letters are off while somebody types and can be switched off altogether (WCAG 2.1.4);
 * those with Mod work while typing, since they send what is being typed. Every key has a button.
 */
import { keep, kept } from "../ui/keep";

export type Command =
  | "next"
  | "previous"
  | "open"
  | "reply"
  | "note"
  | "takeOver"
  | "handBack"
  | "resolve"
  | "tag"
  | "search"
  | "help"
  | "send"
  | "sendAndResolve"
  | "leave";

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export const KEYS: readonly { keys: string; command: Command; words: string }[] = [
  { keys: "j", command: "next", words: "Next conversation" },
  { keys: "k", command: "previous", words: "Previous conversation" },
  { keys: "Enter", command: "open", words: "Open the conversation" },
  { keys: "r", command: "reply", words: "Reply" },
  { keys: "n", command: "note", words: "Write a note" },
  { keys: "t", command: "takeOver", words: "Take over" },
  { keys: "b", command: "handBack", words: "Hand back to the bot" },
  { keys: "e", command: "resolve", words: "Resolve" },
  { keys: "#", command: "tag", words: "Add a tag" },
  { keys: "/", command: "search", words: "Search" },
  { keys: "?", command: "help", words: "Show these keys" },
  { keys: "Mod+Enter", command: "send", words: "Send" },
  { keys: "Mod+Shift+Enter", command: "sendAndResolve", words: "Send and resolve" },
  { keys: "Esc", command: "leave", words: "Leave the text field, or go back to the list" },
];

const LETTERS = new Map(KEYS.filter(({ keys }) => !keys.startsWith("Mod")).map(({ keys, command }) => [keys, command]));

export function commandOf(key: Key, isTyping: boolean, lettersAreOn: boolean): Command | null {
  const isMod = key.ctrlKey || key.metaKey;
  if (key.key === "Enter" && isMod && !key.altKey) return key.shiftKey ? "sendAndResolve" : "send";
  if (key.key === "Escape") return "leave";
  if (isMod || key.altKey || isTyping || !lettersAreOn) return null;
  return LETTERS.get(key.key) ?? null;
}

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Looks through shadow roots, as the fields of Polaris keep their input inside. */
export function isTypingInto(event: Event): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return TYPING.has(target.tagName) || target.isContentEditable;
}

const OVERLAYS = new Set(["S-MODAL", "S-POPOVER", "S-MENU"]);

/** A key pressed inside an overlay is meant for it, not for the thread behind. */
export function isInOverlay(event: Event): boolean {
  return event.composedPath().some((target) => target instanceof HTMLElement && OVERLAYS.has(target.tagName));
}

/** Enter on a button or a link presses it and nothing else. */
export function isOnControl(event: Event): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        /^(A|BUTTON|SUMMARY|S-(BUTTON|LINK|PRESS-BUTTON|CLICKABLE.*))$/.test(target.tagName),
    );
}

const SWITCH = "keys-off";

export const lettersAreOn = () => kept(SWITCH) !== "off";
export const switchLetters = (isOn: boolean) => keep(SWITCH, isOn ? "" : "off");

import { beforeEach, describe, expect, test } from "vitest";
import { commandOf, isTypingInto, KEYS, lettersAreOn, switchLetters } from "./keyboard";

const key = (name: string, part = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...part,
});

beforeEach(() => localStorage.clear());

describe("a key", () => {
  test("does what the list of keys says", () => {
    for (const { keys, command } of KEYS.filter((one) => one.keys.length === 1)) {
      expect(commandOf(key(keys, { shiftKey: keys === "#" || keys === "?" }), false, true)).toBe(command);
    }
  });

  test("of one letter does nothing while somebody types, with Ctrl, or when switched off", () => {
    expect(commandOf(key("e"), true, true)).toBeNull();
    expect(commandOf(key("e", { ctrlKey: true }), false, true)).toBeNull();
    expect(commandOf(key("e"), false, false)).toBeNull();
  });

  test("with Mod sends while typing, with the letters switched off too", () => {
    expect(commandOf(key("Enter", { ctrlKey: true }), true, false)).toBe("send");
    expect(commandOf(key("Enter", { metaKey: true, shiftKey: true }), true, false)).toBe("sendAndResolve");
    expect(commandOf(key("Enter"), true, true)).toBeNull();
  });

  test("that was switched off stays off after a reload", () => {
    expect(lettersAreOn()).toBe(true);
    switchLetters(false);
    expect(lettersAreOn()).toBe(false);
    switchLetters(true);
    expect(lettersAreOn()).toBe(true);
  });
});

test("a field inside a shadow root counts as typing", () => {
  const host = document.createElement("div");
  const field = document.createElement("textarea");
  host.attachShadow({ mode: "open" }).append(field);
  document.body.append(host);
  let typing = false;
  document.addEventListener("keydown", (event) => (typing = isTypingInto(event)), { once: true });
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true, composed: true }));
  expect(typing).toBe(true);
  host.remove();
});

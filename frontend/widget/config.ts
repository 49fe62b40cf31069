/** What the Liquid block tells the script: looks, addresses, and every word in the shop's language. */

import type { Hints } from "./cart";

export type Strings = Record<string, string>;

export interface Config {
  shop: string;
  locale: string;
  /** The storefront's root under the current locale, such as `/` or `/fr/`. */
  root: string;
  /** Addresses of the panel's script and stylesheet. */
  panel: string;
  stylesheet: string;
  /** The script that draws forms, fetched with the first of them. */
  form: string;
  colour: string;
  scheme: "auto" | "light" | "dark";
  side: "left" | "right";
  offsetBottom: number;
  offsetSide: number;
  greeting: string;
  /** Paths, one a line; a star at the end covers all below. */
  excluded: string;
  designMode: boolean;
  strings: Strings;
}

/** How the loader and the panel reach each other. */
export interface Host {
  root: ShadowRoot;
  config: Config;
  launcher: HTMLElement;
  setOpen(isOpen: boolean): void;
  setUnread(count: number): void;
  /** What the page before the shopper says of itself. */
  hints(): Promise<Hints>;
}

export interface Panel {
  toggle(): void;
  open(takeFocus: boolean): void;
}

export const CONFIG_ID = "baton-chat-config";

/** Under each key, what is kept in this browser for one shop. */
export const stored = (shop: string, name: string) => `baton-chat:${shop}:${name}`;

export function excludes(lines: string, path: string): boolean {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .some((line) =>
      line.endsWith("*") ? path.startsWith(line.slice(0, -1)) : path.replace(/\/$/, "") === line.replace(/\/$/, ""),
    );
}

/** Puts values where `{name}` stands. */
export function fill(text: string | undefined, values: Record<string, string | number> = {}): string {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

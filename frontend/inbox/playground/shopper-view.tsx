/** The answer as shoppers see it, by the widget's own components and styles. */
import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import english from "../../../extensions/theme-app-extension/locales/en.default.json";
import { inkOn, readableOn } from "../../widget/colour";
import { Markdown } from "../../widget/markdown";
import { Entry, Sources } from "../../widget/messages";
import base from "../../widget/styles/base.css?inline";
import sources from "../../widget/styles/sources.css?inline";
import thread from "../../widget/styles/thread.css?inline";
import { createWords, WordsContext } from "../../widget/words";
import { useSession } from "../shell/session";
import type { Tried } from "./expectations";

const COLOUR = "#1f6f54";
const LOOK = `--brand:${COLOUR};--on-brand:${inkOn(COLOUR)};--brand-light:${readableOn("#f3f4f2", COLOUR)};`;
const words = createWords({ strings: english.chat as Record<string, string>, locale: "en" });

export function ShopperView({ text, turn }: { text: string; turn: Tried }) {
  const place = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLDivElement | null>(null);
  const name = useSession().shop.settings.botName;
  useLayoutEffect(() => {
    const host = place.current;
    if (!host || host.shadowRoot) return;
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = base + thread + sources;
    const chat = document.createElement("div");
    chat.className = "chat";
    chat.style.cssText = LOOK;
    root.append(style, chat);
    ground.current = chat;
    return () => render(null, chat);
  }, []);
  useLayoutEffect(() => {
    if (!ground.current) return;
    const shopper = { kind: "SHOPPER" as const, name: "" };
    const bot = { kind: "BOT" as const, name: name || "Assistant" };
    render(
      <WordsContext.Provider value={words}>
        <Entry author={shopper} isFirst>
          <div class="bubble">
            <Markdown text={text} />
          </div>
        </Entry>
        {turn.answer && (
          <Entry author={bot} isFirst>
            <div class="bubble">
              <Markdown text={turn.answer} />
            </div>
            <Sources citations={turn.citations} />
          </Entry>
        )}
      </WordsContext.Provider>,
      ground.current,
    );
  });
  return <div class="as-shopper" ref={place} />;
}

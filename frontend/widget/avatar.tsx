/** Who speaks, at a glance: the bot is a spark on the shop's colour, an agent an initial on a colour of their own. */
import { Icon } from "./icons";
import type { Author } from "./schema";

function hue(name: string): number {
  let sum = 7;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360;
  return sum;
}

export function Avatar({ author, big }: { author: Author; big?: boolean }) {
  const size = big ? " big" : "";
  if (author.kind === "AGENT") {
    const initial = [...author.name.trim()][0]?.toUpperCase() ?? "";
    return (
      <span class={`avatar agent${size}`} style={{ background: `hsl(${hue(author.name)} 42% 31%)` }} aria-hidden="true">
        {initial}
      </span>
    );
  }
  return (
    <span class={`avatar ${author.kind === "BOT" ? "bot" : "team"}${size}`} aria-hidden="true">
      <Icon name={author.kind === "BOT" ? "spark" : "person"} />
    </span>
  );
}

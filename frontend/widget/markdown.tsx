/** A little Markdown: bold, lists, links of http(s). Everything is a text node; there is no way to HTML from here. */
import type { ComponentChildren } from "preact";
import { safeUrl } from "../live/links";

const INLINE = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])/g;

export function Link({
  url,
  children,
  ...rest
}: {
  url: string;
  class?: string;
  title?: string;
  children: ComponentChildren;
}) {
  const href = safeUrl(url);
  if (!href) return <span {...rest}>{children}</span>;
  const isHere = new URL(href).origin === location.origin;
  return (
    <a {...rest} href={href} {...(isHere ? {} : { target: "_blank", rel: "noopener noreferrer nofollow" })}>
      {children}
    </a>
  );
}

function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, label, target, bare] = match;
    parts.push(text.slice(at, match.index));
    if (bold) parts.push(<strong>{bold}</strong>);
    else parts.push(<Link url={target ?? bare ?? ""}>{label ?? bare}</Link>);
    at = match.index + whole.length;
  }
  parts.push(text.slice(at));
  return parts;
}

const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*\d{1,3}[.)]\s+(.*)$/;

type Block = { tag: "ul" | "ol" | "p"; lines: string[] };

function blocks(text: string): Block[] {
  const found: Block[] = [];
  let isOpen = false;
  for (const line of text.split(/\r?\n/)) {
    const bullet = BULLET.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    const tag = bullet ? "ul" : number ? "ol" : "p";
    if (!line.trim()) {
      isOpen = false;
      continue;
    }
    const last = found[found.length - 1];
    const content = (bullet ?? number)?.[1] ?? line;
    if (isOpen && last?.tag === tag) last.lines.push(content);
    else found.push({ tag, lines: [content] });
    isOpen = true;
  }
  return found;
}

export function Markdown({ text }: { text: string }) {
  return (
    <div class="text" dir="auto">
      {blocks(text).map(({ tag: Tag, lines }) =>
        Tag === "p" ? (
          <p>{lines.flatMap((line, at) => (at ? [<br />, ...inline(line)] : inline(line)))}</p>
        ) : (
          <Tag>
            {lines.map((line) => (
              <li>{inline(line)}</li>
            ))}
          </Tag>
        ),
      )}
    </div>
  );
}

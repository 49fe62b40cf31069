/** Words of a message: line breaks kept, http(s) addresses made links, **bold** made bold, all else as it was written. */
import { Highlighted } from "./row";

export type Piece = { kind: "text" | "bold" | "link"; text: string };

const MARKS = /(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])|\*\*([^*\n]+)\*\*/g;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const mark of text.matchAll(MARKS)) {
    if (mark.index > from) pieces.push({ kind: "text", text: text.slice(from, mark.index) });
    pieces.push(mark[1] === undefined ? { kind: "bold", text: mark[2] ?? "" } : { kind: "link", text: mark[1] });
    from = mark.index + mark[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

export function Words({ text, search }: { text: string; search: string }) {
  return (
    <>
      {piecesOf(text).map((piece, place) => {
        const words = <Highlighted text={piece.text} search={search} />;
        if (piece.kind === "bold") return <strong key={place}>{words}</strong>;
        if (piece.kind === "text") return <span key={place}>{words}</span>;
        return (
          <a key={place} href={piece.text} target="_blank" rel="noreferrer nofollow">
            {words}
          </a>
        );
      })}
    </>
  );
}

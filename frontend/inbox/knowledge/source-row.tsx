/** One source: how it stands, and what can be done with it. */
import type { SourceFieldsFragment } from "../../graphql/generated/graphql";
import { safeUrl } from "../../live/links";
import { ago, dayAndClock, useNow } from "../ui/time";
import { counted, SOURCE, SOURCE_STATE } from "../ui/words";
import type { Entry } from "./faq-editor";

const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });
const OURS: readonly string[] = ["FAQ", "FILE", "WEB"];

export interface RowActs {
  onEdit(entry: Entry): void;
  onDelete(id: string): void;
  onReadAgain(id: string): void;
}

export function SourceRow({ source, ...acts }: RowActs & { source: SourceFieldsFragment }) {
  const now = useNow(60_000);
  const state = SOURCE_STATE[source.state];
  const url = safeUrl(source.url);
  const language = source.language === "" ? "" : (LANGUAGES.of(source.language) ?? "");
  return (
    <s-table-row>
      <s-table-cell>
        <div class="source-title">
          {url ? (
            <s-link href={url} target="_blank">
              {source.title}
            </s-link>
          ) : (
            <span>{source.title}</span>
          )}
          <span class="quiet">{[SOURCE[source.kind], language].filter(Boolean).join(" · ")}</span>
          {source.state === "FAILED" && <span class="problem">{source.failure}</span>}
        </div>
      </s-table-cell>
      <s-table-cell>
        <s-badge tone={state.tone}>{state.word}</s-badge>
      </s-table-cell>
      <s-table-cell>
        {source.chunkCount > 0 ? `${size(source.bytes)}, ${counted(source.chunkCount, "piece")}` : "–"}
      </s-table-cell>
      <s-table-cell>
        {source.useCount === 0
          ? "Never"
          : `${counted(source.useCount, "time")}${source.lastUsedAt ? `, last ${ago(source.lastUsedAt, now)}` : ""}`}
      </s-table-cell>
      <s-table-cell>{source.syncedAt ? dayAndClock(source.syncedAt, now) : "–"}</s-table-cell>
      <s-table-cell>
        <Acts source={source} {...acts} />
      </s-table-cell>
    </s-table-row>
  );
}

function Acts({ source, onEdit, onDelete, onReadAgain }: RowActs & { source: SourceFieldsFragment }) {
  const { id, title, kind } = source;
  return (
    <span class="row-actions">
      {kind === "FAQ" && (
        <s-button
          icon="edit"
          variant="tertiary"
          accessibilityLabel={`Edit ${title}`}
          onClick={() => onEdit({ id, question: title, answer: source.answer ?? "" })}
        />
      )}
      {(kind !== "FAQ" || source.state === "FAILED") && (
        <s-button
          icon="refresh"
          variant="tertiary"
          accessibilityLabel={`Read ${title} again`}
          onClick={() => onReadAgain(id)}
        />
      )}
      {OURS.includes(kind) && (
        <s-button
          icon="delete"
          variant="tertiary"
          accessibilityLabel={`Delete ${title}`}
          onClick={() => onDelete(id)}
        />
      )}
    </span>
  );
}

/** Of a text: "320 B", "12 kB", "1.4 MB". */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The sources by kind: what was read, when, in how many pieces, and how often an answer rested on it. */
import { useState } from "preact/hooks";
import type { KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { safeUrl } from "../../live/links";
import { dayAndClock, useNow } from "../ui/time";
import { counted, SOURCE, SOURCE_KIND, SOURCE_STATE, type SourceKind } from "../ui/words";
import type { Entry } from "./faq-editor";

type Source = KnowledgeFieldsFragment["sources"][number];
const KINDS: readonly SourceKind[] = ["FAQ", "POLICY", "PAGE", "ARTICLE", "PRODUCT", "FILE"];

interface Props {
  sources: Source[];
  onEdit(entry: Entry): void;
  onDelete(id: string): void;
  onAdd(): void;
}

export function Sources({ sources, onEdit, onDelete, onAdd }: Props) {
  const [chosen, setChosen] = useState<SourceKind | null>(null);
  const kinds = KINDS.filter((kind) => kind === "FAQ" || sources.some((source) => source.kind === kind));
  const shown = sources.filter((source) => chosen === null || source.kind === chosen);
  return (
    <s-section heading="Sources" padding="none">
      <div class="table-filter" role="group" aria-label="Kind of source">
        <s-press-button variant="tertiary" pressed={chosen === null} onClick={() => setChosen(null)}>
          {`All ${sources.length}`}
        </s-press-button>
        {kinds.map((kind) => (
          <s-press-button key={kind} variant="tertiary" pressed={chosen === kind} onClick={() => setChosen(kind)}>
            {`${SOURCE_KIND[kind]} ${sources.filter((source) => source.kind === kind).length}`}
          </s-press-button>
        ))}
      </div>
      {shown.length === 0 ? (
        <NoSources kind={chosen} onAdd={onAdd} />
      ) : (
        <s-table>
          <s-table-header-row>
            <s-table-header listSlot="primary">Title</s-table-header>
            <s-table-header>State</s-table-header>
            <s-table-header format="numeric">Pieces</s-table-header>
            <s-table-header format="numeric">Used</s-table-header>
            <s-table-header>Synced</s-table-header>
            <s-table-header>Actions</s-table-header>
          </s-table-header-row>
          <s-table-body>
            {shown.map((source) => (
              <SourceRow key={source.id} source={source} onEdit={onEdit} onDelete={onDelete} />
            ))}
          </s-table-body>
        </s-table>
      )}
    </s-section>
  );
}

function SourceRow({ source, onEdit, onDelete }: Pick<Props, "onEdit" | "onDelete"> & { source: Source }) {
  const now = useNow(60_000);
  const state = SOURCE_STATE[source.state];
  const isFaq = source.kind === "FAQ";
  return (
    <s-table-row>
      <s-table-cell>
        <div class="source-title">
          {safeUrl(source.url) ? (
            <s-link href={safeUrl(source.url) ?? ""} target="_blank">
              {source.title}
            </s-link>
          ) : (
            <span>{source.title}</span>
          )}
          <span class="quiet">{[SOURCE[source.kind], source.language.toUpperCase()].filter(Boolean).join(" · ")}</span>
          {source.failure && <span class="problem">{source.failure}</span>}
        </div>
      </s-table-cell>
      <s-table-cell>
        <s-badge tone={state.tone}>{state.word}</s-badge>
      </s-table-cell>
      <s-table-cell>{source.chunkCount}</s-table-cell>
      <s-table-cell>{counted(source.useCount, "time")}</s-table-cell>
      <s-table-cell>{source.syncedAt ? dayAndClock(source.syncedAt, now) : "–"}</s-table-cell>
      <s-table-cell>
        {isFaq && (
          <span class="row-actions">
            <s-button
              icon="edit"
              variant="tertiary"
              accessibilityLabel={`Edit ${source.title}`}
              onClick={() => onEdit({ id: source.id, question: source.title, answer: source.answer ?? "" })}
            />
            <s-button
              icon="delete"
              variant="tertiary"
              accessibilityLabel={`Delete ${source.title}`}
              onClick={() => onDelete(source.id)}
            />
          </span>
        )}
      </s-table-cell>
    </s-table-row>
  );
}

function NoSources({ kind, onAdd }: { kind: SourceKind | null; onAdd(): void }) {
  if (kind === "FAQ") {
    return (
      <s-empty-state heading="No FAQ entries yet">
        <s-paragraph>Write an answer to what shoppers ask and your pages do not say.</s-paragraph>
        <s-button slot="primary-action" variant="primary" onClick={onAdd}>
          Add an FAQ entry
        </s-button>
      </s-empty-state>
    );
  }
  return (
    <s-empty-state heading="Nothing was read yet">
      <s-paragraph>
        Sync to read your policies, pages, articles and products. Until then the bot has nothing to say.
      </s-paragraph>
    </s-empty-state>
  );
}

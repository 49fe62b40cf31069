/** The sources by kind: what was read, when, how much it is, and how often an answer rested on it. */
import { useState } from "preact/hooks";
import type { KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { counted, SOURCE_KIND, type SourceKind } from "../ui/words";
import { ALL, PAGE, useSources, type Wanted } from "./list";
import { type RowActs, SourceRow } from "./source-row";

const KINDS: readonly SourceKind[] = ["FAQ", "POLICY", "PAGE", "ARTICLE", "PRODUCT", "FILE", "WEB"];

interface Props extends RowActs {
  knowledge: KnowledgeFieldsFragment;
  onAdd(): void;
}

export function Sources({ knowledge, onAdd, ...acts }: Props) {
  const [wanted, setWanted] = useState<Wanted>(ALL);
  const known = JSON.stringify([knowledge.counts, knowledge.progress, knowledge.syncedAt, knowledge.isSyncing]);
  const { found, failure } = useSources(wanted, known);
  const count = (kind: SourceKind | null) =>
    knowledge.counts.reduce((sum, each) => sum + (kind === null || each.kind === kind ? each.count : 0), 0);
  const failed = knowledge.counts.reduce((sum, each) => sum + (each.state === "FAILED" ? each.count : 0), 0);
  const choose = (change: Partial<Wanted>) => setWanted({ ...wanted, offset: 0, ...change });
  const kinds = KINDS.filter((kind) => kind === "FAQ" || count(kind) > 0);
  return (
    <s-section heading="Sources" padding="none">
      <div class="table-filter" role="group" aria-label="Kind of source">
        <s-press-button
          variant="tertiary"
          pressed={wanted.kind === null && wanted.state === null}
          onClick={() => choose({ kind: null, state: null })}
        >
          {`All ${count(null).toLocaleString("en")}`}
        </s-press-button>
        {kinds.map((kind) => (
          <s-press-button
            key={kind}
            variant="tertiary"
            pressed={wanted.kind === kind}
            onClick={() => choose({ kind, state: null })}
          >
            {`${SOURCE_KIND[kind]} ${count(kind).toLocaleString("en")}`}
          </s-press-button>
        ))}
        {failed > 0 && (
          <s-press-button
            variant="tertiary"
            pressed={wanted.state === "FAILED"}
            onClick={() => choose({ kind: null, state: "FAILED" })}
          >
            {`Failed ${failed.toLocaleString("en")}`}
          </s-press-button>
        )}
      </div>
      <div class="table-search">
        <s-search-field
          label="Search sources"
          labelAccessibilityVisibility="exclusive"
          placeholder="Search titles and addresses"
          value={wanted.search}
          onInput={(event) => choose({ search: event.currentTarget.value ?? "" })}
        />
      </div>
      {failure && <s-banner tone="critical">{failure}</s-banner>}
      {found && found.nodes.length === 0 && <NoSources wanted={wanted} onAdd={onAdd} />}
      {found && found.nodes.length > 0 && (
        <>
          <s-table>
            <s-table-header-row>
              <s-table-header listSlot="primary">Title</s-table-header>
              <s-table-header>State</s-table-header>
              <s-table-header>Size</s-table-header>
              <s-table-header>Used</s-table-header>
              <s-table-header>Last read</s-table-header>
              <s-table-header>Actions</s-table-header>
            </s-table-header-row>
            <s-table-body>
              {found.nodes.map((source) => (
                <SourceRow key={source.id} source={source} {...acts} />
              ))}
            </s-table-body>
          </s-table>
          <Pages wanted={wanted} total={found.total} onTurn={(offset) => setWanted({ ...wanted, offset })} />
        </>
      )}
    </s-section>
  );
}

function Pages({ wanted, total, onTurn }: { wanted: Wanted; total: number; onTurn(offset: number): void }) {
  if (total <= PAGE) return null;
  const last = Math.min(wanted.offset + PAGE, total);
  return (
    <div class="table-pages">
      <s-text color="subdued">{`${(wanted.offset + 1).toLocaleString("en")}–${last.toLocaleString("en")} of ${counted(total, "source")}`}</s-text>
      <s-button disabled={wanted.offset === 0} onClick={() => onTurn(Math.max(0, wanted.offset - PAGE))}>
        Previous
      </s-button>
      <s-button disabled={last >= total} onClick={() => onTurn(wanted.offset + PAGE)}>
        Next
      </s-button>
    </div>
  );
}

function NoSources({ wanted, onAdd }: { wanted: Wanted; onAdd(): void }) {
  if (wanted.search !== "") {
    return (
      <s-empty-state heading="No source has these words in its title or address">
        <s-paragraph>Try fewer words, or look in all kinds.</s-paragraph>
      </s-empty-state>
    );
  }
  if (wanted.kind === "FAQ") {
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

/** How far the reading is, with counts, or how things stand; and why it waits, where it does. */
import type { KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { ago, useNow } from "../ui/time";
import { counted, SOURCE_KIND } from "../ui/words";

const number = (count: number) => count.toLocaleString("en");

export function Progress({ knowledge }: { knowledge: KnowledgeFieldsFragment }) {
  const { progress, isSyncing } = knowledge;
  const done = progress.read + progress.failed;
  return (
    <s-section accessibilityLabel="State">
      <div class="reading" role="status">
        <div class="summary">
          {isSyncing && <s-spinner size="base" accessibilityLabel="Syncing" />}
          <Stand knowledge={knowledge} />
        </div>
        {isSyncing && progress.total > 0 && (
          <>
            <progress max={progress.total} value={done} aria-label="Sources read" />
            <s-text color="subdued">
              {`${number(done)} of ${counted(progress.total, "source")} read · ${number(progress.changed)} changed · ` +
                `${counted(progress.embedded, "new piece")}${progress.removed ? ` · ${number(progress.removed)} removed` : ""}`}
            </s-text>
          </>
        )}
        {progress.failure && <s-text tone="caution">{progress.failure}</s-text>}
      </div>
      {progress.refused.length > 0 && (
        <s-banner tone="warning">
          {`Shopify does not let Baton read your ${progress.refused.map((kind) => SOURCE_KIND[kind].toLowerCase()).join(", ")}. ` +
            "Open Baton in the Shopify admin and grant what it asks for."}
        </s-banner>
      )}
    </s-section>
  );
}

function Stand({ knowledge }: { knowledge: KnowledgeFieldsFragment }) {
  const now = useNow();
  const inState = (state: string) =>
    knowledge.counts.reduce((sum, each) => sum + (each.state === state ? each.count : 0), 0);
  const failed = inState("FAILED");
  const synced = knowledge.syncedAt ? `Last synced ${ago(knowledge.syncedAt, now)}.` : "Not synced yet.";
  return (
    <s-text>
      {`${counted(inState("READY"), "source")} ready${failed > 0 ? `, ${number(failed)} failed` : ""}. `}
      {knowledge.isSyncing ? "Reading your content…" : synced}
    </s-text>
  );
}

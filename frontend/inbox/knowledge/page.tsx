/** What the bot may say: the store's content as it was read, the shop's own FAQ entries, and what nothing answered. */
import { useState } from "preact/hooks";
import {
  DeleteFaqEntryDocument,
  type KnowledgeFieldsFragment,
  KnowledgePageDocument,
  SyncKnowledgeDocument,
} from "../../graphql/generated/graphql";
import { ask, refusalOf, wordsOf } from "../shell/api";
import { useAsk, useEvery } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { ago, useNow } from "../ui/time";
import { counted } from "../ui/words";
import { EMPTY_ENTRY, type Entry, FaqEditor, openFaqEditor } from "./faq-editor";
import { Gaps } from "./gaps";
import { Sources } from "./sources";

const LOOK_EVERY_MS = 1_500;

export function KnowledgePage() {
  const { data, failure, again, replace } = useAsk(KnowledgePageDocument);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [entry, setEntry] = useState<Entry>(EMPTY_ENTRY);
  const isSyncing = data?.knowledge.isSyncing ?? false;
  useEvery(isSyncing ? LOOK_EVERY_MS : null, again);
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Knowledge" />;

  const changed = (knowledge: KnowledgeFieldsFragment) => replace({ knowledge });
  const act = async (run: () => Promise<Changed>) => {
    try {
      const payload = await run();
      if (payload.knowledge) changed(payload.knowledge);
      setRefusal(refusalOf(payload)?.message ?? null);
    } catch (error) {
      setRefusal(wordsOf(error));
    }
  };
  const edit = (next: Entry) => {
    setEntry(next);
    openFaqEditor();
  };
  return (
    <s-page heading="Knowledge">
      <s-button
        slot="primary-action"
        variant="primary"
        loading={isSyncing}
        onClick={() => void act(async () => (await ask(SyncKnowledgeDocument, {})).changed)}
      >
        Sync now
      </s-button>
      <s-button slot="secondary-actions" onClick={() => edit(EMPTY_ENTRY)}>
        Add an FAQ entry
      </s-button>
      {refusal && <s-banner tone="critical">{refusal}</s-banner>}
      <Summary knowledge={data.knowledge} />
      <Gaps gaps={data.knowledge.gaps} onWrite={(question) => edit({ ...EMPTY_ENTRY, question })} />
      <Sources
        sources={data.knowledge.sources}
        onEdit={edit}
        onDelete={(id) => void act(async () => (await ask(DeleteFaqEntryDocument, { id })).changed)}
        onAdd={() => edit(EMPTY_ENTRY)}
      />
      <FaqEditor entry={entry} onSaved={changed} />
    </s-page>
  );
}

interface Changed {
  knowledge: KnowledgeFieldsFragment | null;
  userErrors: { code: string; message: string; field: string | null; retryAfter: number | null }[];
}

function Summary({ knowledge }: { knowledge: KnowledgeFieldsFragment }) {
  const now = useNow();
  const ready = knowledge.sources.filter((source) => source.state === "READY").length;
  const failed = knowledge.sources.filter((source) => source.state === "FAILED").length;
  const synced = knowledge.syncedAt ? `Last synced ${ago(knowledge.syncedAt, now)}.` : "Not synced yet.";
  return (
    <s-section accessibilityLabel="State">
      <div class="summary" role="status">
        {knowledge.isSyncing && <s-spinner size="base" accessibilityLabel="Syncing" />}
        <s-text>
          {`${counted(ready, "source")} ready${failed > 0 ? `, ${failed} failed` : ""}. `}
          {knowledge.isSyncing ? "Reading your content from Shopify…" : synced}
        </s-text>
      </div>
    </s-section>
  );
}

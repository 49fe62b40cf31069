/** What the bot may say: the store's content as it was read, what agents added to it, and what nothing answered. */
import { useState } from "preact/hooks";
import {
  DeleteKnowledgeSourceDocument,
  type KnowledgeFieldsFragment,
  KnowledgePageDocument,
  ReadKnowledgeAgainDocument,
  SyncKnowledgeDocument,
} from "../../graphql/generated/graphql";
import { toPlayground } from "../playground/link";
import { ask, refusalOf, wordsOf } from "../shell/api";
import { useAsk, useEvery } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { EMPTY_ENTRY, type Entry, FaqEditor, openFaqEditor } from "./faq-editor";
import { chooseFiles, FileChooser } from "./files";
import { Gaps } from "./gaps";
import { Progress } from "./progress";
import { Sources } from "./sources";
import { openWebPage, WebPage } from "./web-page";

const LOOK_EVERY_MS = 1_500;

export function KnowledgePage() {
  const { data, failure, again, replace } = useAsk(KnowledgePageDocument);
  const [refusal, setRefusal] = useState<string | null>(null);
  /** The question of the entry that was saved last. */
  const [saved, setSaved] = useState<string | null>(null);
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
    setSaved(null);
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
      <s-button slot="secondary-actions" onClick={chooseFiles}>
        Upload files
      </s-button>
      <s-button slot="secondary-actions" onClick={openWebPage}>
        Add a web page
      </s-button>
      <s-button slot="secondary-actions" onClick={() => toPlayground()}>
        Playground
      </s-button>
      {saved !== null && <Saved question={saved} />}
      {refusal && <s-banner tone="critical">{refusal}</s-banner>}
      <Progress knowledge={data.knowledge} />
      <FileChooser onKept={() => void again()} />
      <Gaps gaps={data.knowledge.gaps} onWrite={(question) => edit({ ...EMPTY_ENTRY, question })} />
      <Sources
        knowledge={data.knowledge}
        onEdit={edit}
        onDelete={(id) => void act(async () => (await ask(DeleteKnowledgeSourceDocument, { id })).changed)}
        onReadAgain={(id) => void act(async () => (await ask(ReadKnowledgeAgainDocument, { id })).changed)}
        onAdd={() => edit(EMPTY_ENTRY)}
      />
      <FaqEditor
        entry={entry}
        onSaved={(knowledge, question) => {
          changed(knowledge);
          setSaved(question);
        }}
      />
      <WebPage onAdded={changed} />
    </s-page>
  );
}

function Saved({ question }: { question: string }) {
  return (
    <s-banner tone="success" heading="The answer is saved">
      <s-paragraph>{`See what the bot says to “${question}” now.`}</s-paragraph>
      <s-button slot="secondary-actions" onClick={() => toPlayground(question)}>
        Try the question
      </s-button>
    </s-banner>
  );
}

interface Changed {
  knowledge: KnowledgeFieldsFragment | null;
  userErrors: { code: string; message: string; field: string | null; retryAfter: number | null }[];
}

/** Test questions to and from files of the command `evaluate`: one JSON object a line. */
import { useState } from "preact/hooks";
import {
  ImportTestQuestionsDocument,
  type ImportTestQuestionsMutation,
  TestQuestionsFileDocument,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { openDialog } from "../ui/form-dialog";
import { counted } from "../ui/words";
import type { Question } from "./rows";

const ID = "import-test-questions";
const FILE = "test-questions.jsonl";

type Imported = ImportTestQuestionsMutation["imported"];

export function openImporter(): void {
  openDialog(ID);
}

/** Hands the browser the whole set as a file. */
export async function saveFile(): Promise<undefined> {
  const { testQuestionsFile } = await ask(TestQuestionsFileDocument, {});
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([testQuestionsFile], { type: "application/x-ndjson" }));
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function Importer({ onImported }: { onImported(questions: Question[]): void }) {
  const [lines, setLines] = useState("");
  const [imported, setImported] = useState<Imported | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const choose = async (event: Event) => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    if (file) setLines(await file.text());
  };
  const take = async () => {
    setRunning(true);
    setRefusal(null);
    setImported(null);
    try {
      const answer = (await ask(ImportTestQuestionsDocument, { lines })).imported;
      const refused = answer.userErrors[0]?.message ?? null;
      setRefusal(refused);
      if (refused !== null || !answer.questions) return;
      onImported(answer.questions);
      setImported(answer);
      setLines("");
    } catch (error) {
      setRefusal(wordsOf(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <s-modal id={ID} heading="Import test questions">
      <s-stack gap="base">
        {refusal && <s-banner tone="critical">{refusal}</s-banner>}
        {imported && <Taken imported={imported} />}
        <label class="file-choice">
          <span>A file of questions, one JSON object a line</span>
          <input type="file" accept=".jsonl,.ndjson,.json,.txt" onChange={(event) => void choose(event)} />
        </label>
        <s-text-area
          label="Or paste its lines"
          rows={6}
          value={lines}
          placeholder={'{"text": "Do you ship to Norway?", "expect": {"answerable": true}}'}
          onInput={(event) => setLines(event.currentTarget.value ?? "")}
        />
      </s-stack>
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        Close
      </s-button>
      <s-button
        slot="primary-action"
        variant="primary"
        loading={isRunning}
        disabled={lines.trim() === ""}
        onClick={() => void take()}
      >
        Import
      </s-button>
    </s-modal>
  );
}

function Taken({ imported: { added, changed, problems } }: { imported: Imported }) {
  const words = `${counted(added, "question")} added, ${changed} changed.`;
  return (
    <s-banner tone={problems.length > 0 ? "warning" : "success"} heading={words}>
      {problems.length > 0 && (
        <ul>
          {problems.slice(0, 20).map(({ line, message }) => (
            <li key={`${line} ${message}`}>{`Line ${line}: ${message}`}</li>
          ))}
          {problems.length > 20 && <li>{`and ${problems.length - 20} more`}</li>}
        </ul>
      )}
    </s-banner>
  );
}

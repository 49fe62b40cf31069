/** The playground: what the bot would say now, and the questions by which a shop knows that it still says it. */
import { useState } from "preact/hooks";
import {
  DeleteTestQuestionDocument,
  RunTestQuestionsDocument,
  StopEvaluationRunDocument,
} from "../../graphql/generated/graphql";
import { ask, refusalOf, wordsOf } from "../shell/api";
import { navigate, route } from "../shell/router";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { useStore } from "../ui/store";
import { expectedOf } from "./expectations";
import { Importer, openImporter, saveFile } from "./importer";
import { type Edited, openQuestionEditor, QuestionEditor } from "./question-editor";
import { Questions } from "./questions";
import { Runs } from "./runs";
import { TryPanel } from "./try-panel";
import "./playground.css";
import { useTests } from "./use-tests";

const NEW: Edited = { id: null, text: "", history: [], expect: expectedOfNothing() };

function expectedOfNothing(): Edited["expect"] {
  const none: string[] = [];
  const words = { source: none, contains: none, reason: none, intent: none, urgency: none, decision: none };
  return { ...words, language: none, action: none, answerable: true, escalate: null };
}

function toKnowledge(event: Event): void {
  event.preventDefault();
  navigate("/knowledge");
}

export function PlaygroundPage() {
  const tests = useTests();
  const { parameters } = useStore(route);
  const [edited, setEdited] = useState<Edited>(NEW);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (tests.failure && !tests.questions) return <Failure words={tests.failure} retry={tests.again} />;
  if (!tests.questions) return <PageSkeleton heading="Playground" />;

  const edit = (next: Edited) => {
    setEdited(next);
    openQuestionEditor();
  };
  const act = async (run: () => Promise<{ userErrors: { message: string }[] } | undefined>) => {
    try {
      setRefusal((await run())?.userErrors[0]?.message ?? null);
    } catch (error) {
      setRefusal(wordsOf(error));
    }
    tests.look();
  };
  const start = () => act(async () => (await ask(RunTestQuestionsDocument, {})).changed);
  const remove = async (id: string) =>
    act(async () => {
      const { changed } = await ask(DeleteTestQuestionDocument, { id });
      if (changed.questions && !refusalOf({ userErrors: changed.userErrors })) tests.setQuestions(changed.questions);
      return changed;
    });
  const isRunning = tests.runs.some(({ state }) => state === "RUNNING");
  return (
    <s-page heading="Playground">
      <s-link slot="breadcrumb-actions" href="/knowledge" onClick={toKnowledge}>
        Knowledge
      </s-link>
      <TryPanel
        question={parameters.get("question") ?? ""}
        onKeep={(text, history, turn) => edit({ id: null, text, history, expect: expectedOf(turn) })}
      />
      <s-section heading="Test questions" padding="none">
        <div class="tests-bar">
          <s-button
            variant="primary"
            loading={isRunning}
            disabled={tests.questions.length === 0}
            onClick={() => void start()}
          >
            Run all
          </s-button>
          <s-button onClick={() => edit({ ...NEW })}>Add a test question</s-button>
          <s-button variant="tertiary" onClick={openImporter}>
            Import
          </s-button>
          <s-button variant="tertiary" disabled={tests.questions.length === 0} onClick={() => void act(saveFile)}>
            Export
          </s-button>
        </div>
        {refusal && (
          <div class="tests-refusal">
            <s-banner tone="critical">{refusal}</s-banner>
          </div>
        )}
        {tests.questions.length === 0 && tests.runs.length === 0 ? (
          <s-empty-state heading="No test questions yet">
            <s-paragraph>
              Save what shoppers ask, with the answer that you expect. After each change of your content, one click
              tells what broke and what was mended.
            </s-paragraph>
          </s-empty-state>
        ) : (
          <>
            <Runs
              runs={tests.runs}
              report={tests.report}
              chosen={tests.chosen}
              onChoose={tests.choose}
              onStop={(id) => void act(async () => (await ask(StopEvaluationRunDocument, { id })).changed)}
            />
            <Questions
              questions={tests.questions}
              report={tests.report}
              onEdit={(question) => edit(question)}
              onDelete={(id) => void remove(id)}
            />
          </>
        )}
      </s-section>
      <QuestionEditor edited={edited} onSaved={tests.setQuestions} />
      <Importer onImported={tests.setQuestions} />
    </s-page>
  );
}

/** Writes one FAQ entry. What was refused stands beside its field, and what was typed stays. */
import { useEffect, useState } from "preact/hooks";
import { type KnowledgeFieldsFragment, SaveFaqEntryDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";

export interface Entry {
  id: string | null;
  question: string;
  answer: string;
}

export const EMPTY_ENTRY: Entry = { id: null, question: "", answer: "" };
const ID = "faq-editor";

const modal = () => document.querySelector<HTMLElementTagNameMap["s-modal"]>(`#${ID}`);

export function openFaqEditor(): void {
  setTimeout(() => modal()?.showOverlay());
}

export function FaqEditor({
  entry,
  onSaved,
}: {
  entry: Entry;
  onSaved(knowledge: KnowledgeFieldsFragment, question: string): void;
}) {
  const [question, setQuestion] = useState(entry.question);
  const [answer, setAnswer] = useState(entry.answer);
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => {
    setQuestion(entry.question);
    setAnswer(entry.answer);
    setRefusals(NO_REFUSALS);
  }, [entry]);

  const save = async () => {
    setRunning(true);
    try {
      const { changed } = await ask(SaveFaqEntryDocument, { id: entry.id, question, answer });
      setRefusals(refusalsOf(changed.userErrors, ["question", "answer"]));
      if (changed.userErrors.length > 0 || !changed.knowledge) return;
      onSaved(changed.knowledge, question);
      modal()?.hideOverlay();
      window.shopify.toast.show("FAQ entry saved");
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    } finally {
      setRunning(false);
    }
  };
  return (
    <s-modal id={ID} heading={entry.id === null ? "Add an FAQ entry" : "Edit the FAQ entry"}>
      <s-stack gap="base">
        {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
        <s-text-field
          label="Question"
          required
          value={question}
          error={refusals.fields.question}
          onInput={(event) => setQuestion(event.currentTarget.value ?? "")}
        />
        <s-text-area
          label="Answer"
          required
          rows={6}
          details="The bot quotes these sentences, so write them as you would say them to a shopper."
          value={answer}
          error={refusals.fields.answer}
          onInput={(event) => setAnswer(event.currentTarget.value ?? "")}
        />
      </s-stack>
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        Cancel
      </s-button>
      <s-button slot="primary-action" variant="primary" loading={isRunning} onClick={() => void save()}>
        Save
      </s-button>
    </s-modal>
  );
}

/** Writes one FAQ entry. What was refused stands beside its field, and what was typed stays. */
import { useEffect, useState } from "preact/hooks";
import { type KnowledgeFieldsFragment, SaveFaqEntryDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { FormDialog, openDialog, useSaving } from "../ui/form-dialog";

export interface Entry {
  id: string | null;
  question: string;
  answer: string;
}

export const EMPTY_ENTRY: Entry = { id: null, question: "", answer: "" };
const ID = "faq-editor";

export function openFaqEditor(): void {
  openDialog(ID);
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
  const saving = useSaving(ID, ["question", "answer"]);
  useEffect(() => {
    setQuestion(entry.question);
    setAnswer(entry.answer);
    saving.forgetRefusals();
  }, [entry]);

  const send = async () => {
    const { changed } = await ask(SaveFaqEntryDocument, { id: entry.id, question, answer });
    if (changed.knowledge) onSaved(changed.knowledge, question);
    return changed.userErrors;
  };
  return (
    <FormDialog
      saving={saving}
      heading={entry.id === null ? "Add an FAQ entry" : "Edit the FAQ entry"}
      onAction={() => void saving.save(send, "FAQ entry saved")}
    >
      <s-text-field
        label="Question"
        required
        value={question}
        error={saving.refusals.fields.question}
        onInput={(event) => setQuestion(event.currentTarget.value ?? "")}
      />
      <s-text-area
        label="Answer"
        required
        rows={6}
        details="The bot quotes these sentences, so write them as you would say them to a shopper."
        value={answer}
        error={saving.refusals.fields.answer}
        onInput={(event) => setAnswer(event.currentTarget.value ?? "")}
      />
    </FormDialog>
  );
}

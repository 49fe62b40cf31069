/** Keeps a question with what is expected of its answer. What was refused stands beside its field. */
import { useEffect, useState } from "preact/hooks";
import { SaveTestQuestionDocument } from "../../graphql/generated/graphql";
import { INTENT } from "../actions/names";
import { ask } from "../shell/api";
import { FormDialog, openDialog, useSaving } from "../ui/form-dialog";
import { counted, REASON } from "../ui/words";
import { type Expectation, type ExpectationForm, expectationOf, type Fate, formOf, type Turn } from "./expectations";
import type { Question } from "./rows";

/** A question on its way into the set: with an id one that is there already. */
export interface Edited {
  id: string | null;
  text: string;
  history: Turn[];
  expect: Expectation;
}

const ID = "test-question-editor";
const FATES: Record<Fate, string> = {
  answered: "It is answered from the store's content",
  unanswered: "It is not answered: the content does not say it",
  person: "A person is asked for",
  no_person: "No person is asked for",
  any: "Nothing in particular",
};

export function openQuestionEditor(): void {
  openDialog(ID);
}

export function QuestionEditor({ edited, onSaved }: { edited: Edited; onSaved(questions: Question[]): void }) {
  const [text, setText] = useState(edited.text);
  const [form, setForm] = useState(formOf(edited.expect));
  const saving = useSaving(ID, ["text", "source", "contains", "reason", "intent"]);
  useEffect(() => {
    setText(edited.text);
    setForm(formOf(edited.expect));
    saving.forgetRefusals();
  }, [edited]);

  const send = async () => {
    const { id, history } = edited;
    const expect = expectationOf(form, edited.expect);
    const { changed } = await ask(SaveTestQuestionDocument, { id, text, history, expect });
    if (changed.questions) onSaved(changed.questions);
    return changed.userErrors;
  };
  return (
    <FormDialog
      saving={saving}
      heading={edited.id === null ? "Save a test question" : "Edit the test question"}
      onAction={() => void saving.save(send, "Test question saved")}
    >
      <s-text-area
        label="Question"
        required
        rows={2}
        value={text}
        error={saving.refusals.fields.text}
        details={edited.history.length > 0 ? `After ${counted(edited.history.length, "earlier message")}.` : undefined}
        onInput={(event) => setText(event.currentTarget.value ?? "")}
      />
      <Expected form={form} refused={saving.refusals.fields} onChange={(part) => setForm({ ...form, ...part })} />
    </FormDialog>
  );
}

interface ExpectedProps {
  form: ExpectationForm;
  refused: Readonly<Record<string, string>>;
  onChange(part: Partial<ExpectationForm>): void;
}

function Expected({ form, refused, onChange }: ExpectedProps) {
  return (
    <>
      <Choice
        label="What should happen"
        value={form.fate}
        choices={FATES}
        onChange={(fate) => onChange({ fate: fate as Fate })}
      />
      {form.fate === "answered" && (
        <>
          <s-text-area
            label="From this source"
            rows={1}
            details="Its title, or the name of its file. Several, each on a line: any of them. Empty: whichever."
            value={form.source}
            error={refused.source}
            onInput={(event) => onChange({ source: event.currentTarget.value ?? "" })}
          />
          <s-text-area
            label="With these words"
            rows={2}
            details="A phrase on each line; the answer must have all of them."
            value={form.contains}
            error={refused.contains}
            onInput={(event) => onChange({ contains: event.currentTarget.value ?? "" })}
          />
        </>
      )}
      {form.fate === "person" && (
        <Choice
          label="For this reason"
          value={form.reason}
          choices={{ "": "Any reason", ...lower(REASON) }}
          onChange={(reason) => onChange({ reason })}
        />
      )}
      <Choice
        label="What it is about"
        value={form.intent}
        choices={{ "": "Anything", ...lower(INTENT) }}
        onChange={(intent) => onChange({ intent })}
      />
    </>
  );
}

const lower = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).map(([name, word]) => [name.toLowerCase(), word]));

interface ChoiceProps {
  label: string;
  value: string;
  choices: Record<string, string>;
  onChange(value: string): void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  return (
    <s-select label={label} value={value} onChange={(event) => onChange(event.currentTarget.value ?? "")}>
      {Object.entries(choices).map(([name, word]) => (
        <s-option key={name} value={name}>
          {word}
        </s-option>
      ))}
    </s-select>
  );
}

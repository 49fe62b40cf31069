/** The form that the thread waits for, pinned beside it: as far as it is, to be filled in for the shopper or taken away. */
import { useState } from "preact/hooks";
import { FillFormDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { Block } from "../ui/block";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";
import { CancelForm, LiveFields } from "./form-card";
import type { Thread } from "./thread";
import type { Surroundings } from "./thread-state";

type Form = NonNullable<Surroundings["openForm"]>;
type Field = Form["fields"][number];

export function OpenForm({ thread, form }: { thread: Thread; form: Form }) {
  const [isFilling, setFilling] = useState(false);
  return (
    <Block heading={form.title} accessory={<s-badge tone="info">{isFilling ? "You fill it in" : "Open"}</s-badge>}>
      {form.correctsSequence !== null && <p class="quiet">The shopper is correcting earlier answers.</p>}
      {isFilling ? (
        <Fill thread={thread} form={form} onClose={() => setFilling(false)} />
      ) : (
        <>
          <LiveFields form={form} />
          <div class="block-links">
            <s-button onClick={() => setFilling(true)}>Fill in for the shopper</s-button>
            <CancelForm thread={thread} formId={form.id} />
          </div>
        </>
      )}
    </Block>
  );
}

/** What the agent types is theirs until it is sent: the shopper goes on seeing what they typed themselves. */
function Fill({ thread, form, onClose }: { thread: Thread; form: Form; onClose(): void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(form.values.map(({ key, value }) => [key, value])),
  );
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const [isRunning, setRunning] = useState(false);
  // What the shopper showed goes along as it is.
  const fields = form.fields.filter(({ kind }) => kind !== "PHOTO");

  const send = async () => {
    setRunning(true);
    const given = form.fields.flatMap(({ key }) => (values[key]?.trim() ? [{ key, value: values[key] }] : []));
    try {
      // One form is filled in once: whoever presses twice, or after a lost answer, sends the same.
      const { moved } = await ask(FillFormDocument, {
        formId: form.id,
        values: given,
        clientKey: `fill-form-${form.id}`,
      });
      setRefusals(
        refusalsOf(
          moved.userErrors,
          fields.map(({ key }) => key),
        ),
      );
      if (moved.userErrors.length === 0) thread.look();
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    }
    setRunning(false);
  };
  return (
    <form
      class="fill"
      aria-label={`Fill in ${form.title}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {refusals.form && (
        <p class="problem" role="alert">
          {refusals.form}
        </p>
      )}
      {fields.map((field) => (
        <Answer
          key={field.key}
          field={field}
          value={values[field.key] ?? ""}
          error={refusals.fields[field.key]}
          onChange={(value) => setValues((before) => ({ ...before, [field.key]: value }))}
        />
      ))}
      <div class="block-links">
        <s-button variant="primary" loading={isRunning} onClick={() => void send()}>
          Send in
        </s-button>
        <s-button variant="tertiary" onClick={onClose}>
          Leave it to the shopper
        </s-button>
      </div>
    </form>
  );
}

interface AnswerProps {
  field: Field;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}

function Answer({ field, value, error, onChange }: AnswerProps) {
  const common = { label: field.label, error, required: field.isRequired };
  switch (field.kind) {
    case "LONG_TEXT":
      return (
        <s-text-area
          {...common}
          rows={3}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value ?? "")}
        />
      );
    case "CHOICES":
      return (
        <s-text-area
          {...common}
          rows={3}
          details={`One on each line, of: ${field.choices.join(", ")}`}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value ?? "")}
        />
      );
    case "CHOICE":
      return (
        <s-select {...common} value={value} onChange={(event) => onChange(event.currentTarget.value ?? "")}>
          <s-option value="">Choose…</s-option>
          {field.choices.map((choice) => (
            <s-option key={choice} value={choice}>
              {choice}
            </s-option>
          ))}
        </s-select>
      );
    default:
      return (
        <s-text-field
          {...common}
          details={field.help}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value ?? "")}
        />
      );
  }
}

/** A form that was offered. While it is open its fields show what the shopper types, as they type it. */
import { useState } from "preact/hooks";
import { ago, useNow } from "../ui/time";
import { type Label, originWords } from "../ui/words";
import { Sent, useAuthorName } from "./message";
import { photoNames } from "./photo-files";
import { Photos } from "./photos";
import type { Thread } from "./thread";
import { type FormFate, fateOf, type Message, type ThreadState } from "./thread-state";

const FATE: Record<FormFate, Label> = {
  open: { word: "Being filled in", tone: "info" },
  answered: { word: "Answered", tone: "success" },
  skipped: { word: "Skipped", tone: "neutral" },
  cancelled: { word: "Cancelled", tone: "neutral" },
  closed: { word: "Closed", tone: "neutral" },
};

interface Props {
  message: Message;
  thread: Thread;
  state: ThreadState;
}

export function FormCard({ message, thread, state }: Props) {
  const name = useAuthorName(message, state);
  const fate = fateOf(message, state);
  const form = fate === "open" ? (state.around?.openForm ?? message.form) : message.form;
  if (!form) return null;
  return (
    <article id={`message-${message.sequence}`} class="message ours bot">
      <div class="message-head">
        <strong>{name}</strong> offered a form <Sent at={message.sentAt} />
      </div>
      <div class={`form-card ${fate}`}>
        <div class="form-head">
          <strong>{form.title}</strong>
          <s-badge tone={FATE[fate].tone}>{FATE[fate].word}</s-badge>
        </div>
        {form.intro && <p class="quiet">{form.intro}</p>}
        {fate === "open" && <LiveFields form={form} />}
        {fate === "open" && <CancelForm thread={thread} formId={form.id} />}
      </div>
    </article>
  );
}

type Form = NonNullable<Message["form"]>;

export function LiveFields({ form }: { form: Form }) {
  const now = useNow();
  const values = new Map(form.values.map((value) => [value.key, value]));
  const filled = form.fields.filter((field) => values.get(field.key)?.value).length;
  return (
    <>
      <dl class="facts live" aria-live="off">
        {form.fields.map((field) => {
          const value = values.get(field.key);
          return (
            <div key={field.key}>
              <dt>
                {field.label}
                {field.isRequired ? "" : " (optional)"}
              </dt>
              <dd>
                <Given field={field} form={form} value={value?.value ?? ""} />{" "}
                {value?.value && value.origin && <span class="quiet">{originWords(value.origin)}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
      <p class="quiet">
        {filled} of {form.fields.length} filled in
        {form.draftedAt && `, ${ago(form.draftedAt, now)}`}
      </p>
    </>
  );
}

function Given({ field, form, value }: { field: Form["fields"][number]; form: Form; value: string }) {
  const names = photoNames(field.key, value, form.fields);
  if (names.length > 0) return <Photos names={names} label={field.label} />;
  return <>{value || <span class="quiet">not filled in yet</span>}</>;
}

export function CancelForm({ thread, formId }: { thread: Thread; formId: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const cancel = async () => {
    setRunning(true);
    setFailure(await thread.cancelForm(formId));
    setRunning(false);
  };
  return (
    <div class="form-foot">
      <s-button loading={isRunning} onClick={() => void cancel()}>
        Cancel form
      </s-button>
      {failure && <span role="alert">{failure}</span>}
    </div>
  );
}

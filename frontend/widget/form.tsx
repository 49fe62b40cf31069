/**
 * The one open form, at the end of the thread. What is typed is saved as it is typed; it is sent once; an answer that the
 * server refuses is kept, with the reason beside its field.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Values } from "./answers";
import { Field, isAnswerable } from "./field";
import { Icon } from "./icons";
import type { Form } from "./schema";
import type { Chat } from "./view";
import { useWords } from "./words";

/** What can be seen to be missing without asking the server. */
export function missing(form: Form, values: Values, text: string): Values {
  const empty = form.fields.filter((field) => isAnswerable(field) && field.isRequired && !values[field.key]?.trim());
  return Object.fromEntries(empty.map((field) => [field.key, text]));
}

/** `said` is the message that offered the form: what it says already is not said again. */
export function FormCard({ form, chat, said }: { form: Form; chat: Chat; said: string }) {
  const words = useWords();
  const card = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Values>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const values = chat.answers.valuesOf(form);
  const id = (key: string) => `form-${form.id}-${key}`;

  useEffect(() => {
    if (Object.keys(errors).length)
      card.current?.querySelector<HTMLElement>("[aria-invalid] input, [aria-invalid]")?.focus();
  }, [errors]);

  function type(key: string, value: string) {
    chat.answers.type(form, key, value);
    if (errors[key]) setErrors(({ [key]: _, ...rest }) => rest);
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (isSending) return;
    setProblem(null);
    const empty = missing(form, values, words.t("required"));
    setErrors(empty);
    if (Object.keys(empty).length) return;
    setSending(true);
    const given = Object.fromEntries(
      form.fields.filter(isAnswerable).flatMap(({ key }) => (values[key]?.trim() ? [[key, values[key]]] : [])),
    );
    const answer = await chat.submit(form, given);
    const isRefused = answer.problem !== null || answer.fieldErrors.length > 0;
    setErrors(Object.fromEntries(answer.fieldErrors.map(({ key, message }) => [key, message])));
    setProblem(answer.problem);
    // Accepted: the card stays shut until the thread says that the form is closed.
    if (isRefused) setSending(false);
  }

  async function skip() {
    setSending(true);
    await chat.skip(form);
    setSending(false);
  }

  return (
    <form ref={card} class="card form" noValidate onSubmit={submit} aria-labelledby={id("title")}>
      <div class="top">
        <span class="tile">
          <Icon name="form" />
        </span>
        <div>
          <strong id={id("title")}>{form.title}</strong>
          {!said.includes(form.intro) && <p>{form.intro}</p>}
        </div>
      </div>
      {form.fields.filter(isAnswerable).map((field) => (
        <Field
          key={field.key}
          id={id(field.key)}
          field={field}
          value={values[field.key] ?? ""}
          error={errors[field.key]}
          isDisabled={isSending}
          onInput={(value) => type(field.key, value)}
        />
      ))}
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      <div class="foot">
        <button type="submit" class="primary" disabled={isSending}>
          {words.t(isSending ? "sending" : "submit")}
        </button>
        {form.maySkip && (
          <button type="button" class="plain" disabled={isSending} onClick={skip}>
            {words.t("skip")}
          </button>
        )}
        <span class="quiet saved">{words.t(`answers_${chat.answers.saved}`)}</span>
      </div>
    </form>
  );
}

/**
 * The one open form, beside the message that it belongs to. What is typed is saved as it is typed; it is sent once; an
 * answer that the server refuses is kept, with the reason beside its field.
 *
 * It knows neither thread nor server: the panel shows it to shoppers, and the inbox to merchants who design it.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Saved, Values } from "./answers";
import { Icon } from "./icons";
import { Question } from "./kinds";
import type { Pictures } from "./pictures";
import type { Form } from "./schema";
import type { Submitted } from "./view";
import { useWords } from "./words";

export interface FormProps {
  form: Form;
  values: Values;
  saved: Saved;
  /** The message that offered the form: what it says already is not said again. */
  said: string;
  pictures: Pictures | null;
  onType(key: string, value: string): void;
  onSubmit(values: Values): Promise<Submitted>;
  onSkip(): Promise<void>;
}

/** What can be seen to be missing without asking the server. */
export function missing(form: Form, values: Values, text: string): Values {
  const empty = form.fields.filter((field) => field.isRequired && !values[field.key]?.trim());
  return Object.fromEntries(empty.map((field) => [field.key, text]));
}

/** Where each value came from that stands as it was filled in. */
export const origins = (form: Form, values: Values): Values =>
  Object.fromEntries(form.values.flatMap((it) => (it.value === values[it.key] ? [[it.key, it.origin]] : [])));

export function FormCard({ form, values, saved, said, pictures, onType, onSubmit, onSkip }: FormProps) {
  const words = useWords();
  const card = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Values>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  /** Photos on their way, by question: the form waits for them. */
  const [going, setGoing] = useState<Readonly<Record<string, number>>>({});
  const isWaiting = Object.values(going).some(Boolean);
  const from = origins(form, values);
  const id = (key: string) => `form-${form.id}-${key}`;

  useEffect(() => {
    if (Object.keys(errors).length)
      card.current?.querySelector<HTMLElement>("[aria-invalid] input, [aria-invalid]")?.focus();
  }, [errors]);

  function type(key: string, value: string) {
    onType(key, value);
    if (errors[key]) setErrors(({ [key]: _, ...rest }) => rest);
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (isSending || isWaiting) return;
    setProblem(null);
    const empty = missing(form, values, words.t("required"));
    setErrors(empty);
    if (Object.keys(empty).length) return;
    setSending(true);
    const given = form.fields.flatMap(({ key }) => (values[key]?.trim() ? [[key, values[key]]] : []));
    const answer = await onSubmit(Object.fromEntries(given));
    const isRefused = answer.problem !== null || answer.fieldErrors.length > 0;
    setErrors(Object.fromEntries(answer.fieldErrors.map(({ key, message }) => [key, message])));
    setProblem(answer.problem);
    // Accepted: the card stays shut until the thread says that the form is closed.
    if (isRefused) setSending(false);
  }

  async function skip() {
    setSending(true);
    await onSkip();
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
          {!form.isCorrection && !said.includes(form.intro) && <p>{form.intro}</p>}
        </div>
      </div>
      {form.fields.map((field) => (
        <Question
          key={field.key}
          id={id(field.key)}
          field={field}
          value={values[field.key] ?? ""}
          origin={from[field.key]}
          error={errors[field.key]}
          isDisabled={isSending}
          links={form.values.find(({ key }) => key === field.key)?.photos}
          pictures={pictures}
          onGoing={(count) => setGoing((before) => ({ ...before, [field.key]: count }))}
          onInput={(value) => type(field.key, value)}
        />
      ))}
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      <div class="foot">
        <button type="submit" class="primary" disabled={isSending || isWaiting}>
          {words.t(isSending ? "sending" : isWaiting ? "photo_sending" : "submit")}
        </button>
        {form.maySkip && (
          <button type="button" class="plain" disabled={isSending} onClick={skip}>
            {words.t(form.isCorrection ? "leave" : "skip")}
          </button>
        )}
        <span class="quiet saved">{words.t(`answers_${saved}`)}</span>
      </div>
    </form>
  );
}

/**
 * The answers of the one open form while they are typed. The server keeps them, this browser keeps what the server has
 * not got yet; what the shopper is typing outranks what comes from the server, key by key.
 */
import type { Api } from "./api";
import { SAVE_ANSWERS } from "./documents";
import type { FieldValue, Form, UserError } from "./schema";
import type { Storage } from "./storage";

export type Values = Record<string, string>;
export type Saved = "saved" | "saving" | "kept";

interface Kept {
  formId: string;
  values: Values;
}

export interface Answers {
  /** The form as it stands: the server's values, with what is typed here over them. */
  valuesOf(form: Form): Values;
  type(form: Form, key: string, value: string): void;
  /** The page goes away: send what is left, without waiting for an answer. */
  part(): void;
  /** The form was submitted, skipped or closed. */
  forget(): void;
  retry(): void;
  readonly saved: Saved;
}

const PAUSE = 600;

export const asFieldValues = (values: Values): FieldValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

export function createAnswers(api: Api, storage: Storage, onChange: () => void): Answers {
  let formId = "";
  let typed: Values = {};
  let saved: Saved = "saved";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(next: Saved) {
    if (next === saved) return;
    saved = next;
    onChange();
  }

  function take(form: Form) {
    if (form.id === formId) return;
    formId = form.id;
    const kept = storage.read<Kept>("answers");
    typed = kept?.formId === formId ? kept.values : {};
    if (Object.keys(typed).length) plan();
  }

  function keep() {
    storage.write("answers", Object.keys(typed).length ? { formId, values: typed } : null);
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE);
  }

  async function save(isParting = false) {
    clearTimeout(timer);
    const [id, sent] = [formId, { ...typed }];
    if (!id || !Object.keys(sent).length) return;
    become("saving");
    try {
      const variables = { formId: id, values: asFieldValues(sent) };
      const { saveAnswers } = await api.run<{ saveAnswers: { userErrors: UserError[] } }>(
        SAVE_ANSWERS,
        variables,
        isParting,
      );
      if (id !== formId) return;
      if (saveAnswers.userErrors[0]?.retryAfter) throw new Error(saveAnswers.userErrors[0].code);
      for (const [key, value] of Object.entries(sent)) if (typed[key] === value) delete typed[key];
      settled = { ...settled, ...sent };
      keep();
      become(Object.keys(typed).length ? "saving" : "saved");
    } catch {
      if (id === formId) become("kept");
    }
  }
  /** What the server accepted and may not have said back yet. */
  let settled: Values = {};

  return {
    get saved() {
      return saved;
    },
    valuesOf(form) {
      if (form.id !== formId) settled = {};
      take(form);
      const values = Object.fromEntries(form.values.map(({ key, value }) => [key, value]));
      for (const [key, value] of Object.entries(settled)) if (values[key] === value) delete settled[key];
      return { ...values, ...settled, ...typed };
    },
    type(form, key, value) {
      take(form);
      typed[key] = value;
      keep();
      become("saving");
      onChange();
      plan();
    },
    part: () => void save(true),
    retry: () => saved === "kept" && void save(),
    forget() {
      clearTimeout(timer);
      formId = "";
      typed = {};
      settled = {};
      saved = "saved";
      storage.write("answers", null);
    },
  };
}

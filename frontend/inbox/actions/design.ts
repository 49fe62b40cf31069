/** A form while a merchant designs it. Pure: what the fields of the editor change, and what is sent to be published. */
import type { ActionFieldsFragment, ActionInput } from "../../graphql/generated/graphql";
import type { Form } from "../../widget/schema";
import type { FieldKind } from "../ui/words";

export type Action = ActionFieldsFragment;
export type Triggers = Action["offering"];
export type Condition = Triggers["when"][number];
export type Effects = Action["onSubmit"];
export type Intent = Triggers["intents"][number];

export interface DesignField {
  /** Known to the editor only: it stays when the field is moved or named. */
  id: number;
  /** Kept from version to version, so that answers stay comparable; empty until a new field is published. */
  key: string;
  kind: FieldKind;
  label: string;
  help: string;
  isRequired: boolean;
  /** One on a line, as it is written. */
  choices: string;
  minLength: string;
  maxLength: string;
  minimum: string;
  maximum: string;
  pattern: string;
  errorText: string;
}

export interface Design {
  title: string;
  intro: string;
  maySkip: boolean;
  fields: readonly DesignField[];
  offering: Triggers;
  onSubmit: Effects;
}

let made = 0;

export function newField(kind: FieldKind): DesignField {
  made += 1;
  const rule = { minLength: "", maxLength: "", minimum: "", maximum: "", pattern: "", errorText: "" };
  const isRequired = kind !== "PHOTO";
  return { id: made, key: "", kind, label: "", help: "", isRequired, choices: "", ...rule };
}

export function blank(): Design {
  return {
    title: "",
    intro: "",
    maySkip: true,
    fields: [newField("SHORT_TEXT")],
    offering: { intents: [], notIntents: [], beforeHandoff: false, openingChip: "", when: [], whenNot: [] },
    onSubmit: { tags: [], escalate: false, urgency: "NORMAL", lookUpOrder: false, webhookUrl: "" },
  };
}

export function designOf(action: Action): Design {
  const { title, intro, maySkip, offering, onSubmit } = action;
  const fields = action.fields.map((field) => ({
    ...newField(field.kind),
    ...field,
    choices: field.choices.join("\n"),
    minLength: field.minLength ? String(field.minLength) : "",
    maxLength: field.maxLength === null ? "" : String(field.maxLength),
  }));
  return { title, intro, maySkip, offering, onSubmit, fields };
}

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** A whole number; what is none is sent as one that no form takes, so that it is refused at its place. */
const whole = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : -1);

/** A key made of a label and unlike the others; fields that were published keep theirs. */
function keysOf(fields: readonly DesignField[]): string[] {
  const taken = new Set(fields.map((field) => field.key).filter(Boolean));
  return fields.map(({ key, label, kind }) => {
    if (key) return key;
    const words = label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
    const stem = words.replaceAll(/^[^a-z]+|_+$/g, "").slice(0, 36) || kind.toLowerCase();
    let own = stem;
    for (let number = 2; taken.has(own); number += 1) own = `${stem}_${number}`;
    taken.add(own);
    return own;
  });
}

const CHOOSING: readonly FieldKind[] = ["CHOICE", "CHOICES"];
const RANGED: readonly FieldKind[] = ["NUMBER", "DATE"];
const TEXTS: readonly FieldKind[] = ["SHORT_TEXT", "LONG_TEXT", "PHONE", "ORDER_ITEM"];

export const hasChoices = (kind: FieldKind) => CHOOSING.includes(kind);
export const hasRange = (kind: FieldKind) => RANGED.includes(kind);
export const hasLength = (kind: FieldKind) => TEXTS.includes(kind);
export const hasPattern = (kind: FieldKind) => TEXTS.includes(kind) || kind === "EMAIL" || kind === "ORDER_NUMBER";
export const mayBeRequired = (kind: FieldKind) => kind !== "PHOTO";

/** What is published. Rules that the kind of a field cannot have are left out, whatever was typed before it changed. */
export function inputOf(design: Design): ActionInput {
  const keys = keysOf(design.fields);
  return {
    title: design.title,
    intro: design.intro,
    maySkip: design.maySkip,
    offering: design.offering,
    onSubmit: design.onSubmit,
    fields: design.fields.map((field, at) => {
      const { kind, label, help, errorText } = field;
      const isLong = hasLength(kind);
      return {
        key: keys[at] ?? "",
        kind,
        label,
        help,
        errorText,
        isRequired: field.isRequired && mayBeRequired(kind),
        choices: hasChoices(kind) ? linesOf(field.choices) : [],
        minLength: isLong && field.minLength ? whole(field.minLength) : 0,
        maxLength: isLong && field.maxLength ? whole(field.maxLength) : null,
        minimum: hasRange(kind) ? field.minimum : "",
        maximum: hasRange(kind) ? field.maximum : "",
        pattern: hasPattern(kind) ? field.pattern : "",
      };
    }),
  };
}

/** The form as the widget shows it. */
export function previewOf(design: Design): Form {
  const { title, intro, maySkip, fields } = inputOf(design);
  return {
    id: "preview",
    sequence: 1,
    isCorrection: false,
    status: "OPEN",
    title: title || "Untitled form",
    intro: intro ?? "",
    maySkip: maySkip ?? true,
    values: [],
    fields: fields.map((field) => ({
      key: field.key,
      kind: field.kind,
      label: field.label || "Untitled question",
      help: field.help ?? "",
      isRequired: field.isRequired ?? true,
      choices: field.choices ?? [],
      options: [],
      maxLength: field.maxLength && field.maxLength > 0 ? field.maxLength : 2_000,
      minimum: field.minimum ?? "",
      maximum: field.maximum ?? "",
    })),
  };
}

/** The list with one of it `by` places further on, or as it was at its end. */
export function moved<T>(list: readonly T[], at: number, by: number): readonly T[] {
  const to = at + by;
  const one = list[at];
  if (one === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, place) => place !== at);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export const isSame = (one: Design, other: Design): boolean =>
  JSON.stringify(inputOf(one)) === JSON.stringify(inputOf(other));

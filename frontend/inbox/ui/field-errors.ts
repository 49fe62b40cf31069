/** What the backend refused, sorted to the fields it named; what names no field stands above the form. */
import type { UserErrorFieldsFragment } from "../../graphql/generated/graphql";

export interface Refusals {
  fields: Readonly<Record<string, string>>;
  form: string | null;
}

export const NO_REFUSALS: Refusals = { fields: {}, form: null };

export function refusalsOf(errors: readonly UserErrorFieldsFragment[], known: readonly string[]): Refusals {
  const fields: Record<string, string> = {};
  let form: string | null = null;
  for (const { field, message } of errors) {
    if (field !== null && known.includes(field)) fields[field] ??= message;
    else form ??= message;
  }
  return { fields, form };
}

/** One question: label, help, where a filled-in answer came from, a line to write in, and what is wrong with it. */
import type { ComponentChildren } from "preact";
import type { FormField } from "./schema";
import { useWords } from "./words";

export interface FieldProps {
  id: string;
  field: Pick<FormField, "key" | "kind" | "label" | "help" | "isRequired" | "choices"> & Partial<FormField>;
  value: string;
  error: string | undefined;
  isDisabled: boolean;
  /** Of a value that nobody typed here; empty for others. */
  origin?: string;
  /** Where the photos can be seen that the value names. */
  links?: readonly string[] | undefined;
  onInput(value: string): void;
}

interface Props extends FieldProps {
  /** Several controls under one label. */
  isGroup?: boolean;
  control?(aria: object): ComponentChildren;
}

const INPUTS = {
  SHORT_TEXT: { type: "text", maxLength: 200 },
  ORDER_ITEM: { type: "text", maxLength: 200 },
  ORDER_NUMBER: { type: "text", maxLength: 80, placeholder: "#1001", autocomplete: "off", spellcheck: false },
  EMAIL: { type: "email", maxLength: 254, autocomplete: "email", inputMode: "email", placeholder: "name@example.com" },
  PHONE: { type: "tel", maxLength: 32, autocomplete: "tel" },
  NUMBER: { type: "text", maxLength: 24, inputMode: "decimal" },
  DATE: { type: "date" },
  CODE: { type: "text", maxLength: 6, inputMode: "numeric", autocomplete: "one-time-code" },
} as const;

export function Line({ id, field, value, isDisabled, onInput, aria }: FieldProps & { aria: object }) {
  const { maxLength, minimum, maximum } = field;
  const input = INPUTS[field.kind as keyof typeof INPUTS] ?? INPUTS.SHORT_TEXT;
  return (
    <input
      {...input}
      {...(maxLength && { maxLength })}
      {...(input.type === "date" && { min: minimum, max: maximum })}
      id={id}
      value={value}
      disabled={isDisabled}
      dir={input.type === "text" ? "auto" : undefined}
      onInput={(event) => onInput(event.currentTarget.value)}
      {...aria}
    />
  );
}

export function Field(props: Props) {
  const { id, field, error, origin, isGroup, control } = props;
  const words = useWords();
  const label = (
    <>
      {field.label}
      {!field.isRequired && <span class="quiet"> · {words.t("optional")}</span>}
    </>
  );
  const described = [field.help && "help", origin && "origin", error && "error"].filter(Boolean);
  const aria = {
    "aria-required": field.kind !== "CHOICES" && field.kind !== "PHOTO" && field.isRequired,
    "aria-describedby": described.map((name) => `${id}-${name}`).join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div class={`field${error ? " wrong" : ""}`}>
      {isGroup ? (
        <span class="label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label class="label" for={id}>
          {label}
        </label>
      )}
      {field.help && (
        <p class="help" id={`${id}-help`}>
          {field.help}
        </p>
      )}
      {control ? control(aria) : <Line {...props} aria={aria} />}
      {origin && (
        <p class="help" id={`${id}-origin`}>
          {words.t(`origin_${origin}`)}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** One question of a form: label, help, the control that fits its kind, and its error beside it. */
import type { FormField } from "./schema";
import { useWords } from "./words";

export interface FieldProps {
  id: string;
  field: FormField;
  value: string;
  error: string | undefined;
  isDisabled: boolean;
  onInput(value: string): void;
}

/** Several choices are one value, one choice a line. */
const parts = (value: string) => value.split("\n").filter(Boolean);

export function toggled(value: string, choice: string, choices: readonly string[]): string {
  const chosen = new Set(parts(value));
  if (!chosen.delete(choice)) chosen.add(choice);
  return choices.filter((one) => chosen.has(one)).join("\n");
}

const INPUTS = {
  SHORT_TEXT: { type: "text", maxLength: 200 },
  ORDER_ITEM: { type: "text", maxLength: 200 },
  ORDER_NUMBER: { type: "text", maxLength: 39, placeholder: "#1001", autocomplete: "off", spellcheck: false },
  EMAIL: { type: "email", maxLength: 254, autocomplete: "email", inputMode: "email", placeholder: "name@example.com" },
  PHONE: { type: "tel", maxLength: 32, autocomplete: "tel" },
  NUMBER: { type: "text", maxLength: 24, inputMode: "decimal" },
  DATE: { type: "date" },
  CODE: { type: "text", maxLength: 6, inputMode: "numeric", autocomplete: "one-time-code" },
} as const;

/** A photo cannot be sent through this schema; it is never required, so its question is left out. */
export const isAnswerable = (field: FormField) => field.kind !== "PHOTO";

function Choices({ id, field, value, isDisabled, onInput, ...aria }: FieldProps & Record<string, unknown>) {
  const isMany = field.kind === "CHOICES";
  const chosen = isMany ? parts(value) : [value];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div class="choices" role={isMany ? "group" : "radiogroup"} aria-labelledby={`${id}-label`} {...aria}>
      {field.choices.map((choice, at) => (
        <label class="choice">
          <input
            id={at ? undefined : id}
            type={isMany ? "checkbox" : "radio"}
            name={id}
            checked={chosen.includes(choice)}
            disabled={isDisabled}
            onChange={() => onInput(isMany ? toggled(value, choice, field.choices) : choice)}
          />
          <span>{choice}</span>
        </label>
      ))}
    </div>
  );
}

function Control(props: FieldProps & { "aria-describedby"?: string; "aria-invalid"?: boolean }) {
  const { id, field, value, isDisabled, onInput, error: _, ...aria } = props;
  const words = useWords();
  const common = {
    id,
    value,
    disabled: isDisabled,
    "aria-required": field.isRequired,
    onInput: (event: Event) => onInput((event.currentTarget as HTMLInputElement).value),
    ...aria,
  };
  if (field.kind === "LONG_TEXT") return <textarea rows={3} maxLength={2_000} dir="auto" {...common} />;
  if (field.kind === "CHOICES" || (field.kind === "CHOICE" && field.choices.length <= 4)) return <Choices {...props} />;
  if (field.kind === "CHOICE") {
    return (
      <select {...common}>
        <option value="">{words.t("choose")}</option>
        {field.choices.map((choice) => (
          <option value={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  const input = INPUTS[field.kind as keyof typeof INPUTS] ?? INPUTS.SHORT_TEXT;
  return <input {...input} {...common} dir={input.type === "text" ? "auto" : undefined} />;
}

export function Field(props: FieldProps) {
  const { id, field, error } = props;
  const words = useWords();
  const isGroup = field.kind === "CHOICES" || (field.kind === "CHOICE" && field.choices.length <= 4);
  const label = (
    <>
      {field.label}
      {!field.isRequired && <span class="quiet"> · {words.t("optional")}</span>}
    </>
  );
  const described = [field.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
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
      <Control {...props} aria-describedby={described || undefined} aria-invalid={error ? true : undefined} />
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

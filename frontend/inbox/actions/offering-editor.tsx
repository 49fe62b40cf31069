/** When the bot offers a form by itself, and when not. */
import type { Condition, Intent, Triggers } from "./design";
import { CONDITION, INTENT, INTENTS, ORDER_STATES, stateWords } from "./names";

interface Props {
  offering: Triggers;
  tags: readonly string[];
  /** Keys and labels of fields that may be known. */
  known: readonly { key: string; label: string }[];
  errors: Readonly<Record<string, string>>;
  onChange(part: Partial<Triggers>): void;
}

export function OfferingEditor({ offering, tags, known, errors, onChange }: Props) {
  const conditions = (key: "when" | "whenNot", heading: string) => (
    <Conditions
      heading={heading}
      conditions={offering[key]}
      problem={
        errors[`triggers.${key}`] ?? Object.entries(errors).find(([path]) => path.startsWith(`triggers.${key}.`))?.[1]
      }
      tags={tags}
      known={known}
      onChange={(next) => onChange({ [key]: next })}
    />
  );
  return (
    <s-section heading="When it is offered">
      <s-stack gap="base">
        <Intents
          heading="When the shopper asks about"
          chosen={offering.intents}
          onChange={(intents) => onChange({ intents })}
        />
        <Intents
          heading="Not when they ask about"
          chosen={offering.notIntents}
          problem={errors["triggers.notIntents"]}
          onChange={(notIntents) => onChange({ notIntents })}
        />
        {conditions("when", "Only if")}
        {conditions("whenNot", "Not if")}
        <s-checkbox
          label="Before a person is asked for"
          details="Offered once, so that the agent has it at hand. The shopper can skip to a person all the same."
          checked={offering.beforeHandoff}
          onChange={(event) => onChange({ beforeHandoff: event.currentTarget.checked })}
        />
        <s-text-field
          label="Button when the chat opens"
          details="Its label; empty for no button."
          value={offering.openingChip}
          error={errors["triggers.openingChip"]}
          onInput={(event) => onChange({ openingChip: event.currentTarget.value ?? "" })}
        />
      </s-stack>
    </s-section>
  );
}

interface IntentsProps {
  heading: string;
  chosen: readonly Intent[];
  problem?: string;
  onChange(intents: Intent[]): void;
}

function Intents({ heading, chosen, problem, onChange }: IntentsProps) {
  return (
    <fieldset class="checks">
      <legend>{heading}</legend>
      <div>
        {INTENTS.map((intent) => (
          <s-checkbox
            key={intent}
            label={INTENT[intent]}
            checked={chosen.includes(intent)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, intent] : chosen.filter((one) => one !== intent))
            }
          />
        ))}
      </div>
      {problem && <p class="problem">{problem}</p>}
    </fieldset>
  );
}

interface ConditionsProps {
  heading: string;
  conditions: readonly Condition[];
  problem?: string;
  tags: readonly string[];
  known: readonly { key: string; label: string }[];
  onChange(conditions: Condition[]): void;
}

function Conditions({ heading, conditions, problem, tags, known, onChange }: ConditionsProps) {
  const change = (at: number, next: Condition) => onChange(conditions.map((one, place) => (place === at ? next : one)));
  const options = (kind: Condition["kind"]): { value: string; words: string }[] => {
    if (kind === "TAG") return tags.map((name) => ({ value: name, words: name }));
    if (kind === "KNOWN") return known.map(({ key, label }) => ({ value: key, words: label }));
    return ORDER_STATES.map((state) => ({ value: state, words: stateWords(state) }));
  };
  const first = (kind: Condition["kind"]) => (kind === "LOGGED_IN" ? "" : (options(kind)[0]?.value ?? ""));
  return (
    <fieldset class="checks">
      <legend>{heading}</legend>
      {conditions.map(({ kind, value }, at) => (
        <div class="condition" key={`${at}-${kind}`}>
          <s-select
            label="What"
            labelAccessibilityVisibility="exclusive"
            value={kind}
            onChange={(event) => {
              const next = event.currentTarget.value as Condition["kind"];
              change(at, { kind: next, value: first(next) });
            }}
          >
            {(Object.keys(CONDITION) as Condition["kind"][]).map((one) => (
              <s-option key={one} value={one}>
                {CONDITION[one]}
              </s-option>
            ))}
          </s-select>
          {kind !== "LOGGED_IN" && (
            <s-select
              label="Which"
              labelAccessibilityVisibility="exclusive"
              value={value}
              onChange={(event) => change(at, { kind, value: event.currentTarget.value ?? "" })}
            >
              {options(kind).map((one) => (
                <s-option key={one.value} value={one.value}>
                  {one.words}
                </s-option>
              ))}
            </s-select>
          )}
          <s-button
            variant="tertiary"
            icon="delete"
            accessibilityLabel="Remove this condition"
            onClick={() => onChange(conditions.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      {problem && <p class="problem">{problem}</p>}
      <s-button
        variant="tertiary"
        icon="plus"
        onClick={() => onChange([...conditions, { kind: "TAG", value: first("TAG") }])}
      >
        Add a condition
      </s-button>
    </fieldset>
  );
}

/**
 * Designs one form beside its preview. Nothing reaches shoppers before it is saved; a saved change is a new version, and
 * forms that are open keep theirs.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { SaveActionDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { navigate } from "../shell/router";
import {
  type Action,
  blank,
  type Design,
  type DesignField,
  designOf,
  inputOf,
  isSame,
  moved,
  newField,
} from "./design";
import { EffectsEditor } from "./effects-editor";
import { FieldEditor } from "./field-editor";
import { OfferingEditor } from "./offering-editor";
import { Preview } from "./preview";
import { Versions } from "./versions";

const MOST_FIELDS = 12;

interface Props {
  /** Null for a form that is made. */
  action: Action | null;
  actions: readonly Action[];
  tags: readonly string[];
  onSaved(): void;
}

export function Editor({ action, actions, tags, onSaved }: Props) {
  const [base, setBase] = useState<Design>(() => (action ? designOf(action) : blank()));
  const [design, setDesign] = useState(base);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const version = useRef(action?.version ?? null);

  const change = (part: Partial<Design>) => setDesign((before) => ({ ...before, ...part }));
  const setFields = (fields: readonly DesignField[]) => change({ fields });
  // What buttons change is told to the save bar, which listens to inputs alone.
  const isDirty = !isSame(base, design);
  useEffect(() => {
    if (isDirty) form.current?.dispatchEvent(new Event("change", { bubbles: true }));
  }, [isDirty, design]);

  const save = async () => {
    setProblem(null);
    setErrors({});
    try {
      const key = version.current === null ? null : (action?.key ?? null);
      const { changed } = await ask(SaveActionDocument, { input: inputOf(design), key, basedOn: version.current });
      if (!changed.action) {
        const placed = changed.userErrors.flatMap(({ field, message }) => (field ? [[field, message] as const] : []));
        setErrors(Object.fromEntries(placed));
        const [refused] = changed.userErrors;
        setProblem(
          placed.length > 0 ? "Some answers need a change; they are marked below." : (refused?.message ?? null),
        );
        setDesign((before) => ({ ...before }));
        return;
      }
      version.current = changed.action.version;
      const next = designOf(changed.action);
      setBase(next);
      setDesign(next);
      window.shopify.toast.show("Form saved");
      onSaved();
      if (action === null) navigate(`/actions?form=${changed.action.key}`, "replace");
    } catch (error) {
      setProblem(wordsOf(error));
      setDesign((before) => ({ ...before }));
    }
  };

  const move = (at: number, by: number) => {
    const { id } = design.fields[at] ?? { id: 0 };
    const focused = document.activeElement;
    setFields(moved(design.fields, at, by));
    // A moved node loses the focus; whoever moves a field by keys goes on doing so.
    setTimeout(() => {
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
      form.current?.querySelector(`[data-field="${id}"]`)?.scrollIntoView({ block: "nearest" });
    });
  };
  const known = actions.flatMap(({ fields }) => fields.map(({ key, label }) => ({ key, label })));
  const errorsOf = (at: number) => {
    const start = `fields.${at}.`;
    const own = Object.entries(errors).filter(([path]) => path.startsWith(start));
    return Object.fromEntries(own.map(([path, message]) => [path.slice(start.length), message]));
  };

  return (
    <s-page heading={action ? action.title : "New form"}>
      <s-link slot="breadcrumb-actions" href="/actions">
        Actions
      </s-link>
      <div class="editor">
        <form
          ref={form}
          data-save-bar
          aria-label="Design"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
          onReset={() => {
            setDesign(base);
            setErrors({});
            setProblem(null);
          }}
        >
          {problem && (
            <div role="alert">
              <s-banner tone="critical">{problem}</s-banner>
            </div>
          )}
          <s-section heading="What it asks">
            <s-stack gap="base">
              <s-text-field
                label="Title"
                required
                value={design.title}
                error={errors.title}
                onInput={(event) => change({ title: event.currentTarget.value ?? "" })}
              />
              <s-text-area
                label="Introduction"
                rows={2}
                details="What the bot says when it offers the form."
                value={design.intro}
                error={errors.intro}
                onInput={(event) => change({ intro: event.currentTarget.value ?? "" })}
              />
              {design.fields.map((field, at) => (
                <FieldEditor
                  key={field.id}
                  field={field}
                  at={at}
                  count={design.fields.length}
                  errors={errorsOf(at)}
                  onChange={(part) =>
                    setFields(design.fields.map((one) => (one.id === field.id ? { ...one, ...part } : one)))
                  }
                  onMove={(by) => move(at, by)}
                  onRemove={() => setFields(design.fields.filter((one) => one.id !== field.id))}
                />
              ))}
              <s-button
                icon="plus"
                disabled={design.fields.length >= MOST_FIELDS}
                onClick={() => setFields([...design.fields, newField("SHORT_TEXT")])}
              >
                Add a question
              </s-button>
              <s-checkbox
                label="The shopper may skip it"
                details="A person can always be asked for, whatever stands here."
                checked={design.maySkip}
                onChange={(event) => change({ maySkip: event.currentTarget.checked })}
              />
            </s-stack>
          </s-section>
          <OfferingEditor
            offering={design.offering}
            tags={tags}
            known={[...new Map(known.map((one) => [one.key, one])).values()]}
            errors={errors}
            onChange={(part) => change({ offering: { ...design.offering, ...part } })}
          />
          <EffectsEditor
            effects={design.onSubmit}
            tags={tags}
            errors={errors}
            onChange={(part) => change({ onSubmit: { ...design.onSubmit, ...part } })}
          />
        </form>
        <div class="editor-side">
          <Preview design={design} />
          {action && <Versions key={version.current} actionKey={action.key} />}
        </div>
      </div>
    </s-page>
  );
}

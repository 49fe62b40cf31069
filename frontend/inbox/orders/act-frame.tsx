/** The dialog around every act: what will happen in words, a button that does it once, and how it ended. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ActAskedFieldsFragment } from "../../graphql/generated/graphql";
import { type Ended, Intention, type Scope } from "./act-run";

export interface Confirm {
  label: string;
  isGrave?: boolean;
  scopes: readonly Scope[];
  /** Null while something is missing. */
  send: ((clientKey: string) => Promise<{ asked: ActAskedFieldsFragment }>) | null;
}

interface Props {
  heading: string;
  /** What will happen. */
  effect: string | null;
  /** Why it cannot be done, in place of a form. */
  obstacle: string | null;
  confirm: Confirm;
  onClose(): void;
  children: ComponentChildren;
}

type Modal = HTMLElementTagNameMap["s-modal"];

export function ActFrame({ heading, effect, obstacle, confirm, onClose, children }: Props) {
  const modal = useRef<Modal>(null);
  const intention = useRef(new Intention());
  const [isRunning, setRunning] = useState(false);
  const [ended, setEnded] = useState<Ended | null>(null);
  useEffect(() => modal.current?.showOverlay(), []);
  const act = async () => {
    if (!confirm.send || isRunning) return;
    setRunning(true);
    setEnded(null);
    setEnded(await intention.current.carryOut(confirm.scopes, confirm.send));
    setRunning(false);
  };
  const isOver = ended?.isDone === true || obstacle !== null;
  return (
    <s-modal ref={modal} heading={heading} onAfterHide={onClose}>
      <div class="act">
        {obstacle && <s-banner tone="info">{obstacle}</s-banner>}
        {!isOver && children}
        {!isOver && effect && (
          <p class="effect" aria-live="polite">
            {effect}
          </p>
        )}
        {ended && (
          <div class="ended" role={ended.isDone ? "status" : "alert"}>
            <s-banner tone={ended.isDone ? "success" : "critical"}>{ended.words}</s-banner>
          </div>
        )}
      </div>
      <s-button slot="secondary-actions" onClick={() => modal.current?.hideOverlay()}>
        {isOver ? "Close" : "Leave it as it is"}
      </s-button>
      {!isOver && (
        <s-button
          slot="primary-action"
          variant="primary"
          tone={confirm.isGrave ? "critical" : undefined}
          loading={isRunning}
          disabled={confirm.send === null || isRunning}
          onClick={() => void act()}
        >
          {confirm.label}
        </s-button>
      )}
    </s-modal>
  );
}

/** Some of each item, from none to all that there is. */
export function Quantities(props: {
  items: readonly { id: string; title: string; most: number }[];
  chosen: Readonly<Record<string, number>>;
  onChange(chosen: Record<string, number>): void;
}) {
  return (
    <div class="quantities" role="group" aria-label="Items">
      {props.items.map(({ id, title, most }) => (
        <s-number-field
          key={id}
          label={`${title} (up to ${most})`}
          min={0}
          max={most}
          step={1}
          value={String(props.chosen[id] ?? 0)}
          onInput={(event) => {
            const count = Math.max(0, Math.min(most, Math.trunc(Number(event.currentTarget.value) || 0)));
            props.onChange({ ...props.chosen, [id]: count });
          }}
        />
      ))}
    </div>
  );
}

export function Tick(props: { label: string; isOn: boolean; onChange(isOn: boolean): void; details?: string }) {
  return (
    <s-checkbox
      label={props.label}
      details={props.details}
      checked={props.isOn}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

/** Only what was chosen, as the API takes it. */
export function chosenItems(chosen: Readonly<Record<string, number>>): { id: string; quantity: number }[] {
  return Object.entries(chosen)
    .filter(([, quantity]) => quantity > 0)
    .map(([id, quantity]) => ({ id, quantity }));
}

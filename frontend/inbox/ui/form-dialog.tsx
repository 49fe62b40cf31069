/** A dialog that saves one thing. What was refused stands beside its field, and what was typed stays. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { UserErrorFieldsFragment } from "../../graphql/generated/graphql";
import { wordsOf } from "../shell/api";
import { NO_REFUSALS, type Refusals, refusalsOf } from "./field-errors";

const dialog = (id: string) => document.querySelector<HTMLElementTagNameMap["s-modal"]>(`#${id}`);

/** After the next drawing, since what it shows may have been chosen just now. */
export function openDialog(id: string): void {
  setTimeout(() => dialog(id)?.showOverlay());
}

export interface Saving {
  id: string;
  refusals: Refusals;
  isRunning: boolean;
  /** Tells what `send` was refused with; where it was not, closes the dialog and says `done`. */
  save(send: () => Promise<readonly UserErrorFieldsFragment[]>, done: string): Promise<void>;
  forgetRefusals(): void;
}

/** `fields`: the names by which the backend calls what stands in the dialog. */
export function useSaving(id: string, fields: readonly string[]): Saving {
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const [isRunning, setRunning] = useState(false);
  const save: Saving["save"] = async (send, done) => {
    setRunning(true);
    try {
      const errors = await send();
      setRefusals(refusalsOf(errors, fields));
      if (errors.length > 0) return;
      dialog(id)?.hideOverlay();
      window.shopify.toast.show(done);
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    } finally {
      setRunning(false);
    }
  };
  return { id, refusals, isRunning, save, forgetRefusals: () => setRefusals(NO_REFUSALS) };
}

interface Props {
  saving: Saving;
  heading: string;
  action?: string;
  onAction(): void;
  children: ComponentChildren;
}

export function FormDialog({ saving, heading, action = "Save", onAction, children }: Props) {
  const { id, refusals, isRunning } = saving;
  return (
    <s-modal id={id} heading={heading}>
      <s-stack gap="base">
        {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
        {children}
      </s-stack>
      <s-button slot="secondary-actions" commandFor={id} command="--hide">
        Cancel
      </s-button>
      <s-button slot="primary-action" variant="primary" loading={isRunning} onClick={onAction}>
        {action}
      </s-button>
    </s-modal>
  );
}

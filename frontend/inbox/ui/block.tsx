/** A titled part of the details pane. */
import type { ComponentChildren } from "preact";

interface Props {
  heading: string;
  accessory?: ComponentChildren;
  children: ComponentChildren;
}

export function Block({ heading, accessory, children }: Props) {
  return (
    <section class="block" aria-label={heading}>
      <header>
        <h3>{heading}</h3>
        {accessory}
      </header>
      {children}
    </section>
  );
}

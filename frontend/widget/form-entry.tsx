/** The script that the panel fetches with the first form. It draws into an element of the panel's, with a Preact of its own. */
import { render } from "preact";
import type { Grant } from "./api";
import { FormCard, type FormProps } from "./form";
import { createPictures, type Pictures } from "./pictures";
import { type Words, WordsContext } from "./words";

/** Draws the form anew; without one, takes it away. With a grant, photos can be sent. */
export function put(element: Element, words: Words, props: Put | null): void {
  render(
    props && (
      <WordsContext.Provider value={words}>
        <FormCard
          key={props.form.id}
          {...props}
          pictures={props.pictures ?? (props.grant ? createPictures(props.grant, props.form.id) : null)}
        />
      </WordsContext.Provider>
    ),
    element,
  );
}

interface Put extends Omit<FormProps, "pictures"> {
  pictures?: Pictures;
  grant?: () => Promise<Grant>;
}

export type FormModule = { put: typeof put };

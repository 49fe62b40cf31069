/** Puts tags on an order, or adds a line to its note. Customers see neither. */
import { useState } from "preact/hooks";
import { AddOrderNoteDocument, TagOrderDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { ActFrame } from "./act-frame";
import type { FormProps } from "./act-menu";

export function TagForm({ snapshot, name, standing, obstacle, onClose }: FormProps) {
  const [text, setText] = useState("");
  const tags = text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return (
    <ActFrame
      heading={`Tag order ${name}`}
      effect={standing.tags.length > 0 ? `It carries already: ${standing.tags.join(", ")}.` : "It carries no tag yet."}
      obstacle={obstacle}
      confirm={{
        label: "Add",
        scopes: ["write_orders"],
        send:
          tags.length > 0 ? (clientKey) => ask(TagOrderDocument, { snapshotId: snapshot.id, clientKey, tags }) : null,
      }}
      onClose={onClose}
    >
      <s-text-field
        label="Tags, separated by commas"
        value={text}
        onInput={(event) => setText(event.currentTarget.value ?? "")}
      />
    </ActFrame>
  );
}

export function NoteForm({ snapshot, name, standing, obstacle, onClose }: FormProps) {
  const [note, setNote] = useState("");
  return (
    <ActFrame
      heading={`Note on order ${name}`}
      effect={standing.note ? `It stands below: “${standing.note}”` : "It is the first note on this order."}
      obstacle={obstacle}
      confirm={{
        label: "Add the note",
        scopes: ["write_orders"],
        send: note.trim()
          ? (clientKey) => ask(AddOrderNoteDocument, { snapshotId: snapshot.id, clientKey, note: note.trim() })
          : null,
      }}
      onClose={onClose}
    >
      <s-text-area
        label="Note for staff"
        rows={3}
        value={note}
        maxLength={2000}
        onInput={(event) => setNote(event.currentTarget.value ?? "")}
      />
    </ActFrame>
  );
}

/** Where nobody comes soon, a shopper may leave an e-mail address, and correct the one that they left. */
import { useState } from "preact/hooks";
import { Field, type FieldProps } from "./field";
import type { Thread } from "./schema";
import type { Chat } from "./view";
import { useWords } from "./words";

export function ContactCard({ contact, chat }: { contact: NonNullable<Thread["contact"]>; chat: Chat }) {
  const words = useWords();
  const [isChanging, setChanging] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const { email } = contact;
  if (email && !isChanging) {
    return (
      <div class="card contact">
        <p>{words.t("email_kept", { email })}</p>
        <button type="button" class="plain" onClick={() => setChanging(true)}>
          {words.t("email_change")}
        </button>
      </div>
    );
  }
  const value = typed ?? email ?? "";
  async function save(event: Event) {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    const refused = await chat.leaveEmail(value);
    setSending(false);
    setProblem(refused);
    if (refused) return;
    setChanging(false);
    setTyped(null);
  }
  const field = { key: "email", kind: "EMAIL", label: words.t("email_label"), help: "", isRequired: true, choices: [] };
  return (
    <form class="card contact" noValidate onSubmit={save}>
      <p>{words.t("email_ask")}</p>
      <Field
        id="contact-email"
        field={field as FieldProps["field"]}
        value={value}
        error={problem ?? undefined}
        isDisabled={isSending}
        onInput={setTyped}
      />
      <div class="foot">
        <button type="submit" class="primary" disabled={isSending}>
          {words.t(isSending ? "sending" : "email_save")}
        </button>
      </div>
    </form>
  );
}

/** Offers a code by e-mail to the order's own address. Its words are the same whether or not there is an order. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Field } from "./field";
import { OrderCard } from "./order";
import type { FormField, OrderView } from "./schema";
import type { Chat } from "./view";
import { useWords } from "./words";

export function CodeCard({ number, chat }: { number: string; chat: Chat }) {
  const words = useWords();
  /** Null before a code was asked for. */
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [order, setOrder] = useState<OrderView | null>(null);
  const [isSending, setSending] = useState(false);
  const card = useRef<HTMLFormElement>(null);
  // Whoever asked for a code types it next, and types it again where it was wrong: a disabled field lost the focus.
  useEffect(() => {
    if (!isSending) card.current?.querySelector("input")?.focus({ preventScroll: true });
  }, [isSending, typed === null]);
  // Where the bot answers, its next words bring the order.
  if (order) return chat.view.thread?.state === "BOT" ? null : <OrderCard order={order} said="" />;
  async function send(code: string | null) {
    if (isSending) return;
    setSending(true);
    const answer = await chat.orderCode(number, code);
    setSending(false);
    setProblem(answer.problem);
    if (!answer.problem) setTyped(typed ?? "");
    if (answer.order) setOrder(answer.order);
  }
  const again = (
    <button type="button" class="plain" disabled={isSending} onClick={() => send(null)}>
      {words.t(typed === null ? "code_ask" : "code_again")}
    </button>
  );
  if (typed === null) {
    return (
      <div class="code">
        {again}
        {problem && <p role="alert">{problem}</p>}
      </div>
    );
  }
  const field = { key: "code", kind: "CODE", label: words.t("code_label"), help: "", isRequired: true, choices: [] };
  return (
    <form
      class="card contact"
      ref={card}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send(typed);
      }}
    >
      <p>{words.t("code_sent", { number })}</p>
      <Field
        id={`code-${number}`}
        field={field as unknown as FormField}
        value={typed}
        error={problem ?? undefined}
        isDisabled={isSending}
        onInput={setTyped}
      />
      <div class="foot">
        <button type="submit" class="primary" disabled={isSending || typed.trim().length < 6}>
          {words.t(isSending ? "sending" : "code_check")}
        </button>
        {again}
      </div>
    </form>
  );
}

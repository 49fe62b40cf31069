/**
 * The shopper's thread as the panel shows it, and everything that the shopper can do with it.
 *
 * It asks nothing until it is started, holds one socket while it is followed, and gives it up while the page sleeps.
 */
import { type Following, follow } from "../live/follow";
import { createSocket, type Socket } from "../live/socket";
import * as transcripts from "../live/transcript";
import { asFieldValues, createAnswers } from "./answers";
import { type Api, Unreachable } from "./api";
import type { Hints } from "./cart";
import { createCodes } from "./codes";
import * as documents from "./documents";
import { createHinting } from "./hinting";
import { watchPage } from "./lifecycle";
import { createOutbox } from "./outbox";
import type { FieldError, Message, Thread, UserError, Widget } from "./schema";
import type { Storage } from "./storage";
import { createTyping } from "./typing";
import type { Chat, Said, View } from "./view";

const judge = {
  botText: (message: Message) => (message.author.kind === "BOT" && message.kind === "TEXT" ? message.text : null),
};

const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export function createChat(api: Api, storage: Storage, words: Said, hints?: () => Promise<Hints>): Chat {
  let listen: (view: View) => void = () => undefined;
  let following: Following | null = null;
  let socket: Socket | null = null;
  let unwatch: (() => void) | null = null;
  let readUpTo = 0;
  let view: View = {
    transcript: transcripts.emptyTranscript<Message>(),
    thread: null,
    widget: null,
    isReached: true,
    isOnline: navigator.onLine,
    isLate: false,
    notice: null,
  };

  function set(change: Partial<View>) {
    view = { ...view, ...change };
    listen(view);
  }
  const put = (transcript: View["transcript"]) => set({ transcript });
  const look = () => socket?.state === "open" || following?.look();

  const answers = createAnswers(api, storage, () => set({}));
  const typing = createTyping((isTyping) => quietly(documents.SET_TYPING, { isTyping }));
  const outbox = createOutbox(api, storage, {
    accepted(clientKey, sequence) {
      put(
        sequence === null
          ? transcripts.dropped(view.transcript, clientKey)
          : transcripts.accepted(view.transcript, clientKey, sequence),
      );
      look();
    },
    refused: (clientKey, reason) => put(transcripts.refused(view.transcript, clientKey, reason)),
    late: (isLate) => isLate !== view.isLate && set({ isLate }),
  });
  view.transcript = transcripts.emptyTranscript<Message>(outbox.left);

  /** For what may be lost without harm. */
  const quietly = (query: string, variables: Record<string, unknown>) =>
    void api.run(query, variables).catch(() => undefined);

  const hint = createHinting(hints, (now) => quietly(documents.GIVE_HINTS, { ...now }));

  function take(thread: Thread) {
    const arrival = { ...thread, botHolds: thread.state === "BOT" };
    if (view.thread?.openForm && thread.openForm?.id !== view.thread.openForm.id) answers.forget();
    const transcript = transcripts.arrived(view.transcript, arrival, judge);
    const isLive = transcript.messages.length > 0 && (thread.state !== "RESOLVED" || thread.unread > 0);
    storage.write("live", isLive || null);
    set({ transcript, thread, notice: null });
  }

  function write(kind: "text" | "human", text: string) {
    const own = { clientKey: newKey(), kind, text, at: new Date().toISOString(), sequence: null, failure: null };
    put(transcripts.written(view.transcript, own));
    outbox.put(own);
  }

  /** A button that the server may refuse in words. */
  async function press(query: string, variables: Record<string, unknown>, name: string) {
    try {
      const data = await api.run<Record<string, { userErrors: UserError[] }>>(query, variables);
      set({ notice: data[name]?.userErrors[0]?.message ?? null });
      look();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      set({ notice: words.unreachable });
    }
  }

  async function leaveEmail(email: string) {
    try {
      type Data = { leaveEmail: { userErrors: UserError[] } };
      const [refusal] = (await api.run<Data>(documents.LEAVE_EMAIL, { email })).leaveEmail.userErrors;
      look();
      return refusal ? (refusal.code === "INVALID" ? words.noEmail : refusal.message) : null;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return words.unreachable;
    }
  }

  function begin() {
    let carried: (isCarried: boolean) => void = () => undefined;
    const line = createSocket({ address: api.address, onState: (state) => carried(state === "open") });
    socket = line;
    following = follow<Thread, Message>({
      ask: async (after) => (await api.run<{ thread: Thread }>(documents.THREAD_QUERY, { after })).thread,
      listen(after, listener) {
        carried = listener.carried;
        listener.carried(line.state === "open");
        return line.subscribe<{ thread: Thread }>(
          () => ({ query: documents.THREAD_SUBSCRIPTION, variables: { after: after() } }),
          { next: (data) => listener.next(data.thread), error: () => listener.carried(false) },
        );
      },
      read: (thread) => ({ ...thread, items: thread.messages }),
      position: (message) => message.sequence,
      take,
      forget: () => put(transcripts.forgotten(view.transcript)),
      onReach: (isReached) => set({ isReached }),
    });
    unwatch = watchPage({
      hide() {
        answers.part();
        line.pause();
      },
      wake() {
        set({ isOnline: navigator.onLine });
        if (!navigator.onLine) return;
        line.wake();
        following?.look();
        answers.retry();
        outbox.flush();
      },
    });
  }

  api.onAnother = (isAnotherPerson) => {
    if (isAnotherPerson) {
      outbox.forget();
      answers.forget();
    }
    const wasFollowing = following !== null;
    stop();
    readUpTo = 0;
    set({
      transcript: transcripts.emptyTranscript<Message>(isAnotherPerson ? [] : view.transcript.pending),
      thread: null,
    });
    if (!wasFollowing) return;
    begin();
    outbox.flush();
  };

  function stop() {
    following?.stop();
    unwatch?.();
    outbox.stop();
    following = socket = unwatch = null;
  }

  async function greet() {
    if (view.widget) return;
    try {
      set(await api.run<{ widget: Widget }>(documents.WIDGET_QUERY));
    } catch {
      // The greeting can wait for the next opening; the thread says whether the app is reached.
    }
  }

  return {
    answers,
    grant: api.grant,
    get view() {
      return view;
    },
    onChange(next) {
      listen = next;
    },
    start() {
      if (!following) begin();
      void greet();
      hint();
      outbox.flush();
    },
    rest() {
      if (!view.transcript.messages.length && !view.transcript.pending.length) stop();
    },
    stop,
    send(text) {
      typing.stop();
      write("text", text);
      hint();
    },
    askForHuman() {
      if (!view.transcript.pending.some((own) => own.kind === "human" && !own.failure)) write("human", "");
    },
    retry(clientKey) {
      const own = view.transcript.pending.find((it) => it.clientKey === clientKey);
      if (!own) return;
      put(transcripts.refused(view.transcript, clientKey, null));
      outbox.put({ ...own, failure: null });
    },
    remove(clientKey) {
      outbox.drop(clientKey);
      put(transcripts.dropped(view.transcript, clientKey));
    },
    pick(chip) {
      if (chip.question) this.send(chip.question);
      else if (chip.actionKey) void press(documents.START_ACTION, { key: chip.actionKey }, "startAction");
    },
    async submit(form, values) {
      // One form is submitted once: its key makes every further try the same submission, after a reload too.
      const variables = { formId: form.id, values: asFieldValues(values), clientKey: `submit-form-${form.id}` };
      type Data = { submitAction: { fieldErrors: FieldError[]; userErrors: UserError[] } };
      try {
        const { fieldErrors, userErrors } = (await api.run<Data>(documents.SUBMIT_ACTION, variables)).submitAction;
        look();
        return { fieldErrors, problem: userErrors[0]?.message ?? null };
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        return { fieldErrors: [], problem: words.unreachable };
      }
    },
    skip: (form) => press(documents.SKIP_ACTION, { formId: form.id }, "skipAction"),
    correct: (sequence) => press(documents.CORRECT_ANSWERS, { sequence }, "correctAnswers"),
    leaveEmail,
    orderCode: createCodes(api, words),
    isTyping: () => view.thread && typing.touch(),
    seen() {
      const { cursor, messages } = view.transcript;
      const last = messages[messages.length - 1]?.sequence ?? 0;
      if (last <= readUpTo || last > cursor || !view.thread?.unread) return;
      readUpTo = last;
      quietly(documents.MARK_READ, { sequence: last });
    },
  };
}

/**
 * The inbox and the panel without a screen, for tests: their own code follows the feeds, acts and keeps its state, which is
 * shown as JSON, to be held against what the server says when it is asked afresh.
 */

import { desk, startDesk, write } from "../../inbox/conversations/desk";
import { inbox, listState, openList, startInbox } from "../../inbox/conversations/inbox";
import { listed } from "../../inbox/conversations/lists";
import type { Move } from "../../inbox/conversations/moves";
import { openPaper } from "../../inbox/conversations/papers";
import { Thread } from "../../inbox/conversations/thread";
import type { View } from "../../inbox/ui/words";
import { Unreachable } from "../../widget/api";
import { createChat } from "../../widget/chat";
import { createStorage } from "../../widget/storage";
import { asks, serve } from "./browserless";

const VIEWS: readonly View[] = ["NEEDS_YOU", "MINE", "BOT", "ALL"];
let myId = "";
let thread: Thread | null = null;

const api = {
  grant: async () => ({}) as never,
  onAnother: () => undefined,
  async run<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await asks("shopper", query, variables);
    if (answer.lost) throw new Unreachable("network");
    return answer.data as T;
  },
  address: async () => ({ url: "wss://baton.example/shopper/graphql", token: "token" }),
};
const chat = createChat(api, createStorage("alder"), { unreachable: "unreachable", noEmail: "no e-mail" });

const query = (view: View) => ({ view, tag: null, search: "" });

void serve({
  start({ agent }) {
    myId = String(agent);
    void startInbox();
    startDesk();
    chat.start();
  },
  open({ conversation }) {
    thread?.stop();
    thread = new Thread(String(conversation));
    thread.start();
    for (const view of VIEWS) openList(query(view));
  },
  type: ({ kind, text }) => thread && write(thread.id, kind as "reply" | "note", String(text)),
  send({ kind, resolve }) {
    const paper = thread && openPaper(desk.value.papers, thread.id, kind as "reply" | "note");
    if (thread && paper?.text) void thread.post(paper.kind, paper.text, Boolean(resolve));
  },
  retry() {
    for (const own of thread?.state.value.transcript.pending ?? []) if (own.failure) void thread?.retry(own.clientKey);
  },
  press: ({ move }) => void thread?.moves.press(move as Move, myId),
  tag: ({ name, on }) => void (on ? thread?.addTag(String(name)) : thread?.removeTag(String(name))),
  say: ({ text }) => chat.send(String(text)),
  ask: () => chat.askForHuman(),
  wake: () => dispatchEvent(new Event("online")),
  state: () => ({
    lists: Object.fromEntries(
      VIEWS.map((view) => [view, listed(inbox.value.byId, query(view), listState(inbox.value, query(view)), myId)]),
    ),
    conversations: Object.fromEntries(inbox.value.byId),
    counts: inbox.value.counts,
    thread: thread?.state.value ?? null,
    papers: [...desk.value.papers.byKey.values()],
    chat: chat.view,
  }),
});

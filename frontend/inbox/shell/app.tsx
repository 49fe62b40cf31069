/** The frame around all pages: navigation for the admin's menu, the session, and the page of the present path. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { MeDocument } from "../../graphql/generated/graphql";
import { ActionsPage } from "../actions/page";
import { startDesk } from "../conversations/desk";
import { inbox, startInbox } from "../conversations/inbox";
import { InboxPage } from "../conversations/page";
import { HomePage } from "../home/page";
import { KnowledgePage } from "../knowledge/page";
import { PlaygroundPage } from "../playground/page";
import { SettingsPage } from "../settings/page";
import { TagsPage } from "../tags/page";
import { Failure } from "../ui/failure";
import { keepFor } from "../ui/keep";
import { PageSkeleton } from "../ui/skeleton";
import { useStore } from "../ui/store";
import { ask, wordsOf } from "./api";
import { startCalling } from "./attention";
import { wakeWithThePage } from "./live";
import { type PageName, route, startRouting } from "./router";
import { type Session, SessionContext } from "./session";
import { startBeating } from "./team";

const PAGES: Record<PageName, () => preact.JSX.Element> = {
  home: HomePage,
  inbox: InboxPage,
  knowledge: KnowledgePage,
  playground: PlaygroundPage,
  actions: ActionsPage,
  tags: TagsPage,
  settings: SettingsPage,
};

export function App() {
  const [session, setSession] = useState<Session | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { page } = useStore(route);
  const calling = useRef<(() => void)[]>([]);

  const begin = useCallback(async () => {
    setFailure(null);
    try {
      const found = await ask(MeDocument, {});
      keepFor(`${found.shop.id}.${found.me?.id ?? ""}`);
      setSession(found);
      void startInbox();
      if (found.me) startDesk();
      if (found.me) calling.current = [startBeating(), startCalling()];
    } catch (error) {
      setFailure(wordsOf(error));
    }
  }, []);

  useEffect(() => {
    const stops = [startRouting(), wakeWithThePage()];
    void begin();
    return () => {
      for (const stop of [...stops, ...calling.current]) stop();
    };
  }, [begin]);

  const Page = PAGES[page];
  return (
    <>
      <Navigation />
      <main>
        {failure && <Failure words={failure} retry={begin} />}
        {!session && !failure && <PageSkeleton />}
        {session && (
          <SessionContext.Provider value={session}>
            <Page key={page} />
          </SessionContext.Provider>
        )}
      </main>
    </>
  );
}

/** App Bridge's own attribute, which the types of Polaris do not know. */
const HOME = { rel: "home" };

/** Shopify admin shows these in its own menu; the one with rel="home" is the app's name. */
function Navigation() {
  const waiting = useStore(inbox).counts?.needsYou ?? 0;
  return (
    <s-app-nav>
      <s-link href="/" {...HOME}>
        Home
      </s-link>
      <s-link href="/inbox">{waiting > 0 ? `Inbox (${waiting})` : "Inbox"}</s-link>
      <s-link href="/knowledge">Knowledge</s-link>
      <s-link href="/actions">Actions</s-link>
      <s-link href="/tags">Tags</s-link>
      <s-link href="/settings">Settings</s-link>
    </s-app-nav>
  );
}

/** The shop's forms: what each asks, when the bot offers it, and what follows. One at a time is designed in the editor. */
import { useState } from "preact/hooks";
import {
  ActionsPageDocument,
  DuplicateActionDocument,
  RestoreActionDocument,
  RetireActionDocument,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { followLink, navigate, route } from "../shell/router";
import { useAsk } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { useStore } from "../ui/store";
import { counted } from "../ui/words";
import type { Action } from "./design";
import { Editor } from "./editor";
import { Webhooks } from "./webhooks";

const NEW = "new";

export function ActionsPage() {
  const { data, failure, again } = useAsk(ActionsPageDocument);
  const chosen = useStore(route).parameters.get("form");
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Actions" />;
  const tags = data.tags.map(({ name }) => name);
  const action = data.actions.find(({ key }) => key === chosen) ?? null;
  if (action || chosen === NEW) {
    const props = { action, actions: data.actions, tags, onSaved: () => void again() };
    return <Editor key={chosen} {...props} />;
  }
  return <Overview actions={data.actions} onChanged={() => void again()} />;
}

function Overview({ actions, onChanged }: { actions: readonly Action[]; onChanged(): void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const live = actions.filter(({ retiredAt }) => retiredAt === null);
  const retired = actions.filter(({ retiredAt }) => retiredAt !== null);
  const run = async (document: typeof RetireActionDocument, key: string, done: string) => {
    try {
      const { changed } = await ask(document, { key });
      setProblem(changed.userErrors[0]?.message ?? null);
      if (changed.action) window.shopify.toast.show(done);
    } catch (error) {
      setProblem(wordsOf(error));
    }
    onChanged();
  };
  return (
    <s-page heading="Actions">
      <s-button slot="primary-action" variant="primary" onClick={() => navigate(`/actions?form=${NEW}`)}>
        Add a form
      </s-button>
      {problem && (
        <div role="alert">
          <s-banner tone="critical">{problem}</s-banner>
        </div>
      )}
      {live.length === 0 && (
        <s-section accessibilityLabel="Actions">
          <s-empty-state heading="No forms yet">
            <s-paragraph>The bot offers forms such as an order look-up when a shopper needs one.</s-paragraph>
          </s-empty-state>
        </s-section>
      )}
      {live.map((action) => (
        <ActionCard
          key={action.key}
          action={action}
          onDuplicate={() =>
            void run(DuplicateActionDocument as typeof RetireActionDocument, action.key, "Form copied")
          }
          onRetire={() => void run(RetireActionDocument, action.key, "Form retired")}
        />
      ))}
      {retired.length > 0 && (
        <s-section heading="Retired">
          <ul class="versions">
            {retired.map(({ key, title, responseCount }) => (
              <li key={key}>
                <strong>{title}</strong> <span class="quiet">{counted(responseCount, "answer")}</span>
                <s-button
                  variant="tertiary"
                  accessibilityLabel={`Offer ${title} again`}
                  onClick={() => void run(RestoreActionDocument as typeof RetireActionDocument, key, "Form is back")}
                >
                  Offer again
                </s-button>
              </li>
            ))}
          </ul>
        </s-section>
      )}
      <Webhooks />
    </s-page>
  );
}

function ActionCard(props: { action: Action; onDuplicate(): void; onRetire(): void }) {
  const { action, onDuplicate, onRetire } = props;
  const menu = `menu-${action.key}`;
  const address = `/actions?form=${action.key}`;
  return (
    <s-section
      heading={action.title}
      subheading={`${counted(action.fields.length, "question")} · version ${action.version} · ${counted(action.responseCount, "answer")}`}
    >
      <s-button
        slot="secondary-actions"
        accessibilityLabel={`Edit ${action.title}`}
        onClick={(event) => followLink(event as unknown as MouseEvent, address)}
      >
        Edit
      </s-button>
      <s-button
        slot="secondary-actions"
        variant="tertiary"
        icon="menu-horizontal"
        accessibilityLabel={`More for ${action.title}`}
        commandFor={menu}
        command="--toggle"
      />
      <s-menu id={menu} accessibilityLabel={`More for ${action.title}`}>
        <s-button icon="duplicate" onClick={onDuplicate}>
          Duplicate
        </s-button>
        <s-button icon="archive" onClick={onRetire}>
          Retire
        </s-button>
      </s-menu>
      {action.intro && <s-paragraph>{action.intro}</s-paragraph>}
      <div class="action-lists">
        <Lines heading="Asks" lines={action.fields.map(({ label }) => label)} none="" />
        <Lines heading="Offered" lines={action.triggers} none="Only by an agent, by hand." />
        <Lines heading="When it is answered" lines={action.effects} none="The answers are kept in the thread." />
      </div>
    </s-section>
  );
}

function Lines({ heading, lines, none }: { heading: string; lines: string[]; none: string }) {
  return (
    <div>
      <h3>{heading}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {lines.length === 0 && <li class="quiet">{none}</li>}
      </ul>
    </div>
  );
}

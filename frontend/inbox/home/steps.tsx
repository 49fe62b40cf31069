/** The steps from an installed app to a shop whose shoppers are answered, each with its true state. */
import { useEffect, useState } from "preact/hooks";
import type { HomePageQuery } from "../../graphql/generated/graphql";
import { counted } from "../ui/words";
import { type EmbedState, embedEditorUrl, readEmbed } from "./embed";

interface Step {
  heading: string;
  words: string;
  isDone: boolean;
  action: { word: string; href: string; target?: "_blank" } | null;
}

export function Steps({ home }: { home: HomePageQuery }) {
  const [embed, setEmbed] = useState<EmbedState>("unknown");
  useEffect(() => {
    const look = () => void readEmbed().then(setEmbed);
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, []);
  const steps = stepsOf(home, embed);
  const done = steps.filter((step) => step.isDone).length;
  return (
    <s-section heading="Set up" subheading={`${done} of ${steps.length} done`}>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.heading} class={step.isDone ? "done" : ""}>
            <s-icon type={step.isDone ? "check-circle" : "clock"} tone={step.isDone ? "success" : "neutral"} />
            <span class="step-words">
              <strong>
                {step.heading}
                <span class="visually-hidden">{step.isDone ? ", done" : ", to do"}</span>
              </strong>
              <span class="quiet">{step.words}</span>
            </span>
            {step.action && (
              <s-button href={step.action.href} target={step.action.target}>
                {step.action.word}
              </s-button>
            )}
          </li>
        ))}
      </ol>
    </s-section>
  );
}

const EMBED_WORDS: Record<EmbedState, string> = {
  on: "The chat is switched on in your published theme.",
  off: "Switch the chat on in your theme's app embeds, then save the theme.",
  unknown: "Shopify has not said yet whether the chat is switched on in your theme.",
};

function stepsOf({ shop, knowledge, agents }: HomePageQuery, embed: EmbedState): Step[] {
  const ready = knowledge.counts.reduce((sum, { state, count }) => sum + (state === "READY" ? count : 0), 0);
  const others = agents.filter((agent) => !agent.isMe).map((agent) => agent.firstName);
  return [
    {
      heading: "Your content is read",
      words: knowledge.isSyncing
        ? `Reading your policies, pages, articles and products: ${ready} so far.`
        : `${counted(ready, "source")} ready. The bot answers from these and nothing else.`,
      isDone: ready > 0 && !knowledge.isSyncing,
      action: { word: "See sources", href: "/knowledge" },
    },
    {
      heading: "The chat is on your storefront",
      words: EMBED_WORDS[embed],
      isDone: embed === "on",
      action: { word: embed === "on" ? "Theme editor" : "Switch it on", href: embedEditorUrl() },
    },
    {
      heading: "Try the bot as a shopper",
      words: "Ask it what your shoppers ask. The conversation appears in the inbox as you type.",
      isDone: shop.outcomes.total > 0,
      action: { word: "Open the storefront", href: shop.storefrontUrl, target: "_blank" },
    },
    {
      heading: "Your team is here",
      words:
        others.length === 0
          ? "Anyone of your staff who opens Baton in Shopify admin can answer."
          : `${others.join(", ")} ${others.length === 1 ? "has" : "have"} joined.`,
      isDone: others.length > 0,
      action: { word: "Staff in Shopify", href: "shopify://admin/settings/account" },
    },
  ];
}

/** Home: what is left to set up, who waits now, and how this week's conversations ended. */
import { HomePageDocument, type HomePageQuery } from "../../graphql/generated/graphql";
import { followLink } from "../shell/router";
import { useAsk, useEvery } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { duration, elapsed, useNow } from "../ui/time";
import { counted, initials, shopperName } from "../ui/words";
import { Steps } from "./steps";

/** While the content is read and until the first conversation, things change as one looks. */
const LOOK_SOON_MS = 2_000;
const LOOK_LATER_MS = 20_000;

export function HomePage() {
  const { data, failure, again } = useAsk(HomePageDocument);
  useEvery(data?.knowledge.isSyncing || data?.shop.outcomes.total === 0 ? LOOK_SOON_MS : LOOK_LATER_MS, again);
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Home" />;
  const isInUse = data.shop.outcomes.total > 0; // then who waits matters more than how to begin
  return (
    <s-page heading={data.shop.name}>
      <s-button slot="primary-action" variant="primary" href="/inbox">
        Open the inbox
      </s-button>
      {!isInUse && <Steps home={data} />}
      <Waiting conversations={data.conversations.edges.map((edge) => edge.node)} />
      <Outcomes outcomes={data.shop.outcomes} />
      {isInUse && <Steps home={data} />}
    </s-page>
  );
}

function Waiting({ conversations }: { conversations: HomePageQuery["conversations"]["edges"][number]["node"][] }) {
  const now = useNow();
  return (
    <s-section heading="Waiting now">
      {conversations.length === 0 && <s-paragraph color="subdued">Nobody is waiting for a person.</s-paragraph>}
      <ul class="waiting-list">
        {conversations.map((conversation) => {
          const target = `/inbox/${encodeURIComponent(conversation.id)}`;
          return (
            <li key={conversation.id}>
              <a href={target} onClick={(event) => followLink(event, target)}>
                <s-avatar initials={initials(shopperName(conversation.shopper))} alt="" size="small" />
                <span class="waiting-words">
                  <strong>{shopperName(conversation.shopper)}</strong>
                  <span class="quiet">{conversation.preview}</span>
                </span>
                {conversation.urgency === "HIGH" && <s-badge tone="critical">Urgent</s-badge>}
                {conversation.waitingSince && <span class="quiet">{elapsed(conversation.waitingSince, now)}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </s-section>
  );
}

function Outcomes({ outcomes }: { outcomes: HomePageQuery["shop"]["outcomes"] }) {
  const share = (count: number) => (outcomes.total === 0 ? "" : ` · ${Math.round((100 * count) / outcomes.total)} %`);
  const figures = [
    { word: "Conversations", value: outcomes.total.toLocaleString("en"), note: "in the last seven days" },
    {
      word: "Answered by the bot",
      value: outcomes.answeredByBot.toLocaleString("en"),
      note: `without a person${share(outcomes.answeredByBot)}`,
    },
    {
      word: "Asked for a person",
      value: outcomes.escalated.toLocaleString("en"),
      note: `escalated${share(outcomes.escalated)}`,
    },
    {
      word: "Typical wait",
      value: outcomes.medianWaitSeconds === null ? "–" : duration(outcomes.medianWaitSeconds),
      note: "from request to first human word",
    },
  ];
  return (
    <s-section heading="This week">
      <dl class="figures" aria-label={counted(outcomes.total, "conversation")}>
        {figures.map(({ word, value, note }) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>
              <strong>{value}</strong>
              <span class="quiet">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </s-section>
  );
}

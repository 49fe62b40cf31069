/** What the widget says for the shop, and who may use the API. */
import { SettingsPageDocument } from "../../graphql/generated/graphql";
import { useAsk } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { ApiAccess } from "./api-access";
import { HandoffSettings } from "./handoff-settings";
import { ModelUse } from "./model-use";
import { WidgetSettings } from "./widget-settings";

export function SettingsPage() {
  const { data, failure, again } = useAsk(SettingsPageDocument);
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Settings" />;
  return (
    <s-page heading="Settings">
      <WidgetSettings settings={data.shop.settings} />
      <HandoffSettings settings={data.shop.settings} timezone={data.shop.timezone} />
      <Topics topics={data.shop.settings.escalationTopics} />
      <ModelUse use={data.modelUse} />
      <ApiAccess clients={data.apiClients} onChanged={() => void again()} />
    </s-page>
  );
}

/** A topic's key as words: "legal_threat" is "Legal threat". */
function topicWords(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Topics({ topics }: { topics: string[] }) {
  return (
    <s-section heading="When the bot asks for a person">
      <s-paragraph>
        Always when a shopper asks for one, is upset, or when the bot fails or cannot answer. Also on these topics:
      </s-paragraph>
      <ul class="topics">
        {topics.map((topic) => (
          <li key={topic}>{topicWords(topic)}</li>
        ))}
        {topics.length === 0 && <li class="quiet">No topics are set.</li>}
      </ul>
    </s-section>
  );
}

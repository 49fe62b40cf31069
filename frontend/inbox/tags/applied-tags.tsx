/** The tags of a conversation, each with what put it on. What an agent takes off stays off. */
import { useState } from "preact/hooks";
import type { AppliedTagFieldsFragment } from "../../graphql/generated/graphql";
import type { Conversation } from "../conversations/lists";
import type { Thread } from "../conversations/thread";
import { useTags } from "../conversations/use-tags";
import { Block } from "../ui/block";
import { TAG_TONE } from "../ui/words";

const PICKER = "add-tag";

export function AppliedTags({ thread, conversation }: { thread: Thread; conversation: Conversation }) {
  const [failure, setFailure] = useState<string | null>(null);
  const remove = async (name: string) => setFailure(await thread.removeTag(name));
  return (
    <Block
      heading="Tags"
      accessory={
        <s-button
          id="add-tag-button"
          icon="plus"
          variant="tertiary"
          accessibilityLabel="Add a tag"
          commandFor={PICKER}
          command="--toggle"
        />
      }
    >
      {conversation.tags.length === 0 && <p class="quiet">No tags yet.</p>}
      <div class="chips">
        {conversation.tags.map((applied) => (
          <TagChip key={applied.tag.id} applied={applied} onRemove={() => void remove(applied.tag.name)} />
        ))}
      </div>
      {failure && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <TagPicker conversation={conversation} onPick={async (name) => setFailure(await thread.addTag(name))} />
    </Block>
  );
}

function TagChip({ applied, onRemove }: { applied: AppliedTagFieldsFragment; onRemove(): void }) {
  const tip = `why-${applied.tag.id}`;
  const show = () => {
    if (applied.evidenceSequence === null) return;
    document.getElementById(`message-${applied.evidenceSequence}`)?.scrollIntoView({ block: "center" });
  };
  return (
    <>
      <s-clickable-chip removable interestFor={tip} onClick={show} onRemove={onRemove}>
        {applied.tag.name}
      </s-clickable-chip>
      <s-tooltip id={tip}>{whyWords(applied)}</s-tooltip>
    </>
  );
}

export function whyWords({ origin, agentName, evidence, confidence }: AppliedTagFieldsFragment): string {
  if (origin === "AGENT") return `Added by ${agentName ?? "an agent"}`;
  if (origin === "API_CLIENT") return evidence || "Added by an API client";
  const sure = `${Math.round(confidence * 100)} % sure`;
  return evidence ? `“${evidence}” (${sure})` : `Added by a rule (${sure})`;
}

function TagPicker({ conversation, onPick }: { conversation: Conversation; onPick(name: string): void }) {
  const tags = useTags();
  const [search, setSearch] = useState("");
  const worn = new Set(conversation.tags.map(({ tag }) => tag.name));
  const wanted = search.trim().toLowerCase();
  const fitting = tags.filter((tag) => !worn.has(tag.name) && tag.name.toLowerCase().includes(wanted));
  const pick = (name: string) => {
    setSearch("");
    onPick(name);
  };
  return (
    <s-popover id={PICKER}>
      <div class="menu">
        <s-search-field
          label="Find a tag"
          labelAccessibilityVisibility="exclusive"
          placeholder="Find a tag"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value ?? "")}
        />
        <div class="menu-items">
          {fitting.length === 0 && (
            <p class="quiet">{tags.length === worn.size ? "All tags are on it." : "No tag fits."}</p>
          )}
          {fitting.map((tag) => (
            <s-clickable
              key={tag.id}
              commandFor={PICKER}
              command="--hide"
              padding="small-300"
              borderRadius="base"
              onClick={() => pick(tag.name)}
            >
              <span class={`row-tag tone-${TAG_TONE[tag.colour]}`}>{tag.name}</span>
            </s-clickable>
          ))}
        </div>
      </div>
    </s-popover>
  );
}

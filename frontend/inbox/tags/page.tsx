/** The shop's tags: what each is for, what puts it on by itself, and how many conversations carry it. */
import { useState } from "preact/hooks";
import { DeleteTagDocument, type TagFieldsFragment, TagsPageDocument } from "../../graphql/generated/graphql";
import { askForTags } from "../conversations/use-tags";
import { ask, refusalOf, wordsOf } from "../shell/api";
import { navigate } from "../shell/router";
import { useAsk } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { counted, TAG_TONE } from "../ui/words";
import { openTagEditor, TagEditor } from "./tag-editor";

const DELETE = "delete-tag";

export function TagsPage() {
  const { data, failure, again } = useAsk(TagsPageDocument);
  const [edited, setEdited] = useState<TagFieldsFragment | null>(null);
  const [doomed, setDoomed] = useState<TagFieldsFragment | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Tags" />;
  const changed = () => {
    void again();
    void askForTags();
  };
  const edit = (tag: TagFieldsFragment | null) => {
    setEdited(tag);
    openTagEditor();
  };
  const remove = async () => {
    if (!doomed) return;
    try {
      setRefusal(refusalOf((await ask(DeleteTagDocument, { id: doomed.id })).changed)?.message ?? null);
    } catch (error) {
      setRefusal(wordsOf(error));
    }
    changed();
  };
  return (
    <s-page heading="Tags">
      <s-button slot="primary-action" variant="primary" onClick={() => edit(null)}>
        Add a tag
      </s-button>
      {refusal && <s-banner tone="critical">{refusal}</s-banner>}
      <s-section accessibilityLabel="Tags" padding="none">
        {data.tags.length === 0 ? (
          <s-empty-state heading="No tags yet">
            <s-paragraph>Tags sort conversations. Add one, and put it on by hand or by rule.</s-paragraph>
          </s-empty-state>
        ) : (
          <TagTable tags={data.tags} onEdit={edit} onDelete={setDoomed} />
        )}
      </s-section>
      <TagEditor tag={edited} onSaved={changed} />
      <s-modal id={DELETE} heading={`Delete the tag ${doomed?.name ?? ""}?`}>
        <s-paragraph>
          {`It goes from ${counted(doomed?.conversationCount ?? 0, "conversation")}. The conversations stay.`}
        </s-paragraph>
        <s-button slot="secondary-actions" commandFor={DELETE} command="--hide">
          Keep it
        </s-button>
        <s-button
          slot="primary-action"
          variant="primary"
          tone="critical"
          commandFor={DELETE}
          command="--hide"
          onClick={() => void remove()}
        >
          Delete tag
        </s-button>
      </s-modal>
    </s-page>
  );
}

const RULES_SHOWN = 2;

/** What puts a tag on: the first ones, and all of them for who wants to know. */
function Rules({ rules }: { rules: readonly string[] }) {
  const [shown, rest] = [rules.slice(0, RULES_SHOWN), rules.slice(RULES_SHOWN)];
  const list = (some: readonly string[]) => (
    <ul class="rules">
      {some.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  );
  if (rules.length === 0) return <span class="quiet">By hand only</span>;
  return (
    <>
      {list(shown)}
      {rest.length > 0 && (
        <details class="more-rules">
          <summary class="quiet">{rest.length} more</summary>
          {list(rest)}
        </details>
      )}
    </>
  );
}

interface TableProps {
  tags: TagFieldsFragment[];
  onEdit(tag: TagFieldsFragment): void;
  onDelete(tag: TagFieldsFragment): void;
}

function TagTable({ tags, onEdit, onDelete }: TableProps) {
  return (
    <s-table>
      <s-table-header-row>
        <s-table-header listSlot="primary">Tag</s-table-header>
        <s-table-header format="numeric">Open</s-table-header>
        <s-table-header format="numeric">All</s-table-header>
        <s-table-header>Put on by itself</s-table-header>
        <s-table-header>Actions</s-table-header>
      </s-table-header-row>
      <s-table-body>
        {tags.map((tag) => (
          <s-table-row key={tag.id}>
            <s-table-cell>
              <div class="source-title">
                <span>
                  <s-badge tone={TAG_TONE[tag.colour]}>{tag.name}</s-badge>
                </span>
                {tag.description && <span class="quiet">{tag.description}</span>}
              </div>
            </s-table-cell>
            <s-table-cell>{tag.openCount}</s-table-cell>
            <s-table-cell>{tag.conversationCount}</s-table-cell>
            <s-table-cell>
              <Rules rules={tag.rules} />
            </s-table-cell>
            <s-table-cell>
              <span class="row-actions">
                <s-button
                  variant="tertiary"
                  icon="filter"
                  accessibilityLabel={`Show conversations with ${tag.name}`}
                  onClick={() => navigate(`/inbox?view=ALL&tag=${encodeURIComponent(tag.name)}`)}
                >
                  Show
                </s-button>
                <s-button
                  variant="tertiary"
                  icon="edit"
                  accessibilityLabel={`Edit ${tag.name}`}
                  onClick={() => onEdit(tag)}
                />
                <s-button
                  variant="tertiary"
                  icon="delete"
                  accessibilityLabel={`Delete ${tag.name}`}
                  commandFor={DELETE}
                  command="--show"
                  onClick={() => onDelete(tag)}
                />
              </span>
            </s-table-cell>
          </s-table-row>
        ))}
      </s-table-body>
    </s-table>
  );
}

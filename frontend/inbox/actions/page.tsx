/** The shop's forms: what each asks, when the bot offers it, and what follows when it is answered. */
import { useState } from "preact/hooks";
import { type ActionFieldsFragment, ActionsPageDocument } from "../../graphql/generated/graphql";
import { useAsk } from "../ui/ask";
import { Failure } from "../ui/failure";
import { PageSkeleton } from "../ui/skeleton";
import { counted, type FieldKind } from "../ui/words";

const KIND: Record<FieldKind, string> = {
  SHORT_TEXT: "Short text",
  LONG_TEXT: "Long text",
  EMAIL: "E-mail",
  PHONE: "Phone",
  NUMBER: "Number",
  CHOICE: "One choice",
  CHOICES: "Several choices",
  DATE: "Date",
  ORDER_NUMBER: "Order number",
  ORDER_ITEM: "Item of the order",
  PHOTO: "Photo",
};

export function ActionsPage() {
  const { data, failure, again } = useAsk(ActionsPageDocument);
  if (failure && !data) return <Failure words={failure} retry={() => void again()} />;
  if (!data) return <PageSkeleton heading="Actions" />;
  return (
    <s-page heading="Actions">
      {data.actions.length === 0 && (
        <s-section accessibilityLabel="Actions">
          <s-empty-state heading="No forms yet">
            <s-paragraph>The bot offers forms such as an order look-up when a shopper needs one.</s-paragraph>
          </s-empty-state>
        </s-section>
      )}
      {data.actions.map((action) => (
        <Action key={action.key} action={action} />
      ))}
    </s-page>
  );
}

function Action({ action }: { action: ActionFieldsFragment }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <s-section
      heading={action.title}
      subheading={`${counted(action.fields.length, "field")} · version ${action.version}`}
    >
      <s-button
        slot="secondary-actions"
        variant="tertiary"
        icon={isOpen ? "chevron-up" : "chevron-down"}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? "Hide fields" : "Show fields"}
      </s-button>
      {action.intro && <s-paragraph>{action.intro}</s-paragraph>}
      <div class="action-lists">
        <Lines heading="Offered" lines={action.triggers} none="Only by an agent, by hand." />
        <Lines heading="When it is answered" lines={action.effects} none="The answers are kept in the thread." />
      </div>
      {isOpen && <Fields action={action} />}
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

function Fields({ action }: { action: ActionFieldsFragment }) {
  return (
    <>
      <s-table>
        <s-table-header-row>
          <s-table-header listSlot="primary">Field</s-table-header>
          <s-table-header>Kind</s-table-header>
          <s-table-header>Required</s-table-header>
        </s-table-header-row>
        <s-table-body>
          {action.fields.map((field) => (
            <s-table-row key={field.key}>
              <s-table-cell>
                <div class="source-title">
                  <span>{field.label}</span>
                  {(field.help || field.choices.length > 0) && (
                    <span class="quiet">{field.help || field.choices.join(", ")}</span>
                  )}
                </div>
              </s-table-cell>
              <s-table-cell>{KIND[field.kind]}</s-table-cell>
              <s-table-cell>{field.isRequired ? "Yes" : "No"}</s-table-cell>
            </s-table-row>
          ))}
        </s-table-body>
      </s-table>
      <p class="quiet">
        {action.maySkip
          ? "The shopper may skip this form."
          : "The shopper cannot skip this form, but can always ask for a person."}
      </p>
    </>
  );
}

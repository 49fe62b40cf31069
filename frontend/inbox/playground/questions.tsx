/** The test questions beside what came of them in a run. */
import { useState } from "preact/hooks";
import { counted } from "../ui/words";
import { expectWords, missedWords } from "./expectations";
import { type Question, type Report, type Row, resultLabel, rowsOf, SHOWN, type Shown, shownOf } from "./rows";

interface Props {
  questions: Question[];
  report: Report | null;
  onEdit(question: Question): void;
  onDelete(id: string): void;
}

export function Questions({ questions, report, onEdit, onDelete }: Props) {
  const [shown, setShown] = useState<Shown>("ALL");
  const rows = rowsOf(questions, report);
  const visible = shownOf(rows, shown);
  return (
    <>
      <div class="table-filter" role="group" aria-label="Which questions">
        {(Object.keys(SHOWN) as Shown[]).map((name) => (
          <s-press-button key={name} variant="tertiary" pressed={shown === name} onClick={() => setShown(name)}>
            {`${SHOWN[name]} ${shownOf(rows, name).length}`}
          </s-press-button>
        ))}
      </div>
      {visible.length === 0 ? (
        <p class="quiet nothing-here">None here.</p>
      ) : (
        <s-table>
          <s-table-header-row>
            <s-table-header listSlot="primary">Question</s-table-header>
            <s-table-header>Expected</s-table-header>
            <s-table-header>Result</s-table-header>
            <s-table-header>Actions</s-table-header>
          </s-table-header-row>
          <s-table-body>
            {visible.map((row) => (
              <QuestionRow key={row.id} row={row} onEdit={onEdit} onDelete={onDelete} />
            ))}
          </s-table-body>
        </s-table>
      )}
    </>
  );
}

function QuestionRow({ row, onEdit, onDelete }: { row: Row } & Pick<Props, "onEdit" | "onDelete">) {
  const { question, result } = row;
  const { word, tone } = resultLabel(result);
  return (
    <s-table-row>
      <s-table-cell>
        <div class="tested">
          <span>{row.text}</span>
          {row.earlier > 0 && <span class="quiet">{`after ${counted(row.earlier, "earlier message")}`}</span>}
        </div>
      </s-table-cell>
      <s-table-cell>
        <span class="tested-expect">{question ? expectWords(question.expect) : "Deleted since"}</span>
      </s-table-cell>
      <s-table-cell>
        <div class="tested">
          <s-badge tone={tone}>{word}</s-badge>
          {result?.missed.map((missed) => (
            <span key={missed.name} class="problem">
              {missedWords(missed)}
            </span>
          ))}
          {result?.verdict === "FAILED" && result.answer !== "" && <Said answer={result.answer} />}
        </div>
      </s-table-cell>
      <s-table-cell>
        {question && (
          <span class="row-actions">
            <s-button
              icon="edit"
              variant="tertiary"
              accessibilityLabel={`Edit ${row.text}`}
              onClick={() => onEdit(question)}
            />
            <s-button
              icon="delete"
              variant="tertiary"
              accessibilityLabel={`Delete ${row.text}`}
              onClick={() => onDelete(question.id)}
            />
          </span>
        )}
      </s-table-cell>
    </s-table-row>
  );
}

function Said({ answer }: { answer: string }) {
  return (
    <details class="said-then">
      <summary>What it said</summary>
      <p>{answer}</p>
    </details>
  );
}

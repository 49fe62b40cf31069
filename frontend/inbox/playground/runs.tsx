/** Asks all test questions, shows how far it is, and what came of it beside the run before. */
import { dayAndClock, useNow } from "../ui/time";
import { figuresOf, type Report, RUN_STATE, type Run, runWords } from "./rows";

interface Props {
  runs: Run[];
  report: Report | null;
  chosen: string | null;
  onChoose(id: string): void;
  onStop(id: string): void;
}

export function Runs({ runs, report, chosen, onChoose, onStop }: Props) {
  const now = useNow(60_000);
  const running = runs.find(({ state }) => state === "RUNNING");
  return (
    <div class="runs">
      {running && <Progress run={running} onStop={() => onStop(running.id)} />}
      {!running && report && (
        <div class="run-summary" role="status">
          <strong>{runWords(report)}</strong>
          <span class="quiet">
            {report.run.state === "DONE"
              ? dayAndClock(report.run.startedAt, now)
              : `${dayAndClock(report.run.startedAt, now)} · ${RUN_STATE[report.run.state]}`}
          </span>
        </div>
      )}
      {!running && report && <Figures report={report} />}
      {!running && runs.length > 1 && (
        <s-select label="Shown" value={chosen ?? ""} onChange={(event) => onChoose(event.currentTarget.value ?? "")}>
          {runs.map((run) => (
            <s-option key={run.id} value={run.id}>
              {`${dayAndClock(run.startedAt, now)}: ${run.passed} passed, ${run.failed} failed`}
            </s-option>
          ))}
        </s-select>
      )}
    </div>
  );
}

function Progress({ run, onStop }: { run: Run; onStop(): void }) {
  const words = `${run.asked} of ${run.total} asked · ${run.passed} passed, ${run.failed} failed`;
  return (
    <div class="run-progress">
      <progress max={run.total} value={run.asked} aria-label="Test questions asked" />
      <span role="status">{words}</span>
      <s-button variant="tertiary" onClick={onStop}>
        Stop
      </s-button>
    </div>
  );
}

function Figures({ report }: { report: Report }) {
  const figures = figuresOf(report);
  if (figures.length === 0) return null;
  return (
    <details class="run-figures">
      <summary>Figures</summary>
      <dl class="facts">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

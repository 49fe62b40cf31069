/** Files that an agent chooses are sent one after another; what became of each stands here until it is put away. */
import { useState } from "preact/hooks";
import { KINDS, upload } from "./upload";

const ID = "knowledge-files";

interface Sent {
  name: string;
  /** Undefined while it is on its way, null once it was kept, else why it was not. */
  refusal?: string | null;
}

export function chooseFiles(): void {
  document.querySelector<HTMLInputElement>(`#${ID}`)?.click();
}

export function FileChooser({ onKept }: { onKept(): void }) {
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const isBusy = sent.some(({ refusal }) => refusal === undefined);
  const refused = sent.filter(({ refusal }) => typeof refusal === "string");

  const send = async (files: readonly File[]) => {
    setSent(files.map(({ name }) => ({ name })));
    for (const [place, file] of files.entries()) {
      const refusal = await upload(file);
      setSent((before) => before.map((each, at) => (at === place ? { ...each, refusal } : each)));
      if (refusal === null) onKept();
    }
  };
  const chosen = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length > 0) void send(files);
  };
  return (
    <>
      <input
        id={ID}
        class="visually-hidden"
        type="file"
        multiple
        accept={KINDS}
        tabIndex={-1}
        aria-label="Files for the bot to read"
        onChange={(event) => chosen(event.currentTarget)}
      />
      {isBusy && (
        <s-banner tone="info">{`Uploading ${sent.find(({ refusal }) => refusal === undefined)?.name ?? ""}…`}</s-banner>
      )}
      {!isBusy && sent.length > refused.length && (
        <s-banner tone="success" dismissible onDismiss={() => setSent(refused)}>
          {sent.length - refused.length === 1 ? "The file was uploaded and is being read." : "The files were uploaded."}
        </s-banner>
      )}
      {refused.length > 0 && (
        <s-banner tone="critical" heading="Not uploaded" dismissible onDismiss={() => setSent([])}>
          <s-unordered-list>
            {refused.map(({ name, refusal }) => (
              <s-list-item key={name}>{`${name}: ${refusal}`}</s-list-item>
            ))}
          </s-unordered-list>
        </s-banner>
      )}
    </>
  );
}

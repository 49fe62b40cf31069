/** A question that photos answer: each is sent as it is chosen, shown small, and can be taken away again. */
import { useEffect, useState } from "preact/hooks";
import type { FieldProps } from "./field";
import { Icon } from "./icons";
import { parts } from "./kinds";
import { MOST_PICTURES, type Picture, type Pictures } from "./pictures";
import { useWords } from "./words";

export function Photos({ id, field, value, isDisabled, onInput, pictures, aria }: Props) {
  const words = useWords();
  const names = parts(value);
  const [known, setKnown] = useState<readonly Picture[]>([]);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const unknown = names.filter((name) => !known.some((it) => it.name === name));
    if (unknown.length) void pictures.seen(unknown).then((found) => setKnown((before) => [...before, ...found]));
  }, [value]);

  async function choose(input: HTMLInputElement) {
    const files = [...(input.files ?? [])].slice(0, MOST_PICTURES - names.length);
    input.value = "";
    setProblem(null);
    setSending(true);
    const taken = [...names];
    for (const file of files) {
      const { picture, problem } = await pictures.send(file);
      if (picture) {
        setKnown((before) => [...before, picture]);
        taken.push(picture.name);
        onInput(taken.join("\n"));
      } else setProblem(problem);
    }
    setSending(false);
  }

  return (
    <div class="photos" role="group" aria-labelledby={`${id}-label`} {...aria}>
      {names.map((name, at) => (
        <span class="photo">
          <img src={known.find((it) => it.name === name)?.url} alt={`${field.label} ${at + 1}`} />
          <button
            type="button"
            disabled={isDisabled}
            aria-label={`${words.t("remove")}: ${field.label} ${at + 1}`}
            onClick={() => onInput(names.filter((it) => it !== name).join("\n"))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      {names.length < MOST_PICTURES && (
        <label class={`add${isSending ? " busy" : ""}`}>
          <input
            id={id}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            multiple
            disabled={isDisabled || isSending}
            onChange={(event) => void choose(event.currentTarget)}
          />
          <span>{words.t(isSending ? "photo_sending" : "photo_add")}</span>
        </label>
      )}
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface Props extends FieldProps {
  pictures: Pictures;
  aria: object;
}

/**
 * A question that photos answer. Each is sent as it is chosen and seen at once; one that did not arrive stays, to be
 * tried again or taken away. What is said of them is said to screen readers too, each once.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldProps } from "./field";
import { Icon } from "./icons";
import { parts } from "./kinds";
import { MOST_PICTURES, type Pictures } from "./pictures";
import { useWords } from "./words";

/** A photo that has no name yet. */
interface Going {
  key: string;
  file: File;
  seen: string;
  part: number;
  /** Why it was not taken; empty where trying again could help; null while it is on its way. */
  problem: string | null;
}

interface Props extends FieldProps {
  pictures: Pictures;
  /** How many are on their way: a form is not sent without them. */
  onGoing(count: number): void;
  aria: object;
}

const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (it) => it.toString(36)).join("-");

export function Photos({ id, field, value, links, isDisabled, onInput, onGoing, pictures, aria }: Props) {
  const words = useWords();
  const [going, setGoing] = useState<readonly Going[]>([]);
  const [said, setSaid] = useState("");
  /** What this page has sent itself is shown from its own file. */
  const seen = useRef(new Map<string, string>()).current;
  const names = useRef(parts(value));
  const told = useRef(value);
  // Two that arrive at once are both there, though the form has not heard of the first yet.
  if (told.current !== value) names.current = parts(value);
  told.current = value;
  const change = (one: Going, more: Partial<Going>) =>
    setGoing((before) => before.map((it) => (it.key === one.key ? { ...it, ...more } : it)));
  const leave = (one: Going) => setGoing((before) => before.filter((it) => it.key !== one.key));
  const onWay = going.filter((it) => it.problem === null).length;

  useEffect(() => onGoing(onWay), [onWay]);
  useEffect(
    () => () => {
      onGoing(0);
      for (const url of seen.values()) URL.revokeObjectURL(url);
    },
    [],
  );

  function put(next: string[]) {
    names.current = next;
    onInput(next.join("\n"));
  }

  async function send(one: Going) {
    change(one, { problem: null, part: 0 });
    setSaid(words.t("photo_sending"));
    const { picture, problem } = await pictures.send(field.key, one.file, one.key, (part) => change(one, { part }));
    if (picture) {
      seen.set(picture.name, one.seen);
      leave(one);
      put([...names.current, picture.name]);
      setSaid(words.t("photo_added"));
    } else change(one, { problem: problem ?? "" });
  }

  function choose(input: HTMLInputElement) {
    const room = MOST_PICTURES - names.current.length - going.length;
    const chosen = [...(input.files ?? [])].slice(0, room);
    input.value = "";
    const fresh = chosen.map((file) => ({
      key: newKey(),
      file,
      seen: URL.createObjectURL(file),
      part: 0,
      problem: null,
    }));
    setGoing((before) => [...before, ...fresh]);
    for (const one of fresh) void send(one);
  }

  const called = (at: number) => `${field.label} ${at + 1}`;
  const failed = going.filter((it) => it.problem !== null);
  return (
    <div class="photos" role="group" aria-labelledby={`${id}-label`} {...aria}>
      {names.current.map((name, at) => (
        <span class="photo" key={name}>
          <Shown name={name} file={seen.get(name)} link={links?.find((it) => it.includes(name))} label={called(at)} />
          <Away
            label={called(at)}
            isDisabled={isDisabled}
            onPress={() => put(names.current.filter((it) => it !== name))}
          />
        </span>
      ))}
      {going.map((one, at) => (
        <span class={`photo ${one.problem === null ? "going" : "failed"}`} key={one.key}>
          <img src={one.seen} alt={called(names.current.length + at)} />
          {one.problem === null ? (
            <progress max={1} value={one.part} aria-label={words.t("photo_sending")} />
          ) : (
            <Away label={called(names.current.length + at)} isDisabled={isDisabled} onPress={() => leave(one)} />
          )}
        </span>
      ))}
      {names.current.length + going.length < MOST_PICTURES && (
        <label class="add">
          <input
            id={id}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            multiple
            disabled={isDisabled}
            onChange={(event) => choose(event.currentTarget)}
          />
          <span>{words.t("photo_add")}</span>
        </label>
      )}
      <span class="hidden" role="status">
        {said}
      </span>
      {failed.map((one) => (
        <p class="error" role="alert" key={one.key}>
          {one.problem || words.t("photo_failed")}
          {!one.problem && (
            <button type="button" class="plain" disabled={isDisabled} onClick={() => void send(one)}>
              {words.t("retry")}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

/** Large in another window; a photo of this page's own has no link that would outlive it. */
function Shown(props: { name: string; file: string | undefined; link: string | undefined; label: string }) {
  const { file, link, label } = props;
  const image = <img src={file ?? (link && `${link}&small=1`)} alt={label} />;
  if (!link) return image;
  return (
    <a href={link} target="_blank" rel="noreferrer">
      {image}
    </a>
  );
}

function Away({ label, isDisabled, onPress }: { label: string; isDisabled: boolean; onPress(): void }) {
  const words = useWords();
  return (
    <button type="button" disabled={isDisabled} aria-label={`${words.t("remove")}: ${label}`} onClick={onPress}>
      <Icon name="close" />
    </button>
  );
}

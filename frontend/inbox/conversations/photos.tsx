/** Photos of an answer: small in a row, large in a window over the page. Each is asked for with the agent's own token. */
import { useEffect, useRef, useState } from "preact/hooks";
import { photoAt } from "./photo-files";

interface Props {
  names: readonly string[];
  label: string;
}

export function Photos({ names, label }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <span class="photos">
      {names.map((name, at) => (
        <button key={name} type="button" onClick={() => setOpen(at)} aria-label={`Open ${label} ${at + 1}`}>
          <Photo name={name} isSmall alt={`${label} ${at + 1}`} />
        </button>
      ))}
      {open !== null && <Large names={names} label={label} at={open} onMove={setOpen} onClose={() => setOpen(null)} />}
    </span>
  );
}

function Photo({ name, isSmall, alt }: { name: string; isSmall: boolean; alt: string }) {
  const [address, setAddress] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isHere = true;
    setAddress(null);
    setMissing(false);
    photoAt(name, isSmall).then(
      (found) => isHere && setAddress(found),
      () => isHere && setMissing(true),
    );
    return () => {
      isHere = false;
    };
  }, [name, isSmall]);
  if (isMissing) return <span class="photo-missing">Not there any more</span>;
  return address === null ? <span class="photo-coming" aria-busy="true" /> : <img src={address} alt={alt} />;
}

interface LargeProps extends Props {
  at: number;
  onMove(at: number): void;
  onClose(): void;
}

/** The page's own keys rest meanwhile: arrows go from photo to photo, Escape goes back. */
function Large({ names, label, at, onMove, onClose }: LargeProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const name = names[at];
  const step = (by: number) => names[at + by] !== undefined && onMove(at + by);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  return (
    <dialog
      ref={dialog}
      class="photo-large"
      aria-label={`${label} ${at + 1} of ${names.length}`}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <div class="photo-bar">
        <span>
          {label} {at + 1} of {names.length}
        </span>
        {names.length > 1 && (
          <>
            <s-button
              icon="chevron-left"
              accessibilityLabel="Photo before"
              disabled={at === 0}
              onClick={() => step(-1)}
            />
            <s-button
              icon="chevron-right"
              accessibilityLabel="Next photo"
              disabled={at === names.length - 1}
              onClick={() => step(1)}
            />
          </>
        )}
        <s-button icon="x" accessibilityLabel="Close the photo" onClick={() => dialog.current?.close()} />
      </div>
      {name && <Photo name={name} isSmall={false} alt={`${label} ${at + 1}`} />}
    </dialog>
  );
}

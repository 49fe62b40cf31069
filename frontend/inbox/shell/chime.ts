/**
 * A short sound, made here: no file, no loading. A browser lets a page sound only after somebody has touched it, so the
 * first press or key opens the way; before that a chime is silent.
 */
type Tone = readonly [frequency: number, at: number];

const NEW: readonly Tone[] = [
  [660, 0],
  [880, 0.14],
];
const REMINDER: readonly Tone[] = [...NEW, [660, 0.42], [880, 0.56]];
const LOUDNESS = 0.12;
const LASTS = 0.3;

let context: AudioContext | null = null;

/** Opens the way for sounds at the first touch. Returns the way to stop listening. */
export function unlockSound(): () => void {
  const touched = () => {
    context ??= new AudioContext();
    if (context.state === "suspended") void context.resume().catch(() => undefined);
  };
  const touches = ["pointerdown", "keydown"] as const;
  for (const touch of touches) window.addEventListener(touch, touched, { passive: true });
  return () => {
    for (const touch of touches) window.removeEventListener(touch, touched);
  };
}

/** False where the browser does not allow a sound yet. */
export function chime(kind: "new" | "reminder"): boolean {
  if (context?.state !== "running") return false;
  for (const [frequency, at] of kind === "new" ? NEW : REMINDER) sound(context, frequency, context.currentTime + at);
  return true;
}

function sound(audio: AudioContext, frequency: number, at: number): void {
  const [tone, loudness] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = frequency;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + LASTS);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LASTS);
}

/** Says that the shopper types, at most every few seconds, and that they stopped, once. */

export interface Typing {
  touch(): void;
  stop(): void;
}

const AGAIN = 4_000;
const STOPPED = 5_000;

export function createTyping(say: (isTyping: boolean) => void): Typing {
  let saidAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function stop() {
    clearTimeout(timer);
    if (saidAt === Number.NEGATIVE_INFINITY) return;
    saidAt = Number.NEGATIVE_INFINITY;
    say(false);
  }
  return {
    touch() {
      clearTimeout(timer);
      timer = setTimeout(stop, STOPPED);
      if (Date.now() - saidAt < AGAIN) return;
      saidAt = Date.now();
      say(true);
    },
    stop,
  };
}

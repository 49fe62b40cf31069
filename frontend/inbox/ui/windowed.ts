/** Which rows of equal height a scrolled box shows. Ten thousand rows cost as much as ten. */
import { useEffect, useState } from "preact/hooks";

const OVERSCAN = 6;

export interface Range {
  first: number;
  /** One past the last. */
  end: number;
}

export function rangeOf(scrolled: number, boxHeight: number, rowHeight: number, count: number): Range {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrolled + boxHeight) / rowHeight) + OVERSCAN);
  return { first: Math.min(first, count), end: Math.max(end, 0) };
}

/** A box without a height yet is taken for a screenful. */
export function useWindow(box: { current: HTMLElement | null }, rowHeight: number, count: number): Range {
  const [view, setView] = useState({ scrolled: 0, height: 800 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setView({ scrolled: element.scrollTop, height: element.clientHeight || 800 });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return rangeOf(view.scrolled, view.height, rowHeight, count);
}

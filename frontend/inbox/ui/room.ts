/** Gives an element the height that is left below its top edge, so that its panes scroll and the page does not. */
import { useLayoutEffect } from "preact/hooks";

const MARGIN = 16;
const SMALLEST = 420;

export function useRoomBelow(box: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const measure = () => {
      const element = box.current;
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.height = `${Math.max(SMALLEST, window.innerHeight - top - MARGIN)}px`;
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(document.documentElement);
    window.addEventListener("resize", measure);
    return () => {
      sizes.disconnect();
      window.removeEventListener("resize", measure);
    };
  });
}

/** Places of the right size while something loads, so that nothing jumps when it comes. */
export function Skeleton({ lines, height = 20 }: { lines: number; height?: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="skeleton-line" style={{ height: `${height}px`, width: `${96 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

export function PageSkeleton({ heading }: { heading?: string }) {
  return (
    <s-page heading={heading ?? "Baton"}>
      <s-section accessibilityLabel="Loading">
        <Skeleton lines={8} height={24} />
      </s-section>
    </s-page>
  );
}

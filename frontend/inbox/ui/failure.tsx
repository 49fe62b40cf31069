/** Why something cannot be shown, and a way to try again. */
export function Failure({ words, retry }: { words: string; retry?: () => void }) {
  return (
    <div class="failure">
      <s-banner tone="critical" heading="This could not be loaded">
        <s-paragraph>{words}</s-paragraph>
        {retry && (
          <s-button slot="secondary-actions" onClick={retry}>
            Try again
          </s-button>
        )}
      </s-banner>
    </div>
  );
}

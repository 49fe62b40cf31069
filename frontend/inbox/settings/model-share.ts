/** How much of a day's share is used, in words: what is little is not shown as nothing, nor what is nearly all as all. */
export function shareOf({ tokens, tokensADay }: { tokens: number; tokensADay: number }): string {
  if (tokensADay <= 0 || tokens >= tokensADay) return "100%";
  if (tokens === 0) return "None";
  const percent = Math.floor((100 * tokens) / tokensADay);
  return percent < 1 ? "Less than 1%" : `${percent}%`;
}

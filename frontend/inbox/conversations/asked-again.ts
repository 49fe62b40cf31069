/** Whether an agent is about to ask for what is known. Pure; a hint and no more, so that a doubt is no hint. */
export interface Known {
  key: string;
  label: string;
  value: string;
  origin: string;
}

/** How a thing is called beside its label, for what shops ask most. */
const CALLED: readonly { keys: RegExp; words: RegExp }[] = [
  { keys: /e_?mail/, words: /\be-?mails?( address(es)?)?\b/ },
  { keys: /order/, words: /\border (number|no\.?|#|id|name)|\bnumber of (your|the) order\b|\bwhich order\b/ },
  { keys: /phone/, words: /\b(tele)?phone( number)?\b/ },
  { keys: /item/, words: /\b(which|what) (item|product|article)s?\b/ },
  { keys: /reason/, words: /\b(the|your|what) reason\b|\bwhy (do|did|would) you\b/ },
  { keys: /(^|_)name/, words: /\byour (full )?name\b/ },
];

/** Words that ask: a question mark, or a request. "Your e-mail has arrived" asks for nothing. */
const ASKING =
  /\?|\b(could|can|would|will) (you|i)\b|\bplease\b|\b(send|give|tell|share|provide|confirm)( (us|me))?\b|\bmay i\b|\b(need|what('s| is)) your\b/;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What of the known values the text asks for, in the order in which they are known. */
export function askedAgain(text: string, known: readonly Known[]): Known[] {
  const sentences = text.toLowerCase().match(/[^.!?\n]+(\.(?=\S)[^.!?\n]*)*[.!?]*/g) ?? [];
  const asking = sentences.filter((sentence) => ASKING.test(sentence));
  return known.filter(({ key, label, value }) => {
    const name = label.trim().toLowerCase();
    const labelled = name.length > 3 ? new RegExp(`(^|[^\\p{L}\\d])${escaped(name)}([^\\p{L}\\d]|$)`, "u") : null;
    const called = CALLED.filter((one) => one.keys.test(key));
    return asking.some((sentence) => {
      // Who says the value itself, such as to have it confirmed, knows it.
      if (sentence.includes(value.toLowerCase())) return false;
      return labelled?.test(sentence) || called.some((one) => one.words.test(sentence));
    });
  });
}

/**
 * Who of the staff is at the inbox. Each open window beats, seen or not, so that the others and waiting shoppers know
 * that somebody is there; a closed one falls silent, and its agent is gone a little later.
 */
import { BeatDocument, SetAwayDocument, type TeamFieldsFragment } from "../../graphql/generated/graphql";
import { keep, kept } from "../ui/keep";
import { Store } from "../ui/store";
import { ask, refusalOf, wordsOf } from "./api";

const BEAT_MS = 20_000;

export type Member = TeamFieldsFragment["team"][number];

export interface Team {
  members: readonly Member[];
  isAway: boolean;
  isSoundOn: boolean;
}

export const team = new Store<Team>({ members: [], isAway: false, isSoundOn: true });

function take(members: readonly Member[]): void {
  const me = members.find((member) => member.agent.isMe);
  team.patch({ members, isAway: me?.isAway ?? false });
}

/** A beat that is lost is followed by the next. */
async function beat(): Promise<void> {
  const answer = await ask(BeatDocument, {}).catch(() => null);
  if (answer && !refusalOf(answer.said)) take(answer.said.team);
}

/** Beats until it is stopped, and at once when the page is seen again: a browser slows what nobody sees. */
export function startBeating(): () => void {
  const onVisible = () => {
    if (document.visibilityState === "visible") void beat();
  };
  team.patch({ isSoundOn: kept("sound") !== "off" });
  void beat();
  const timer = setInterval(() => void beat(), BEAT_MS);
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

/** Null where it went through, else why not, in words. What is shown changes at once, and back if it did not go. */
export async function setAway(isAway: boolean): Promise<string | null> {
  const before = team.value.isAway;
  team.patch({ isAway });
  try {
    const { said } = await ask(SetAwayDocument, { isAway });
    const refusal = refusalOf(said);
    if (refusal) team.patch({ isAway: before });
    else take(said.team);
    return refusal?.message ?? null;
  } catch (error) {
    team.patch({ isAway: before });
    return wordsOf(error);
  }
}

export function setSound(isSoundOn: boolean): void {
  keep("sound", isSoundOn ? "" : "off");
  team.patch({ isSoundOn });
}

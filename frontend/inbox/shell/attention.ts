/**
 * Calls the agent to shoppers who wait: the number in the title, a sound, and a notice of the browser where it was
 * allowed. Nobody is called who is away, and not to the conversation that they look at.
 */
import { inbox } from "../conversations/inbox";
import { type Alarm, alarmsBetween } from "./alarms";
import { chime, unlockSound } from "./chime";
import { navigate, route } from "./router";
import { team } from "./team";

const NAME = "Baton";

/** What the browser says of notices: "default" may be asked, anything else is settled. */
export function noticePermission(): NotificationPermission {
  return "Notification" in window ? Notification.permission : "denied";
}

export async function askForNotices(): Promise<NotificationPermission> {
  try {
    return await Notification.requestPermission();
  } catch {
    return "denied";
  }
}

const isSeen = () => document.visibilityState === "visible" && document.hasFocus();

function call(alarm: Alarm): void {
  if (isSeen() && route.value.conversationId === alarm.conversationId) return;
  if (team.value.isSoundOn) chime(alarm.kind);
  if (isSeen() || noticePermission() !== "granted") return;
  try {
    const notice = new Notification(alarm.title, { body: alarm.words, tag: alarm.key });
    notice.onclick = () => {
      window.focus();
      navigate(`/inbox/${encodeURIComponent(alarm.conversationId)}`);
      notice.close();
    };
  } catch {
    // Some browsers show notices only from a service worker; the sound and the title have called already.
  }
}

/** Watches the inbox from now on. Returns the way to stop. */
export function startCalling(): () => void {
  let before = inbox.value.byId;
  let since: number | null = null;
  const look = () => {
    const { byId, counts } = inbox.value;
    document.title = counts && counts.needsYou > 0 ? `(${counts.needsYou}) ${NAME}` : NAME;
    // The feed begins with its first answer: everything until then stood before this page was opened.
    if (since === null && counts) since = Math.max(0, ...[...byId.values()].map(({ revision }) => revision));
    else if (since !== null && !team.value.isAway) for (const alarm of alarmsBetween(before, byId, since)) call(alarm);
    before = byId;
  };
  const stops = [unlockSound(), inbox.listen(look)];
  return () => {
    for (const stop of stops) stop();
  };
}

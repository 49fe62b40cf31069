/** Who is at the inbox, whether one can be counted on oneself, and how one is called to a shopper who waits. */
import { useState } from "preact/hooks";
import { askForNotices, noticePermission } from "../shell/attention";
import { type Member, setAway, setSound, team } from "../shell/team";
import { useStore } from "../ui/store";
import { initials } from "../ui/words";

export function TeamStrip() {
  const { members, isAway, isSoundOn } = useStore(team);
  const [permission, setPermission] = useState(noticePermission);
  const [problem, setProblem] = useState<string | null>(null);
  const here = members.filter((member) => member.isPresent || member.isAway);
  return (
    <div class="team" role="group" aria-label="Team">
      <div class="team-here">
        <span class="quiet">{here.length === 0 ? "Connecting…" : "At the inbox"}</span>
        <ul>
          {here.map((member) => (
            <li key={member.agent.id} class={member.isAway ? "away" : ""}>
              <s-avatar initials={initials(nameOf(member))} alt="" size="small" />
              {member.agent.isMe ? "You" : member.agent.firstName}
              {member.isAway && <span class="quiet">away</span>}
            </li>
          ))}
        </ul>
        {problem && (
          <span class="problem" role="alert">
            {problem}
          </span>
        )}
      </div>
      <div class="team-me">
        {permission === "default" && (
          <s-button
            variant="tertiary"
            icon="notification"
            onClick={() => void askForNotices().then((given) => setPermission(given))}
          >
            Allow notices
          </s-button>
        )}
        <s-switch label="Sound" checked={isSoundOn} onChange={(event) => setSound(event.currentTarget.checked)} />
        <s-switch
          label="Available"
          checked={!isAway}
          onChange={(event) => void setAway(!event.currentTarget.checked).then(setProblem)}
        />
      </div>
    </div>
  );
}

const nameOf = ({ agent }: Member) => `${agent.firstName} ${agent.lastName}`;

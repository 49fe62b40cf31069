/** What the bot used of the language model today, and what happens when the day's share is used up. */
import type { SettingsPageQuery } from "../../graphql/generated/graphql";
import { shareOf } from "./model-share";

type Use = SettingsPageQuery["modelUse"];

const number = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });

export function ModelUse({ use }: { use: Use }) {
  return (
    <s-section heading="Language model">
      {use ? (
        <>
          <p>
            <meter
              class="model-use"
              aria-label="Used today"
              min={0}
              max={use.tokensADay}
              high={0.8 * use.tokensADay}
              value={use.tokens}
            >
              {shareOf(use)}
            </meter>{" "}
            {shareOf(use)} of today's share is used: {number.format(use.tokens)} of {number.format(use.tokensADay)}{" "}
            tokens, in {number.format(use.calls)} {use.calls === 1 ? "answer" : "answers"}.
          </p>
          <p class="quiet">
            When it is used up, the bot answers in your store's own words, and asks for a person where they do not
            answer. It begins anew at {clock.format(new Date(use.beginsAnewAt))}.
          </p>
        </>
      ) : (
        <p class="quiet">None is set up. The bot answers in your store's own words, and nothing leaves your server.</p>
      )}
    </s-section>
  );
}

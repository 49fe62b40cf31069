"""Who may answer the shopper, and what each move does to that right.

Invariants, each with its guard and its test:
- a bot message of term t was written while the bot held term t: `bot_may_reply` under the row lock;
- side effects of a bot turn carry the same term and pass the same check in the same transaction;
- `sequence` is 1, 2, 3 … without a gap in a conversation: dealt under the row lock, UNIQUE;
- a conversation is held by an agent exactly when it names one: CHECK;
- the same send twice is one message: UNIQUE (conversation_id, client_key), the retry gets the first;
- `revision` grows in commit order in a shop: taken from the shop's row as the last statement;
- messages do not change: there is no verb for it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAX_TEXT = 4000
MAX_CLIENT_KEY = 64
MAX_DRAFT = 4 * MAX_TEXT
"""A draft may be longer than what can be sent: whoever pasted too much is to shorten it, not to lose it."""
MAX_EMAIL = 254
"""RFC 5321, 4.5.3.1.3, less the angle brackets of a path."""
_DOMAIN_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_LOCAL_REFUSED = frozenset(' "(),:;<>[]\\@')
REOPEN_TO_AGENT_WITHIN = timedelta(days=1)
BIDI_OVERRIDES = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


class State(StrEnum):
    """Who answers: the bot, nobody yet (a human was asked for), one agent, or nobody until the shopper writes."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    RESOLVED = "resolved"


class Move(StrEnum):
    """What changes the right to answer. Each begins a new term."""

    ESCALATE = "escalate"
    TAKE_OVER = "take_over"
    HAND_BACK = "hand_back"
    RELEASE = "release"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class MessageKind(StrEnum):
    """What an entry of the transcript is."""

    TEXT = "text"
    ACTION_OFFER = "action_offer"
    ACTION_RESPONSE = "action_response"
    NOTE = "note"
    ACTIVITY = "activity"


class Writing(StrEnum):
    """What an agent is writing."""

    REPLY = "reply"
    NOTE = "note"


class Audience(StrEnum):
    """Who may read a message."""

    EVERYONE = "everyone"
    AGENTS = "agents"


class Reason(StrEnum):
    """Why a human was asked for."""

    ASKED_FOR_HUMAN = "asked_for_human"
    UPSET = "upset"
    HIGH_STAKES = "high_stakes"
    CANNOT_ANSWER = "cannot_answer"
    MERCHANT_RULE = "merchant_rule"
    BOT_FAILURE = "bot_failure"
    AGENT_GONE = "agent_gone"


class Urgency(StrEnum):
    """How soon a human is needed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Grows with urgency, for ordering."""
        return (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH).index(self)


@dataclass(frozen=True)
class Holder:
    """Who may answer the shopper, and since which term."""

    state: State
    term: int
    agent_id: int | None = None


@dataclass(frozen=True)
class Refused:
    """Why a move may not be made, in words for the person who tried."""

    why: str
    held_by: int | None = None


def escalate(holder: Holder) -> Holder | Refused:
    """Only the bot asks for a human; anyone else is one."""
    if holder.state is not State.BOT:
        return Refused("Only a conversation that the bot holds can be escalated.")
    return Holder(State.WAITING, holder.term + 1)


def take_over(holder: Holder, agent_id: int, *, expected_term: int | None = None) -> Holder | Refused:
    """Any agent may take over anything but what they hold already.

    With `expected_term` they take over from nobody who was faster: a thread that another agent took or ended since
    they looked. That the shopper asked for a human meanwhile, or that the bot was given it, is no reason to refuse.
    """
    if holder.state is State.AGENT and holder.agent_id == agent_id:
        return Refused("You hold this conversation already.", held_by=agent_id)
    is_beaten = holder.state in (State.AGENT, State.RESOLVED)
    if expected_term is not None and expected_term != holder.term and is_beaten:
        was = "taken over" if holder.state is State.AGENT else "resolved"
        return Refused(f"The conversation was {was} since you looked.", held_by=holder.agent_id)
    return Holder(State.AGENT, holder.term + 1, agent_id)


def take_over_to_reply(holder: Holder, agent_id: int) -> Holder | Refused:
    """Sending takes over what the bot holds, what waits or what is resolved, but never another agent's thread."""
    if holder.state is State.AGENT and holder.agent_id == agent_id:
        return holder
    if holder.state is State.AGENT:
        return Refused("Another agent holds this conversation.", held_by=holder.agent_id)
    return Holder(State.AGENT, holder.term + 1, agent_id)


def hand_back(holder: Holder) -> Holder | Refused:
    """Gives the thread to the bot again. No timer does this."""
    if holder.state is not State.AGENT:
        return Refused("Only a conversation held by an agent can be handed back to the bot.")
    return Holder(State.BOT, holder.term + 1)


def release(holder: Holder) -> Holder | Refused:
    """Gives the thread to the queue for another agent."""
    if holder.state is not State.AGENT:
        return Refused("Only a conversation held by an agent can be released to the queue.")
    return Holder(State.WAITING, holder.term + 1)


def resolve(holder: Holder) -> Holder | Refused:
    """Ends it until the shopper writes again."""
    if holder.state is State.RESOLVED:
        return Refused("The conversation is resolved already.")
    return Holder(State.RESOLVED, holder.term + 1)


def reopen(holder: Holder, *, held_until: datetime | None, now: datetime) -> Holder | Refused:
    """Begins again: to the queue if a human held it within a day, else to the bot."""
    if holder.state is not State.RESOLVED:
        return Refused("Only a resolved conversation can be reopened.")
    to_human = held_until is not None and now - held_until <= REOPEN_TO_AGENT_WITHIN
    return Holder(State.WAITING if to_human else State.BOT, holder.term + 1)


def bot_may_reply(holder: Holder, term: int) -> bool:
    """The one question before every bot word and every effect of a bot turn."""
    return holder.state is State.BOT and holder.term == term


def clean_text(text: str) -> str:
    """The text as it is kept: line ends made one kind, control and bidirectional override characters removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return "".join(c for c in kept if c not in BIDI_OVERRIDES).strip()


def text_problem(text: str) -> str | None:
    """What is wrong with a cleaned text, in words that say what to do."""
    if not text:
        return "Write a message first."
    if len(text) > MAX_TEXT:
        return f"Shorten the message to {MAX_TEXT:,} characters; it has {len(text):,}."
    return None


def draft_problem(text: str) -> str | None:
    """Why a text cannot be kept as a draft."""
    if len(text) > MAX_DRAFT:
        return f"Only {MAX_DRAFT:,} characters of a draft can be kept; it has {len(text):,}."
    return None


def client_key_problem(key: str) -> str | None:
    """A client key is the sender's own name for one send: 8 to 64 plain characters."""
    if 8 <= len(key) <= MAX_CLIENT_KEY and key.isascii() and all(c.isalnum() or c in "-_:." for c in key):
        return None
    return "clientKey must be 8 to 64 letters, digits or - _ : . characters, the same on each retry of one send."


def preview_of(text: str) -> str:
    """One line for the list."""
    line = " ".join(text.split())
    return line if len(line) <= 140 else line[:139].rstrip() + "…"


def email_address(text: str) -> str | None:
    """The address as it is kept, its domain in small letters; None for what cannot be one."""
    address = unicodedata.normalize("NFKC", text).strip()
    local, at, domain = address.rpartition("@")
    labels = domain.split(".")
    is_address = (
        bool(at)
        and len(address) <= MAX_EMAIL
        and 0 < len(local) <= 64
        and address.isprintable()
        and not set(local) & _LOCAL_REFUSED
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and len(labels) >= 2
        and len(labels[-1]) >= 2
        and not labels[-1].isdigit()
        and all(_DOMAIN_LABEL.fullmatch(label) for label in labels)
    )
    return f"{local}@{domain.lower()}" if is_address else None

"""Where an order is, what changed and how a lookup ended, as a sentence in the language of who reads it.

No sentence made here names a person, an address, an item or an amount: what it may reveal is decided in disclosure.py.
"""

from collections.abc import Mapping
from datetime import datetime

from backend.conversations.moments import CALENDARS
from backend.orders import sentences, state_words
from backend.orders.rules import GRACE, Change, Order, Outcome, Parcel, is_late, is_under_way, is_void, parcel_days_late
from backend.orders.sentences import Sentences

_UNPAID, _DONE = "PENDING", ("FULFILLED", "FULFILLMENT_NOT_REQUIRED")


def summary(order: Order, now: datetime, language: str = "en") -> str:
    """One sentence on where the order is."""
    said = sentences.of(language)
    refunded = said["refunded"] if order.payment == "REFUNDED" else ""
    parcels = [parcel for parcel in order.parcels if not is_void(parcel)]
    if order.cancelled_at is not None or not parcels:
        where, rest = _without_parcels(order, now, language), ""
    else:
        under_way = [parcel for parcel in parcels if is_under_way(parcel)]
        if len(parcels) > 1:
            return _of_several(order, parcels, now, language)
        where = _where(under_way[0], now, language) if under_way else _arrival(parcels[0], now, language)
        rest = said["rest"] if order.fulfilment == "PARTIALLY_FULFILLED" else ""
    return said["one"].format(name=order.name, said=where, rest=rest, refunded=refunded)


def _without_parcels(order: Order, now: datetime, language: str) -> str:
    said = sentences.of(language)
    if order.cancelled_at is not None:
        return said["cancelled"].format(day=day(order.cancelled_at, now, language))
    match order.fulfilment:
        case "ON_HOLD":
            return said["on_hold"]
        case "SCHEDULED":
            return said["scheduled"]
        case done if done in _DONE:
            return said["complete"]
        case _:
            return said["unpaid"] if order.payment == _UNPAID else said["preparing"]


def _of_several(order: Order, parcels: list[Parcel], now: datetime, language: str) -> str:
    """The one that is latest speaks for those under way."""
    said = sentences.of(language)
    refunded = said["refunded"] if order.payment == "REFUNDED" else ""
    waiting = sorted((parcel for parcel in parcels if is_under_way(parcel)), key=lambda each: not is_late(each, now))
    if not waiting:
        return said["all"].format(count=len(parcels), name=order.name, refunded=refunded)
    return said["some"].format(
        arrived=len(parcels) - len(waiting),
        count=len(parcels),
        name=order.name,
        said=_where(waiting[0], now, language),
        refunded=refunded,
    )


def _where(parcel: Parcel, now: datetime, language: str) -> str:
    said = sentences.of(language)
    carrier = said["carrier"].format(carrier=parcel.carrier) if parcel.carrier else ""
    late = parcel_days_late(parcel, now)
    if late and parcel.promised is not None:
        is_promised_anew = parcel.estimate is not None and parcel.estimate > now
        return said["overdue"].format(
            said=_by_code(said["overdue_states"], parcel.state),
            carrier=carrier,
            day=day(parcel.promised, now, language),
            days=_days_ago(said, late),
            newly=_with_day(said["newly"], parcel.estimate, now, language) if is_promised_anew else "",
        )
    is_ahead = parcel.estimate is not None and parcel.estimate > now - GRACE
    expected = _with_day(said["expected"], parcel.estimate, now, language) if is_ahead else ""
    return f"{_by_code(said['states'], parcel.state)}{carrier}{expected}"


def _by_code(words: Mapping[str, str], code: str) -> str:
    return words.get(code, words[""])


def _with_day(words: str, at: datetime | None, now: datetime, language: str) -> str:
    return words.format(day=day(at, now, language)) if at is not None else ""


def _arrival(parcel: Parcel, now: datetime, language: str) -> str:
    said = sentences.of(language)
    word = said["picked_up" if parcel.state == "PICKED_UP" else "arrived"]
    if parcel.delivered_at is None:
        return word
    return said["arrived_on"].format(said=word, day=day(parcel.delivered_at, now, language))


def _days_ago(said: Sentences, count: int) -> str:
    return said["one_day"] if count == 1 else said["days"].format(count=count)


def day(at: datetime, now: datetime, language: str = "en") -> str:
    """Such as "1 November" or "1er novembre", with the year where it is another one."""
    said = sentences.of(language)
    months = CALENDARS.get(language, CALENDARS["en"])["months"]
    written = said["first"] if at.day == 1 else str(at.day)
    form = said["day" if at.year == now.year else "day_of_year"]
    return form.format(day=written, month=months[at.month - 1], year=at.year)


def parcel_words(code: str, language: str = "en") -> str:
    """The state of a parcel."""
    return state_words.of(state_words.PARCEL, code, language)


_CODES = {
    "payment": state_words.PAYMENT,
    "fulfilment": state_words.FULFILMENT,
    "new_parcel": state_words.PARCEL,
    "parcel": state_words.PARCEL,
    "return": state_words.RETURN,
}


def change_words(change: Change, language: str = "en") -> str:
    """A change in a line. One without a kind was kept before there were kinds, as a line of English."""
    if not change.kind:
        return change.name
    form, codes = sentences.of(language)["changes"][change.kind], _CODES.get(change.kind)
    after = state_words.of(codes, change.after, language) if codes else ""
    before = state_words.of(codes, change.before, language) if codes else ""
    return form.format(name=change.name, after=after, before=before)


def outcome_words(outcome: Outcome, language: str = "en") -> str:
    """What a shopper reads in place of an order. Nothing here tells what does not exist from what is not theirs."""
    said = sentences.of(language)
    match outcome:
        case Outcome.LOOKING:
            return said["looking"]
        case Outcome.THROTTLED:
            return said["throttled"]
        case Outcome.UNAVAILABLE:
            return said["unavailable"]
        case Outcome.REFUSED | Outcome.SCOPE_MISSING:
            return said["refused"]
        case _:
            return said["not_shown"]

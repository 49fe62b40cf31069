"""The job "orders.act": does in Shopify what an agent confirmed, once, and tells how it went.

What is sent is kept before it is sent. Whoever finds it there after a crash or a lost answer does not begin again:
a refund is asked for under the same key, which Shopify knows; before anything else is repeated it is looked at whether
it was done; an address and a tag are what they are however often they are set.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from backend import clock
from backend.errors import Refusal
from backend.jobs import TryAgain
from backend.orders import act_plans, act_shopify, acts
from backend.orders.act_plans import Done, Failed, Pending
from backend.orders.act_rules import ActKind, ActState, Refused
from backend.orders.enrich import Context
from backend.orders.models import OrderAct
from backend.shopify.admin import AccessDenied, AccessReason, ShopifyFailure, Throttled, Unavailable

KEY_HOLDS = timedelta(hours=20)
"""Less than Shopify remembers a key for: later nothing is repeated blindly."""
PATIENCE = timedelta(minutes=10)
"""How long Shopify's own job may take."""
PAUSES = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0)
TRIES = len(PAUSES) + 1
ON_ITS_WAY = timedelta(seconds=60)
"""Longer than what was sent may still be under way, with the wait for its turn before it."""
REPEATABLE = frozenset((ActKind.REFUND, ActKind.ADDRESS, ActKind.TAG, ActKind.NOTE))
"""May be sent while the same is still on its way: by its key, or because it sets what it sets."""
NOT_KNOWN = "Shopify gave no answer, and may have done it. Look at the order in Shopify before you try again."
MAY_BE_DONE = "An earlier try got no answer, and may have done it. Look at the order in Shopify before you try again."
NOT_DONE = "Shopify gave no answer. Nothing was changed; try again in a while."

log = structlog.get_logger(__name__)


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id, act_id}. Raises TryAgain while Shopify gives no answer, or is still at it."""
    shop_id, act_id = int(payload["shop_id"]), int(payload["act_id"])
    async with context.db.reading() as session:
        act = await acts.one(session, shop_id, act_id)
    if act.state != ActState.OWED:
        return
    was_sent = bool(act.sent)
    try:
        outcome = await (_resume(context, act) if was_sent else _begin(context, act))
    except Throttled as failure:
        raise TryAgain("order act: throttled", seconds=failure.retry_after, is_turn=True) from failure
    except Unavailable as failure:
        raise TryAgain("order act: no answer", seconds=_pause(act)) from failure
    except (ShopifyFailure, Refusal) as failure:
        log.info("order_act_refused", act=act.id, kind=act.kind, failure=type(failure).__name__, was_sent=was_sent)
        failed = _failed(failure)
        outcome = _not_known(failed) if was_sent else failed
    await _end(context, act, outcome)


def _failed(failure: ShopifyFailure | Refusal) -> Failed:
    if isinstance(failure, Refusal):
        return Failed(failure.message, failure.code)
    is_scope = isinstance(failure, AccessDenied) and failure.reason is AccessReason.MISSING_SCOPE
    return Failed(act_shopify.words_of(failure), "SCOPE_MISSING" if is_scope else "REFUSED")


def _not_known(failed: Failed) -> Failed:
    """What is refused now says nothing of an earlier try, whose answer was lost."""
    return Failed(f"{failed.words} {MAY_BE_DONE}", "UNKNOWN")


def _pause(act: OrderAct) -> float:
    """Longer the longer it has been going on."""
    passed = (clock.now() - act.created_at).total_seconds()
    return next((pause for pause in PAUSES if pause > passed / 2), PAUSES[-1])


async def _begin(context: Context, act: OrderAct) -> Done | Failed | Pending:
    plan = await act_plans.plan(context.shopify, act)
    if isinstance(plan, Refused):
        return Failed(plan.words, plan.code)
    return await _send(context, act, plan)


def _sent_by_another() -> TryAgain:
    """Two workers can hold one job for a moment, when a lease ended too early: who comes second looks later."""
    return TryAgain("order act: sent by somebody else", seconds=PAUSES[1], is_turn=True)


async def _resume(context: Context, act: OrderAct) -> Done | Failed | Pending:
    """Somebody sent it, or was about to. Sent again only where it was looked at after it can be on its way no more."""
    if act.sent_at is not None and clock.now() - act.sent_at > KEY_HOLDS:
        return Failed(NOT_KNOWN, "UNKNOWN")
    left = _seconds_on_its_way(act)
    found = await act_plans.was_done(context.shopify, act)
    if found is not None:
        return found
    if left > 0:
        raise TryAgain("order act: it may be on its way", seconds=left, is_turn=True)
    outcome = await _send(context, act, act.sent)
    if isinstance(outcome, Failed) and act.kind != ActKind.REFUND:
        return await act_plans.was_done(context.shopify, act) or _not_known(outcome)
    return outcome


def _seconds_on_its_way(act: OrderAct) -> float:
    at = acts.last_sent(act)
    if at is None or ActKind(act.kind) in REPEATABLE:
        return 0.0
    return (at + ON_ITS_WAY - clock.now()).total_seconds()


async def _send(context: Context, act: OrderAct, plan: Mapping[str, Any]) -> Done | Failed | Pending:
    before = act.sent
    async with context.db.writing() as session:
        sent = await acts.claim(session, act, plan, clock.now())
    if sent is None:
        raise _sent_by_another()
    act.sent = sent
    try:
        answer = await context.shopify.run_granted(
            act.shop_id, act_plans.OPERATIONS[ActKind(act.kind)], act.sent["variables"]
        )
    except Throttled:  # Shopify did not look at it
        await _keep(context, act, before)
        raise
    outcome = act_plans.outcome(act, answer.data)
    if isinstance(outcome, Pending):
        await _keep(context, act, {**act.sent, "job": outcome.job})
    return outcome


async def _keep(context: Context, act: OrderAct, sent: Mapping[str, Any]) -> None:
    async with context.db.writing() as session:
        await acts.keep_sent(session, act, sent)
    act.sent = dict(sent)


async def _end(context: Context, act: OrderAct, outcome: Done | Failed | Pending) -> None:
    match outcome:
        case Pending() if clock.now() - act.created_at < PATIENCE:
            raise TryAgain("order act: Shopify is at it", seconds=outcome.seconds, is_turn=True)
        case Pending():
            state, words, code = ActState.UNKNOWN, NOT_KNOWN, "UNKNOWN"
        case Failed():
            state = ActState.UNKNOWN if outcome.code == "UNKNOWN" else ActState.REFUSED
            words, code = outcome.words, outcome.code
        case Done():
            state, words, code = ActState.DONE, outcome.words, ""
    if state is ActState.UNKNOWN:
        words = act_plans.attempt_words(act) + " " + words
    async with context.db.writing() as session:
        is_over = await acts.finish(session, act, state, words=words, code=code, now=clock.now())
    if not is_over:
        raise _sent_by_another()


async def gave_up(context: Context, payload: dict[str, Any], _why: str) -> None:
    """After the last try: it is said whether anything may have happened."""
    async with context.db.reading() as session:
        act = await acts.one(session, int(payload["shop_id"]), int(payload["act_id"]))
    await _end(context, act, Failed(NOT_KNOWN, "UNKNOWN") if act.sent else Failed(NOT_DONE, "REFUSED"))

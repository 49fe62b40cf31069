"""The versions of a shop's forms. What was published never changes: a change is the next version, and a form that is
open keeps the one that it was offered with.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries
from backend.actions.design import Problem, design_problems, key_from
from backend.actions.forms import Form, Triggers, dump_effects, dump_fields, dump_triggers
from backend.actions.models import CustomAction
from backend.actions.starters import STARTERS
from backend.errors import Invalid, NotAllowed, NotFound
from backend.shops.models import Shop

MOST_FORMS = 60


class BadDesign(Invalid):
    """The form is unsound; each problem says where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems), field=problems[0].path)
        self.problems = problems


class ChangedMeanwhile(NotAllowed):
    """Somebody else published a version after the one that was being changed."""

    code = "CHANGED_MEANWHILE"


async def install_starters(session: AsyncSession, shop_id: int, now: datetime) -> None:
    """Gives a shop the starter forms that it never had. A starter that the merchant changed or retired stays so."""
    await _in_turn(session, shop_id)
    had = await _keys(session, shop_id)
    for form in STARTERS:
        if form.key not in had:
            await publish(session, shop_id, form, now)


async def publish(session: AsyncSession, shop_id: int, form: Form, now: datetime) -> CustomAction:
    """Makes the next version of a form. Forms that are open stay what they were. Raises BadDesign."""
    problems = design_problems(form)
    if problems:
        raise BadDesign(problems)
    newest = await queries.newest_version(session, shop_id, form.key)
    action = CustomAction(
        shop_id=shop_id,
        key=form.key,
        version=(newest.version if newest else 0) + 1,
        title=form.title,
        intro=form.intro,
        fields=dump_fields(form),
        triggers=dump_triggers(form.triggers),
        effects=dump_effects(form.effects),
        may_skip=form.may_skip,
        created_at=now,
    )
    session.add(action)
    await session.flush()
    return action


async def save(session: AsyncSession, shop_id: int, form: Form, *, based_on: int | None, now: datetime) -> CustomAction:
    """What a merchant saved: a new form under a key of its own, or the version after `based_on`.

    Nothing is published where nothing changed. Raises BadDesign, NotFound, ChangedMeanwhile.
    """
    await _in_turn(session, shop_id)
    if based_on is None:
        keys = await _keys(session, shop_id)
        if len(keys) >= MOST_FORMS:
            raise NotAllowed(f"A shop has at most {MOST_FORMS} forms. Change one that exists.", field="title")
        return await publish(session, shop_id, replace(form, key=key_from(form.title, frozenset(keys))), now)
    newest = await queries.newest_version(session, shop_id, form.key)
    if newest is None or newest.retired_at is not None:
        raise NotFound("There is no such form.", field="key")
    if newest.version != based_on:
        raise ChangedMeanwhile("Somebody else changed this form meanwhile. Load it again, then make your change.")
    if queries.form_of(newest) == replace(form, version=newest.version):
        return newest
    return await publish(session, shop_id, form, now)


async def duplicate(session: AsyncSession, shop_id: int, key: str, now: datetime) -> CustomAction:
    """The same questions and effects under another key, offered by nobody until the merchant says when."""
    await _in_turn(session, shop_id)
    newest = await queries.newest_version(session, shop_id, key)
    if newest is None:
        raise NotFound("There is no such form.", field="key")
    form = queries.form_of(newest)
    return await save(
        session, shop_id, replace(form, title=f"{form.title} (copy)"[:80], triggers=Triggers()), based_on=None, now=now
    )


async def retire(session: AsyncSession, shop_id: int, key: str, now: datetime) -> None:
    """The form is offered no more. Where it is open it can still be answered."""
    versions = update(CustomAction).where(
        col(CustomAction.shop_id) == shop_id, col(CustomAction.key) == key, col(CustomAction.retired_at).is_(None)
    )
    retired = await session.exec(versions.values(retired_at=now).returning(col(CustomAction.id)))
    if not retired.all():
        raise NotFound("There is no such form.", field="key")


async def restore(session: AsyncSession, shop_id: int, key: str) -> CustomAction:
    """A retired form is offered again, as it was last. Again, it changes nothing."""
    await _in_turn(session, shop_id)
    newest = await queries.newest_version(session, shop_id, key)
    if newest is None:
        raise NotFound("There is no such form.", field="key")
    newest.retired_at = None
    session.add(newest)
    await session.flush()
    return newest


async def _in_turn(session: AsyncSession, shop_id: int) -> None:
    """Whoever publishes in a shop does so one after another."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))


async def _keys(session: AsyncSession, shop_id: int) -> set[str]:
    return set((await session.exec(select(CustomAction.key).where(CustomAction.shop_id == shop_id))).all())

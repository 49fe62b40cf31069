"""The job "actions.forget_photos": deletes the files of photos that nobody sees any more, and then their rows.

The row goes last: whoever dies in between leaves it, and the next one deletes what is gone already.
"""

from typing import Any, Protocol

from sqlmodel import col, delete, select

from backend import clock
from backend.actions import photos
from backend.actions.models import Photo
from backend.db import Database
from backend.jobs import TryAgain
from backend.storage import NotStored, Storage

AT_ONCE = 50


class Context(Protocol):
    """What the deletion needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def storage(self) -> Storage | None: ...


async def run(context: Context, _payload: dict[str, Any]) -> None:
    """Deletes all that is gone, some at a time. Raises TryAgain where the storage does not answer."""
    if context.storage is None:
        return
    while True:
        async with context.db.reading() as session:
            which = select(Photo.id, Photo.name).where(photos.gone(clock.now())).order_by(col(Photo.id)).limit(AT_ONCE)
            found = (await session.exec(which)).all()
        if not found:
            return
        await _delete(context.storage, [name for _, name in found])
        async with context.db.writing() as session:
            await session.exec(delete(Photo).where(col(Photo.id).in_([photo_id for photo_id, _ in found])))


async def _delete(storage: Storage, names: list[str]) -> None:
    try:
        for name in names:
            for file in photos.files_of(name):
                await storage.delete(file)
    except NotStored as error:
        raise TryAgain(f"storage: {error}", seconds=60) from error

"""One town for all flows: its people come and go, and nobody's thread is anybody else's."""

from collections.abc import AsyncIterator

import pytest

from tests.flows.town import Staff, Town, town


@pytest.fixture(scope="session")
async def the_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
async def maya(the_town: Town) -> Staff:
    return await the_town.staff()

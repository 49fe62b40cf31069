"""The process' one mind: the local model, and a language model where one is configured.

CPU work runs off the event loop, on one thread: turns that think side by side would take the processors from the people
who write, and would end no sooner.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from backend.ai import answer
from backend.ai.answer import Findings
from backend.ai.classifier import prepared
from backend.ai.embedding import Embedder, default_embedder
from backend.ai.llm import LanguageModel
from backend.ai.providers import ModelSettings, TokensADay, is_installed
from backend.ai.reader import default_reader
from backend.ai.retrieval import PassageIndex
from backend.ai.understand import Turn, Understanding, understand
from backend.config import Misconfigured, ModelChoice

T = TypeVar("T")


class Mind:
    """What the bot thinks with. Without a language model it needs no key and no network."""

    def __init__(self, model: LanguageModel | None = None, embedder: Embedder | None = None) -> None:
        self.model = model
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mind")

    @property
    def embedder(self) -> Embedder:
        """The local sentence model; loaded at the first use, some 0.3 s."""
        if self._embedder is None:
            self._embedder = default_embedder()
        return self._embedder

    async def warm_up(self) -> None:
        """Loads what the first shopper would wait for."""
        await self.understand("Where is my order?")
        await self._thought(default_reader)
        if self.model is not None:
            await self.model.warm_up()

    async def understand(self, text: str, history: Sequence[Turn] = ()) -> Understanding:
        """What a message wants. Some 5 ms after the model is loaded."""
        return await self._thought(lambda: self._understand(text, history))

    def _understand(self, text: str, history: Sequence[Turn]) -> Understanding:
        return understand(text, self.embedder.embed([prepared(text)])[0], history)

    async def find(self, understanding: Understanding, index: PassageIndex) -> Findings:
        """What the store's content says to each question of a message."""
        return await self._thought(lambda: answer.find(understanding, index, self.embedder))

    async def _thought(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def model_of(choice: ModelChoice | None) -> LanguageModel | None:
    """The configured language model; None where there is none. Raises Misconfigured where its package is missing."""
    if choice is None:
        return None
    if not is_installed(choice.provider):
        raise Misconfigured(f"BATON_MODEL_PROVIDER={choice.provider} needs: pip install .[{choice.provider}]")
    settings = ModelSettings(choice.url, choice.key, choice.name, timeout=choice.timeout, provider=choice.provider)
    limits = TokensADay(choice.tokens_of_conversation, choice.tokens_of_shop, choice.tokens_a_day)
    return LanguageModel(settings, limits=limits)

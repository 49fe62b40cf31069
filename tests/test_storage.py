"""Where files are kept: a folder, and a bucket behind a small server that speaks as much of S3 as our client does."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backend.config import Misconfigured, StorageChoice, load
from backend.storage import Bucket, Folder, NotStored, Storage, storage_of

pytestmark = pytest.mark.anyio


class S3(BaseHTTPRequestHandler):
    """Objects in memory. Requests that our key did not sign, or whose body is not what they say, are refused."""

    objects: dict[str, bytes]
    status = 200
    kind_of_xml = "application/xml"

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, status: int, code: str) -> None:
        xml = f"<Error><Code>{code}</Code><Message>no</Message><Resource>{self.path}</Resource></Error>"
        self._answer(status, xml.encode(), Content_Type=self.kind_of_xml)

    def _is_signed(self, body: bytes) -> bool:
        signature = self.headers.get("Authorization", "")
        told = self.headers.get("x-amz-content-sha256", "")
        is_ours = signature.startswith("AWS4-HMAC-SHA256 Credential=the-key/") and "/eu-north-1/s3/" in signature
        return is_ours and told in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD")

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = urlsplit(self.path).path
        if self.status != 200:
            self._refuse(self.status, "AccessDenied" if self.status == 403 else "SlowDown")
        elif not self._is_signed(body):
            self._refuse(403, "SignatureDoesNotMatch")
        elif self.command == "PUT":
            self.objects[name] = body
            self._answer(200, ETag=f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')
        elif self.command == "DELETE":
            self.objects.pop(name, None)
            self._answer(204)
        elif name in self.objects:
            self._answer(200, self.objects[name], Content_Type="application/octet-stream")
        else:
            self._refuse(404, "NoSuchKey")

    do_PUT = do_GET = do_DELETE = _serve  # noqa: N815 - as http.server names them


@contextmanager
def s3() -> Iterator[tuple[type[S3], str]]:
    handler = type("Served", (S3,), {"objects": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield handler, f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bucket_at(address: str) -> Bucket:
    made = storage_of(StorageChoice(f"s3+http://{address}/photos/of-shops", "the-key", "the-secret", "eu-north-1"))
    assert isinstance(made, Bucket)
    return made


async def keeps_and_forgets(storage: Storage) -> None:
    assert await storage.get("photo-one") is None
    await storage.put("photo-one", b"first")
    await storage.put("photo-one", b"first")
    await storage.put("photo-one.small", b"x" * 200_000)
    assert (await storage.get("photo-one"), await storage.get("photo-one.small")) == (b"first", b"x" * 200_000)
    await storage.delete("photo-one")
    await storage.delete("photo-one")
    assert await storage.get("photo-one") is None
    assert await storage.get("photo-one.small") == b"x" * 200_000
    for name in ("../photo", "a/b", "", ".hidden", "photo-one.small.more", "a" * 200, "photo\n"):
        with pytest.raises(ValueError, match="not a name"):
            await storage.put(name, b"")


async def test_a_folder_keeps_what_it_is_given_under_its_name_and_nowhere_else(tmp_path: Path) -> None:
    kept = tmp_path / "pictures"
    await keeps_and_forgets(Folder(kept))
    assert [path.name for path in kept.rglob("*") if path.is_file()] == ["photo-one.small"]
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


async def test_a_bucket_keeps_what_it_is_given_below_its_prefix_with_signed_requests() -> None:
    with s3() as (server, address):
        await keeps_and_forgets(bucket_at(address))
        assert list(server.objects) == ["/photos/of-shops/photo-one.small"]


async def test_a_server_that_calls_its_answers_text_says_as_well_that_a_file_is_not_there() -> None:
    with s3() as (server, address):
        server.kind_of_xml = "text/xml; charset=utf-8"
        await keeps_and_forgets(bucket_at(address))
        server.status = 403
        with pytest.raises(NotStored, match="InvalidResponseError"):
            await bucket_at(address).get("photo-one")


async def test_many_files_of_one_name_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    folder, bodies = Folder(tmp_path), [bytes([n]) * 50_000 for n in range(12)]
    await asyncio.gather(*(folder.put("photo-one", body) for body in bodies))
    assert await folder.get("photo-one") in bodies
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


async def test_a_server_that_refuses_or_is_away_is_told_apart_from_a_file_that_is_not_there() -> None:
    with s3() as (server, address):
        server.status = 403
        with pytest.raises(NotStored, match="AccessDenied"):
            await bucket_at(address).get("photo-one")
    with pytest.raises(NotStored):
        await bucket_at(address).put("photo-one", b"first")


async def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotStored, match="Error"):
        await Folder(tmp_path / "file").put("photo-one", b"first")


def test_one_process_has_a_folder_and_several_must_be_told_of_one(tmp_path: Path) -> None:
    here = {"SHOPIFY_API_KEY": "key", "SHOPIFY_API_SECRET": "shpss_secret", "BATON_DATA_DIR": str(tmp_path)}
    alone = load(here).storage
    assert alone is not None and alone.url == (tmp_path / "pictures").as_uri()
    several = {**here, "BATON_DATABASE_URL": "postgresql://db/baton", "BATON_SEAL_KEY": "A" * 43}
    assert load(several).storage is None and storage_of(None) is None
    shared = load({**several, "BATON_STORAGE_URL": "file:///data/pictures"}).storage
    assert shared == StorageChoice("file:///data/pictures")
    keys = {"BATON_STORAGE_KEY": "key", "BATON_STORAGE_SECRET": "secret/with+signs"}
    bucket = load({**several, "BATON_STORAGE_URL": "s3://s3.example.com/photos", **keys}).storage
    assert bucket == StorageChoice("s3://s3.example.com/photos", "key", "secret/with+signs", "us-east-1")
    assert "secret" not in repr(bucket).replace("secret=", "")


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("/data/pictures", {}),
        ("file://", {}),
        ("file://host/pictures", {}),
        ("https://s3.example.com/photos", {}),
        ("s3://s3.example.com", {"BATON_STORAGE_KEY": "k", "BATON_STORAGE_SECRET": "s"}),
        ("s3:///photos", {"BATON_STORAGE_KEY": "k", "BATON_STORAGE_SECRET": "s"}),
        ("s3://s3.example.com/photos", {}),
        ("s3://s3.example.com/photos", {"BATON_STORAGE_KEY": "k"}),
        ("s3://k:s@s3.example.com/photos", {"BATON_STORAGE_KEY": "k", "BATON_STORAGE_SECRET": "s"}),
    ],
)
def test_what_is_no_place_for_files_is_refused_with_what_to_set(tmp_path: Path, url: str, keys: dict[str, str]) -> None:
    env = {"SHOPIFY_API_KEY": "key", "SHOPIFY_API_SECRET": "shpss_secret", "BATON_DATA_DIR": str(tmp_path)}
    with pytest.raises(Misconfigured, match="BATON_STORAGE"):
        load({**env, "BATON_STORAGE_URL": url, **keys})

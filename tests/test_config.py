"""Settings: what is missing or published is refused in a sentence, and keys outlive what they do not depend on."""

import stat
from pathlib import Path

import pytest

from backend.config import DEVELOPMENT_SECRET, MailChoice, Misconfigured, load

OWN = {"SHOPIFY_API_KEY": "client", "SHOPIFY_API_SECRET": "a-secret-of-this-app-alone-0123456789"}


@pytest.mark.parametrize(
    "given",
    [{}, {"SHOPIFY_API_KEY": "client"}, {"SHOPIFY_API_SECRET": OWN["SHOPIFY_API_SECRET"]},
     {"SHOPIFY_API_KEY": "client", "SHOPIFY_API_SECRET": DEVELOPMENT_SECRET}],
)  # fmt: skip
def test_the_real_shopify_is_not_met_with_a_missing_or_published_secret(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="SHOPIFY_API_SECRET"):
        load({**given, "BATON_DATA_DIR": str(tmp_path)})


def test_a_simulated_shopify_needs_no_setting(tmp_path: Path) -> None:
    settings = load({"BATON_SHOPIFY_ORIGIN": "http://127.0.0.1:9000/shops/{shop}", "BATON_DATA_DIR": str(tmp_path)})
    assert settings.shop_origin("a.myshopify.com") == "http://127.0.0.1:9000/shops/a.myshopify.com"


def test_the_seal_key_is_made_once_for_its_owner_and_outlives_the_api_secret(tmp_path: Path) -> None:
    first = load({**OWN, "BATON_DATA_DIR": str(tmp_path)})
    rotated = load(
        {**OWN, "SHOPIFY_API_SECRET": "another-secret-0123456789-0123456789", "BATON_DATA_DIR": str(tmp_path)}
    )
    assert len(first.seal_key) == 32
    assert first.seal_key == rotated.seal_key
    assert stat.S_IMODE((tmp_path / "seal.key").stat().st_mode) == 0o600
    assert load({**OWN, "BATON_DATA_DIR": str(tmp_path / "other")}).seal_key != first.seal_key


def test_processes_that_share_a_database_must_be_given_one_seal_key(tmp_path: Path) -> None:
    shared = {**OWN, "BATON_DATA_DIR": str(tmp_path), "BATON_DATABASE_URL": "postgresql://db/baton"}
    with pytest.raises(Misconfigured, match="BATON_SEAL_KEY"):
        load(shared)
    key = "A" * 43
    assert load({**shared, "BATON_SEAL_KEY": key}).seal_key == bytes(32)
    assert not (tmp_path / "seal.key").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("BATON_SEAL_KEY", "short"), ("BATON_BROKER_URL", "amqp://x"), ("BATON_DATABASE_URL", "mysql://x"),
     ("BATON_MODEL_TIMEOUT", "soon"), ("PORT", "http")],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        load({**OWN, "BATON_DATA_DIR": str(tmp_path), name: value})


def test_without_a_server_there_is_no_mail(tmp_path: Path) -> None:
    assert load({**OWN, "BATON_DATA_DIR": str(tmp_path)}).mail is None


def test_a_server_and_an_address_send_mail(tmp_path: Path) -> None:
    mail = {"BATON_SMTP_URL": "smtps://u:p@mail.example", "BATON_MAIL_FROM": "chat@example.com"}
    settings = load({**OWN, "BATON_DATA_DIR": str(tmp_path), **mail})
    assert settings.mail == MailChoice("smtps://u:p@mail.example", "chat@example.com")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://mail.example", ""),
        ("", "chat@example.com"),
        ("https://mail.example", "chat@example.com"),
        ("smtp://", "chat@example.com"),
        ("smtp://mail.example", "chat@example.com, boss@example.com"),
        ("smtp://mail.example", "Chat <chat@example.com>"),
    ],
)
def test_mail_that_could_not_be_sent_is_refused_at_the_start(tmp_path: Path, url: str, sender: str) -> None:
    with pytest.raises(Misconfigured, match=r"BATON_SMTP_URL|BATON_MAIL_FROM"):
        load({**OWN, "BATON_DATA_DIR": str(tmp_path), "BATON_SMTP_URL": url, "BATON_MAIL_FROM": sender})

"""The tasks of the Makefile: what they say and when they refuse."""

import socket
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import pages
from benchmarks.measuring import Spread, operation
from scripts import check, run, servers, test


def test_a_failed_browser_test_that_passes_alone_is_counted_aloud() -> None:
    first = Counter(passed=47, failed=2, skipped=0)
    assert test.may_try_again(first)
    said = test.after_second_try(first, Counter(passed=1, failed=1))
    assert test.closing_line(said, 9) == "47 passed, 1 failed, 1 passed only at a second try in 9 s"


@pytest.mark.parametrize("second", [Counter(broken=1), Counter(passed=1), Counter(), Counter(skipped=2)])
def test_a_second_try_that_ran_less_takes_no_failure_away(second: "Counter[str]") -> None:
    assert test.after_second_try(Counter(passed=47, failed=2), second)["failed"] == 2


@pytest.mark.parametrize("first", [Counter(passed=9), Counter(failed=4), Counter(failed=1, broken=1)])
def test_there_is_no_second_try_for_a_run_that_broke_or_failed_widely(first: "Counter[str]") -> None:
    assert not test.may_try_again(first)
    assert {"browser"} == test.SECOND_TRY


def test_the_closing_line_counts_every_runner_together() -> None:
    assert test.closing_line({"passed": 812}, 201.4) == "812 passed, 0 failed in 201 s"
    assert (
        test.closing_line({"passed": 3, "failed": 1, "broken": 1}, 9) == "3 passed, 1 failed, 1 runs ended early in 9 s"
    )


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_with_another_to_try(
    taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run._run(taken, 9000) == 1
    assert capsys.readouterr().out == f"Port {taken} is taken. Choose another one: make run PORT={taken + 1}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused_by_name(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULATOR_PORT", port)
    with pytest.raises(SystemExit, match="SIMULATOR_PORT must be a port number"):
        run._port("SIMULATOR_PORT", 9000)


def test_app_and_simulator_share_one_pair_of_credentials() -> None:
    environment = run._environment(8123, 9123)
    assert environment["SHOPIFY_API_KEY"]
    assert environment["SHOPIFY_API_SECRET"]
    assert environment["BATON_SHOPIFY_ORIGIN"] == "http://127.0.0.1:9123/shops/{shop}"
    assert environment["APP_URL"] == "http://127.0.0.1:8123"


def test_a_program_that_is_nowhere_is_missed_with_what_to_do() -> None:
    with pytest.raises(servers.NotHere, match="make servers"):
        servers.find("no-such-server")


def test_the_locks_have_hashes_and_no_addresses() -> None:
    assert check.locks() == check.Outcome(True, "")
    assert check.locked_versions() == check.Outcome(True, "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--index-url https://packages.example/simple\n", "requirements.lock:1 has an address"),
        ("left==1.0 \\\n    --hash=sha256:00\nright==2.0\n", "requirements.lock: right==2.0 has no hash"),
    ],
)
def test_a_lock_with_an_address_or_without_a_hash_is_found(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "LOCKS", ("requirements.lock",))
    (tmp_path / "requirements.lock").write_text(line)
    assert check.locks() == check.Outcome(False, said)


def test_one_failing_step_fails_the_check_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {"broken": check.command(sys.executable, "-c", "print('why'); raise SystemExit(3)")}
    steps["clean"] = check.command(sys.executable, "-c", "")
    monkeypatch.setattr(check, "STEPS", steps)
    monkeypatch.setattr(sys, "argv", ["check"])
    assert check.main() == 1
    said = capsys.readouterr().out
    assert "FAILED broken" in said
    assert "\nwhy\n" in said
    assert "ok     clean" in said
    assert said.endswith("1 clean, 1 failed: broken\n")


def test_a_percentile_is_a_value_that_was_measured() -> None:
    spread = Spread([5, 1, 4, 2, 3])
    assert (spread.percentile(0.5), spread.percentile(0.95), spread.percentile(0.0)) == (3, 5, 1)


def test_benchmarks_ask_what_the_inbox_asks() -> None:
    document = operation("ConversationPage")
    assert document.startswith("query ConversationPage(")
    assert "fragment ConversationFields on Conversation" in document


def test_the_page_of_figures_says_what_the_kept_results_say() -> None:
    assert pages.PAGE.read_text() == pages.text()


def test_every_kept_result_belongs_to_a_group_and_names_its_machine() -> None:
    kept = {path.stem: path.read_text() for path in pages.RESULTS.glob("*.json")}
    assert set(kept) <= set(pages.names())
    assert all('"measured": "' in text and '"on": "' in text for text in kept.values())

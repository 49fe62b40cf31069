"""Starting the program."""

import socket

import pytest

from simulator import __main__ as program
from simulator.settings import SimulatorSettings


def test_a_taken_port_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("SIMULATOR_PORT", str(port))
        assert program.main() == 1
    told = capsys.readouterr().err
    assert f"cannot listen on 127.0.0.1:{port}" in told
    assert "SIMULATOR_PORT" in told


def test_it_listens_on_the_address_that_browsers_take_for_localhost() -> None:
    sockets = program.listeners(SimulatorSettings(port=0))
    try:
        assert sockets[0].getsockname()[0] == "127.0.0.1"
        assert {made.family for made in sockets} <= {socket.AF_INET, socket.AF_INET6}
    finally:
        for made in sockets:
            made.close()

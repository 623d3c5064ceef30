"""What every test stands on: the sample articles, a home folder of its own, and no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Hugging Face's libraries read these when they are imported, which a test module may do before any fixture runs.
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
os.environ.update(OFFLINE)

# On CI the same examples each time: a change is refused for what it breaks. Elsewhere new ones are looked for, and very
# many with `--hypothesis-profile explore`.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")


@pytest.fixture(scope="session")
def seeds() -> dict[str, Path]:
    """The five sample articles by name (`cao-bang-2022`, ...)."""
    return {path.stem: path for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that reaches for the network. `pytest.fail` raises a BaseException, so that no library can take it
    for a connection error and go on; sockets of the machine itself (worker processes) stay allowed."""
    connect = socket.socket.connect

    def refuse_connect(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            pytest.fail(f"a test tried to connect to {address}")
        connect(self, address)

    def refuse_lookup(host: object, *_args: object, **_kwargs: object) -> None:
        pytest.fail(f"a test tried to look up {host}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse_connect)
        patch.setattr(socket.socket, "connect_ex", refuse_connect)
        patch.setattr(socket, "getaddrinfo", refuse_lookup)
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home and a plain locale, so that it neither reads nor changes settings of who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in HOMES:
        monkeypatch.setenv(name, str(home))
    for name in [name for name in os.environ if name.startswith("SUMMARISE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

"""What every test shares: no network but this machine, fixed examples, the built gazetteer."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from geocode.errors import GazetteerError
from geocode.gazetteer import DEFAULT_PATH, build_gazetteer, open_gazetteer
from geocode.gazetteer.protocol import Gazetteer

settings.register_profile(
    "dateline",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dateline")


class NetworkAttemptError(BaseException):
    """A test reached for another machine. Not an Exception, so that no code under test eats it."""


_attempts: list[str] = []


def _is_here(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host: object) -> None:
    _attempts.append(str(host))
    raise NetworkAttemptError(f"a test reached for {host!r}; tests run without a network")


_connect, _connect_ex, _sendto = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.socket.sendto,
)
_getaddrinfo, _gethostbyname = socket.getaddrinfo, socket.gethostbyname


def _guarded(method: Any) -> Any:
    def call(self: socket.socket, *args: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(args[-1][0]):
            _refuse(args[-1])
        return method(self, *args)

    return call


def _guarded_name(function: Any) -> Any:
    def call(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return function(host, *args, **kwargs)

    return call


def pytest_configure() -> None:
    """Close the network before any test module is imported."""
    socket.socket.connect = _guarded(_connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded(_connect_ex)  # type: ignore[method-assign]
    socket.socket.sendto = _guarded(_sendto)  # type: ignore[method-assign]
    socket.getaddrinfo = _guarded_name(_getaddrinfo)
    socket.gethostbyname = _guarded_name(_gethostbyname)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test that reached for another machine, even where its code swallowed the refusal."""
    _attempts.clear()
    yield
    attempts = tuple(_attempts)
    _attempts.clear()
    assert attempts == ()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer, in ``DATELINE_CACHE`` if that is set; built where missing or outdated."""
    path = Path(os.environ.get("DATELINE_CACHE", DEFAULT_PATH.parent)) / DEFAULT_PATH.name
    try:
        return open_gazetteer(path)
    except GazetteerError:
        build_gazetteer(path)
        return open_gazetteer(path)

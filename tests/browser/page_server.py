"""The page as a person starts it, on a free port over a store of the test's own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(
    store: Path, *, arguments: tuple[str, ...] = (), cwd: Path = ROOT, **environment: str
) -> Iterator[str]:
    """The page on a free port over this store, as ``streamlit run dashboard/app.py`` starts it."""
    port = free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"),
        "--server.port", str(port), "--server.headless", "true", *arguments,
    ]  # fmt: skip
    settings = {
        **os.environ, "DATELINE_STORE": str(store), "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT), **environment,
    }  # fmt: skip
    with subprocess.Popen(
        command, cwd=cwd, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout
        said = []
        for line in server.stdout:  # blocks until the server says that it listens
            said.append(line)
            if "URL:" in line:
                break
        else:
            pytest.fail("the page did not start: " + "".join(said))
        address = f"http://127.0.0.1:{port}"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as answer:
                assert answer.status == 200
            yield address
        finally:
            server.terminate()
            server.stdout.read()

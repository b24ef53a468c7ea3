"""A real product for the end-to-end tests: the real model, the whole starter collection, a real server process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import URLError

import pytest

COMMAND = Path(sys.executable).parent / "cpkb"


def cpkb(*arguments: str, home: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    return subprocess.run(
        [COMMAND, *arguments], env=environment(home), capture_output=True, text=True, check=check, timeout=900
    )


def environment(home: Path) -> Mapping[str, str]:
    """Return this process's environment with another data folder."""
    return os.environ | {"CPKB_HOME": str(home)}


@pytest.fixture(scope="session", name="prepared_home")
def _prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `make run` leaves it."""
    home = tmp_path_factory.mktemp("prepared")
    cpkb("prepare", home=home)
    return home


@pytest.fixture(scope="session", name="server")
def _server(prepared_home: Path) -> Iterator[str]:
    """The address of a server process over it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environment(prepared_home)) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except URLError:
            assert process.poll() is None, "the server ended before it was ready"
            time.sleep(0.1)
    raise TimeoutError(f"{address} was not ready within a minute.")

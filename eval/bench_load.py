"""A bounded load on a server of this machine: a few clients, each with one open connection, for a few seconds."""

from __future__ import annotations

import http.client
import itertools
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from corpus.errors import EvaluationError

CLIENTS = 4
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load.

    Attributes:
        seconds: Wall time from the first request to the last answer.
        latencies: Of each answered request, in milliseconds.
    """

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(port: int, path: str, *, seconds: float) -> float:
    """Ask until the server answers 200, and return how many seconds that took.

    Raises:
        EvaluationError: It does not within the time given.
    """
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            with closing(_connection(port)) as connection:
                if _get(connection, path) == 200:
                    return time.perf_counter() - began
        except OSError:
            pass
        time.sleep(0.02)
    raise EvaluationError(
        f"The server on port {port} did not answer {path} within {seconds:g} seconds. Start it alone."
    )


def load(port: int, paths: Sequence[str], *, requests: int, seconds: float) -> Load:
    """Ask for the paths in turn, with a few clients, until enough was asked or the time is over.

    Raises:
        EvaluationError: An answer was not 200.
    """
    work = itertools.islice(itertools.cycle(paths), requests)
    guard = threading.Lock()
    latencies: list[float] = []
    failures: list[str] = []
    began = time.perf_counter()

    def client() -> None:
        """Ask on one connection until there is nothing left to ask for."""
        connection = _connection(port)
        while time.perf_counter() - began < seconds and not failures:
            with guard:
                path = next(work, None)
            if path is None:
                break
            asked = time.perf_counter()
            try:
                status = _get(connection, path)
            except (OSError, http.client.HTTPException) as error:
                failures.append(f"{path}: {error}")
                break
            if status != 200:
                failures.append(f"{path}: status {status}")
            latencies.append(1000 * (time.perf_counter() - asked))
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures or not latencies:
        raise EvaluationError(f"The server on port {port} failed under load: {failures[:1]}. Look at its log.")
    return Load(time.perf_counter() - began, latencies)


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)


def _get(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status

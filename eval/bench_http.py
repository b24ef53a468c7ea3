"""How many requests a real `cpkb serve` answers on loopback, beside a trivial server, and the memory it holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from eval.bench_load import Load, await_answer, free_port, load
from eval.bench_process import cpkb_command, cpu_seconds, environment, resident_mib, running
from eval.bench_world import BenchWorld, sample_questions
from eval.measurement import Measurement, p50, p95

REQUESTS = 2_000  # of each kind at most
SECONDS = 5.0  # for each kind at most

_START_SECONDS = 120

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs.

    Attributes:
        started: Seconds from its start to its first answer.
    """

    process: int
    port: int
    started: float


def measure_http(world: BenchWorld, cache: Path, say: Say) -> list[Measurement]:
    """Return speed and memory of the server over the world's library."""
    asked = [quote(text) for text in sample_questions()]
    paths = {
        "/healthz": ["/healthz"],
        "API search": [f"/api/v1/search?q={text}" for text in asked],
        "results page": [f"/search?q={text}" for text in asked],
    }
    say("Starting `cpkb serve`.")
    command = [*cpkb_command(), "serve"]
    with _server(command, "--port", "/readyz", environment(world.home, cache)) as server:
        measured = [Measurement("http", "server start to first answer", server.started, "s")]
        measured += _memory("before the load", server)
        for name, wanted in paths.items():
            measured += _loaded(server, name, wanted, say)
        measured += _memory("after the load", server)
    compared = measure_trivial(say)
    ratio = measured[_place(measured, "API search: requests")].value / compared[0].value
    return [*measured, *compared, Measurement("http", "API search / trivial route, requests", ratio, "x")]


def measure_trivial(say: Say, *, requests: int = REQUESTS, seconds: float = SECONDS) -> list[Measurement]:
    """Return the speed of a server that does nothing: what the machine and the client allow."""
    with _server([sys.executable, "-m", "eval.trivial_server"], "", "/healthz", None) as trivial:
        return _loaded(trivial, "trivial FastAPI route", ["/healthz"], say, requests=requests, seconds=seconds)


@contextmanager
def _server(command: Sequence[str], option: str, path: str, env: dict[str, str] | None) -> Iterator[Server]:
    """Start a server on a free port; its first answer may take as long as the machine is slow."""
    port = free_port()
    with running([*command, *([option] if option else []), str(port)], env) as process:
        yield Server(process.pid, port, await_answer(port, path, seconds=_START_SECONDS))


def _loaded(
    server: Server,
    name: str,
    paths: Sequence[str],
    say: Say,
    *,
    requests: int = REQUESTS,
    seconds: float = SECONDS,
) -> list[Measurement]:
    say(f"Asking for: {name}.")
    load(server.port, paths, requests=len(paths), seconds=_START_SECONDS)  # warm: every path once
    before = cpu_seconds(server.process)
    done = load(server.port, paths, requests=requests, seconds=seconds)
    after = cpu_seconds(server.process)
    return _speeds(name, done, None if before is None or after is None else after - before)


def _speeds(name: str, done: Load, cpu: float | None) -> list[Measurement]:
    measured = [Measurement("http", f"{name}: requests", done.per_second, "/s")]
    if cpu:
        measured.append(Measurement("http", f"{name}: requests", len(done.latencies) / cpu, "/server CPU-s"))
    measured.append(Measurement("http", f"{name}: latency p50", p50(done.latencies), "ms"))
    measured.append(Measurement("http", f"{name}: latency p95", p95(done.latencies), "ms"))
    return measured


def _memory(when: str, server: Server) -> list[Measurement]:
    resident = resident_mib(server.process)
    return [] if resident is None else [Measurement("http", f"resident memory {when}", resident, "MiB")]


def _place(measured: Sequence[Measurement], name: str) -> int:
    return [each.name for each in measured].index(name)

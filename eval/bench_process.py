"""Start the product and other programs as whole processes, as a person or a server would."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import EvaluationError
from eval.measurement import Stopwatch

_STOPPING_SECONDS = 10


def cpkb_command() -> list[str]:
    """Return the installed command.

    Raises:
        EvaluationError: It is not installed beside this Python.
    """
    path = Path(sys.executable).with_name("cpkb")
    if not path.is_file():
        raise EvaluationError(f"There is no command {path}. Run `make setup` and try again.")
    return [str(path)]


def environment(home: Path, cache: Path) -> dict[str, str]:
    """Return this process's environment with the product pointed to a data folder and a cache."""
    return {**os.environ, "CPKB_HOME": str(home), "CPKB_CACHE": str(cache)}


def run_timed(command: Sequence[str], env: Mapping[str, str] | None = None) -> Stopwatch:
    """Run a program to its end and return its wall and CPU time, with its children's.

    Raises:
        EvaluationError: It failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-500:]
        raise EvaluationError(f"{' '.join(command)[:200]} ended with {done.returncode}: {said} Repair that first.")
    return Stopwatch(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@contextmanager
def running(command: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a program running for the length of a block."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def resident_mib(process: int) -> float | None:
    """Return the memory a process has in use, in MiB; None where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    kibibytes = [int(line.split()[1]) for line in lines if line.startswith("VmRSS:")]
    return kibibytes[0] / 1024 if kibibytes else None


def cpu_seconds(process: int) -> float | None:
    """Return the CPU time a process has used so far; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

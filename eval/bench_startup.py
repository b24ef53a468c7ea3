"""How long `cpkb search` takes from a cold shell, beside the bare interpreter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.bench_process import cpkb_command, environment, run_timed
from eval.bench_world import BenchWorld
from eval.measurement import Measurement, p50

RUNS = 5
QUERY = "dye house water reuse"

Say = Callable[[str], None]


def measure_startup(world: BenchWorld, cache: Path, say: Say) -> list[Measurement]:
    """Return medians over a few runs in turn with the bare interpreter, after one unmeasured run of each."""
    env = environment(world.home, cache)
    commands: dict[str, Sequence[str]] = {
        "cpkb search": [*cpkb_command(), "search", QUERY, "--json"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    say(f"Starting `cpkb search` {RUNS + 1} times.")
    rounds = [{name: run_timed(command, env) for name, command in commands.items()} for _ in range(RUNS + 1)][1:]
    measured = []
    for name in commands:
        measured.append(Measurement("startup", f"{name}: wall, median", p50([r[name].wall for r in rounds]), "s"))
        measured.append(Measurement("startup", f"{name}: CPU, median", p50([r[name].cpu for r in rounds]), "s"))
    ratio = p50([each["cpkb search"].wall / each["python -c pass"].wall for each in rounds])
    return [*measured, Measurement("startup", "cpkb search / python -c pass, wall", ratio, "x")]

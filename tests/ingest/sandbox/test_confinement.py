"""What a system can take from a process, what it cannot, and what is refused by name; see test_child for the rest."""

from __future__ import annotations

import errno
import struct
import sys
from pathlib import Path

import pytest

from ingest.sandbox import confinement, landlock, seccomp
from ingest.sandbox.confinement import gaps, system_paths
from ingest.sandbox.system_calls import ARCHITECTURES, NUMBERS

ALLOW, REFUSE, NOT_THERE, KILL = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x80000000


def _verdict(machine: str, call: str | int, *arguments: int, architecture: int | None = None) -> int:
    """Run the filter as the kernel does, and return what it answers to a system call."""
    program = [struct.unpack("=HBBI", step) for step in seccomp.program(machine)]
    number = NUMBERS[machine][call] if isinstance(call, str) else call
    data = struct.pack(
        "=iIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *arguments, *[0] * (6 - len(arguments))
    )
    held, place = 0, 0
    while True:
        code, if_true, if_false, value = program[place]
        place += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("=I", data, value)
            case 0x15:
                place += if_true if held == value else if_false
            case 0x35:
                place += if_true if held >= value else if_false
            case 0x45:
                place += if_true if held & value else if_false
            case _:
                return int(value)


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize(
    ("call", "arguments", "verdict"),
    [
        ("socket", (), REFUSE),
        ("fremovexattr", (), REFUSE),
        ("io_uring_setup", (), REFUSE),
        ("clone3", (), NOT_THERE),
        ("openat2", (), NOT_THERE),
        ("clone", (0x11,), ALLOW),
        ("clone", (0x10000011,), REFUSE),
        ("openat", (0, 0, 0o2), ALLOW),
        ("openat", (0, 0, 0o102), REFUSE),
        ("openat", (0, 0, 0o1001), REFUSE),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), REFUSE),
        ("ioctl", (0, 0x541C), REFUSE),
        ("prlimit64", (0,), ALLOW),
        ("prlimit64", (1,), REFUSE),
        (600, (), ALLOW),
        (0x40000029, (), NOT_THERE),
    ],
)
def test_what_is_asked_decides_what_is_refused(
    machine: str, call: str | int, arguments: tuple[int, ...], verdict: int
) -> None:
    assert _verdict(machine, call, *arguments) == verdict


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_another_processors_calls_end_the_process(machine: str) -> None:
    assert _verdict(machine, "socket", architecture=0x40000003) == KILL


def test_every_number_is_that_of_one_call() -> None:
    for numbers in NUMBERS.values():
        assert len(set(numbers.values())) == len(numbers)


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are those of Linux")
def test_the_numbers_are_those_of_the_systems_own_list() -> None:
    headers = {
        "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        "aarch64": Path("/usr/include/asm-generic/unistd.h"),
    }
    present = {machine: path for machine, path in headers.items() if path.exists()}
    if not present:
        pytest.skip("the system's headers are not installed")
    for machine, path in present.items():
        listed = dict(_listed(path))

        assert {name: listed.get(name, number) for name, number in NUMBERS[machine].items()} == NUMBERS[machine]


def _listed(header: Path) -> list[tuple[str, int]]:
    lines = (line.split() for line in header.read_text(encoding="utf-8").splitlines())
    names = ((words[1], words[2]) for words in lines if len(words) == 3 and words[0] == "#define")
    return [(name.partition("_NR_")[2], int(number)) for name, number in names if number.isdigit()]


def test_a_system_without_the_means_says_what_it_cannot_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    landlock.version.cache_clear()
    try:
        told = gaps()
        confinement.confine([])
    finally:
        landlock.version.cache_clear()

    assert told == ("it could use the network", "it could read other files")


def test_what_libraries_read_is_there_and_a_persons_files_are_not() -> None:
    paths = system_paths()

    assert Path(sys.prefix) in paths
    assert Path.home() not in paths
    assert Path("/") not in paths
    assert all(path.exists() for path in paths)

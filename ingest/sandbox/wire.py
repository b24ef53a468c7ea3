"""How a child's answer travels to the process that asked: as frames of data, checked field by field against one type.

A child that a hostile file has taken over can write what it likes; all it gains here is a wrong value of a right type.
Nothing that arrives is called, imported or unpickled.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec
import numpy as np

from corpus import errors
from corpus.errors import CpkbError
from corpus.model import JobState

_HEADER = struct.Struct("!cQ")  # kind, length of what follows in bytes
_PROGRESS = struct.Struct("!BII")  # place of the state among all states, done, of
_STATES = tuple(JobState)
_ERRORS = {
    kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CpkbError)
}
_NUMBERS = {np.dtype("<i4"), np.dtype("<f4")}  # what arrays may hold

Result = TypeVar("Result")


class NonsenseError(ValueError):
    """What arrived is not what a child sends."""


class Kind(Enum):
    """What a frame holds."""

    PROGRESS = b"P"
    RESULT = b"R"
    ERROR = b"E"
    EXHAUSTED = b"X"
    TRACE = b"T"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: Pages that were begun in this state.
        of: Pages that there are to do in it; 0 if that is not known.
    """

    state: JobState
    done: int
    of: int


class Frames:
    """Cuts what a pipe brings into frames.

    Args:
        most_bytes: Of one frame; a longer one is nonsense.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held = bytearray()

    def feed(self, block: bytes) -> Iterator[tuple[Kind, bytes]]:
        """Yield the frames that are complete with this block.

        Raises:
            NonsenseError: It is no frame, or too long.
        """
        self._held += block
        while len(self._held) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._held)
            if length > self._most_bytes or kind not in {known.value for known in Kind}:
                raise NonsenseError("no frame, or one that is too long")
            if len(self._held) < _HEADER.size + length:
                return
            payload = bytes(memoryview(self._held)[_HEADER.size : _HEADER.size + length])
            del self._held[: _HEADER.size + length]
            yield Kind(kind), payload


def frame(kind: Kind, payload: bytes = b"") -> bytes:
    """Return a frame as it is sent."""
    return _HEADER.pack(kind.value, len(payload)) + payload


def progress_frame(progress: Progress) -> bytes:
    """Return the frame that tells progress."""
    return frame(Kind.PROGRESS, _PROGRESS.pack(_STATES.index(progress.state), progress.done, progress.of))


def progress_of(payload: bytes) -> Progress:
    """Return what a frame tells of progress.

    Raises:
        NonsenseError: It tells none.
    """
    try:
        place, done, of = _PROGRESS.unpack(payload)
        return Progress(_STATES[place], done, of)
    except (struct.error, IndexError) as error:
        raise NonsenseError("no progress") from error


def error_frame(error: CpkbError) -> bytes:
    """Return the frame that hands an error over."""
    return frame(Kind.ERROR, f"{type(error).__name__}\n{error}".encode("utf-8", "surrogatepass"))


def error_of(payload: bytes) -> CpkbError:
    """Return the error that a frame holds.

    Raises:
        NonsenseError: It is none that the product knows.
    """
    try:
        name, _, message = payload.decode("utf-8", "surrogatepass").partition("\n")
        return _ERRORS[name](message)
    except (UnicodeDecodeError, KeyError) as error:
        raise NonsenseError("no error that is known") from error


def result_frame(result: object) -> bytes:
    """Return the frame that hands a result over: dataclasses of plain values and of arrays."""
    return frame(Kind.RESULT, msgspec.msgpack.encode(result, enc_hook=_plain))


class ResultReader(Generic[Result]):
    """Makes results of one type out of their frames."""

    def __init__(self, kind: type[Result]) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind, dec_hook=_array)

    def read(self, payload: bytes) -> Result:
        """Return a result all of whose fields have the types that they are declared with.

        Raises:
            NonsenseError: It is not of the type.
        """
        try:
            return self._decoder.decode(payload)
        except (msgspec.MsgspecError, MemoryError, RecursionError, UnicodeDecodeError) as error:
            raise NonsenseError("no result of the type that was expected") from error


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype in _NUMBERS:
        return value.dtype.str, value.shape, np.ascontiguousarray(value).tobytes()
    raise TypeError(f"a result cannot hold {type(value).__name__}")


def _array(kind: Any, value: object) -> object:
    """Make an array of what `_plain` made of it; ValueError and TypeError become msgspec's own error."""
    if get_origin(kind) is not np.ndarray:
        raise TypeError(f"a result cannot hold {kind}")
    code, shape, content = msgspec.convert(value, tuple[str, tuple[int, ...], bytes])
    expected = np.dtype(get_args(get_args(kind)[1])[0])
    if code != expected.str or expected not in _NUMBERS:
        raise ValueError("an array of other numbers")
    return np.frombuffer(content, expected).reshape(shape).copy()

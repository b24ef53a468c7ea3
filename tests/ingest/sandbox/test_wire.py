"""What a child sends is taken for what it is declared to be, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import LimitError
from corpus.model import JobState, Page, Words
from ingest.sandbox.wire import (
    Frames,
    Kind,
    NonsenseError,
    Progress,
    ResultReader,
    error_frame,
    error_of,
    frame,
    progress_frame,
    progress_of,
    result_frame,
)

HEADER = 9  # bytes


@dataclass(frozen=True, slots=True)
class Doubles:
    """Holds an array of numbers that no result has."""

    numbers: NDArray[np.float64]


def _page(spans: object = None) -> Page:
    words = Words(np.array([[0, 5], [6, 11]], np.int32), np.arange(8, dtype=np.float32).reshape(2, 4))
    return Page(1, "rinse water", 612.0, 792.0, words)


def _payload(sent: bytes) -> bytes:
    ((_, payload),) = Frames(1 << 20).feed(sent)
    return payload


def test_a_page_comes_back_with_its_arrays() -> None:
    page = _page()
    read = ResultReader(Page).read(_payload(result_frame(page)))

    assert (read.text, read.width, read.recognition) == (page.text, page.width, None)
    assert read.words.spans.dtype == np.int32
    assert np.array_equal(read.words.spans, page.words.spans)
    assert np.array_equal(read.words.boxes, page.words.boxes)
    read.words.boxes[0, 0] = 7  # what is read can be worked with


@given(st.lists(st.sampled_from([b"", b"a", b"water" * 100]), max_size=5), st.integers(1, 40))
def test_frames_are_found_however_they_are_cut(payloads: list[bytes], step: int) -> None:
    sent = b"".join(frame(Kind.RESULT, payload) for payload in payloads)
    frames = Frames(1 << 20)
    found = [each for start in range(0, len(sent), step) for each in frames.feed(sent[start : start + step])]

    assert found == [(Kind.RESULT, payload) for payload in payloads]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(frame(Kind.RESULT, b"x" * 101), id="too long"),
        pytest.param(b"\x80" + bytes(8), id="unknown kind"),
        pytest.param(b"R" + b"\xff" * 8, id="longer than any memory"),
    ],
)
def test_what_is_no_frame_is_nonsense(sent: bytes) -> None:
    with pytest.raises(NonsenseError):
        list(Frames(100).feed(sent))


def _packed(words: object) -> bytes:
    page = {"number": 1, "text": "", "width": 1.0, "height": 1.0, "words": words}
    return msgspec.msgpack.encode(page)


BOXES = ["<f4", [0, 4], b""]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xdd\xff\xff\xff\xff", id="an array that fills all memory"),
        pytest.param(msgspec.msgpack.encode({"number": "one"}), id="a text for a number"),
        pytest.param(_packed({"spans": [[0, 1]], "boxes": BOXES}), id="no array"),
        pytest.param(_packed({"spans": ["<f4", [0, 2], b""], "boxes": BOXES}), id="other numbers"),
        pytest.param(_packed({"spans": ["|O", [1], b"12345678"], "boxes": BOXES}), id="pointers"),
        pytest.param(_packed({"spans": ["<i4", [10**12, 2], b""], "boxes": BOXES}), id="a shape it does not fill"),
        pytest.param(_packed({"spans": ["<i4", [1, 2], b"123"], "boxes": BOXES}), id="half a number"),
        pytest.param(b"\x91" * 100_000, id="nested"),
    ],
)
def test_what_is_not_of_the_type_is_nonsense(payload: bytes) -> None:
    with pytest.raises(NonsenseError):
        ResultReader(Page).read(payload)


def test_arrays_of_numbers_that_no_result_has_are_neither_sent_nor_read() -> None:
    with pytest.raises(TypeError, match="cannot hold ndarray"):
        result_frame(Doubles(np.zeros(2)))
    with pytest.raises(NonsenseError):
        ResultReader(Doubles).read(msgspec.msgpack.encode({"numbers": ["<f8", [0], b""]}))


def test_single_numbers_of_numpy_are_sent_as_plain_ones() -> None:
    assert ResultReader(list[float]).read(_payload(result_frame([np.float32(0.5), np.int32(2)]))) == [0.5, 2.0]


def test_types_that_no_result_has_are_not_read() -> None:
    with pytest.raises(NonsenseError):
        ResultReader(complex).read(msgspec.msgpack.encode([1, 2]))


def test_an_error_comes_back_with_all_its_words() -> None:
    error = error_of(_payload(error_frame(LimitError("a\udcff.pdf is too\nlong."))))

    assert isinstance(error, LimitError)
    assert str(error) == "a\udcff.pdf is too\nlong."


@pytest.mark.parametrize("payload", [b"SystemExit\nx", b"", b"\xff\xff", b"CpkbErrors\nx"])
def test_an_error_that_the_product_does_not_know_is_nonsense(payload: bytes) -> None:
    with pytest.raises(NonsenseError):
        error_of(payload)


@pytest.mark.parametrize("state", JobState)
def test_progress_comes_back(state: JobState) -> None:
    assert progress_of(_payload(progress_frame(Progress(state, 3, 260)))) == Progress(state, 3, 260)


@pytest.mark.parametrize("payload", [b"", b"\xff" + bytes(8), bytes(10)])
def test_what_tells_no_progress_is_nonsense(payload: bytes) -> None:
    with pytest.raises(NonsenseError):
        progress_of(payload)

"""The weight file is read as written, and a wrong one is refused."""

import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelUnavailableError
from index.e5_weights import BertShape, read_weights
from tests.index import tiny_model as tiny

DATA = tiny.weight_file(tiny.tensors())


@pytest.fixture
def weights_path(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(DATA)
    return path


def test_shape_is_read(weights_path: Path) -> None:
    weights = read_weights(weights_path)

    assert BertShape(64, 2, 4, 128, tiny.VOCABULARY, 32, 2, 1e-12) == weights.shape


def test_every_tensor_comes_back_as_written(weights_path: Path) -> None:
    written = tiny.tensors()

    read = dict(read_weights(weights_path).tensors())

    assert len(written) == len(read)
    for short, published in tiny.SHORT_NAMES.items():
        np.testing.assert_array_equal(written[short], read[published])


def test_pieces_scores_and_normalisations_are_read(weights_path: Path) -> None:
    pieces = read_weights(weights_path).pieces

    assert tuple(tiny.PIECES) == pieces.texts
    assert tiny.SCORES.tolist() == pieces.scores.tolist()
    assert (pieces.begin, pieces.end, pieces.padding, pieces.unknown) == (0, 2, 1, 3)
    assert pieces.normalisations == tiny.NORMALISATIONS


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="cannot be read"):
        read_weights(tmp_path / "none.bin")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "cannot be read", id="empty"),
        pytest.param(b"PK\x03\x04" + DATA[4:], "not a weight file", id="other format"),
        pytest.param(DATA[:4] + b"\x09" + DATA[5:], "not a weight file", id="other version"),
        pytest.param(DATA[:8] + b"\xff" * 28 + DATA[36:], "damaged", id="negative shape"),
        pytest.param(DATA[:12] + b"\xff\xff\xff\x7f" + DATA[16:], "damaged", id="too many layers"),
    ],
)
def test_wrong_content_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)

    with pytest.raises(ModelUnavailableError, match=sentence):
        read_weights(path)


@given(st.integers(1, len(DATA) - 1))
def test_file_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "weights.bin"
    path.write_bytes(DATA[:size])

    with pytest.raises(ModelUnavailableError):
        list(read_weights(path).tensors())


@given(st.integers(0, 2500), st.binary(min_size=1, max_size=8))
def test_damaged_header_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, place: int, noise: bytes) -> None:
    path = tmp_path_factory.mktemp("noise") / "weights.bin"
    path.write_bytes(DATA[:place] + noise + DATA[place + len(noise) :])

    with contextlib.suppress(ModelUnavailableError):
        tensors = dict(read_weights(path).tensors())

        assert all(tensor.dtype == np.float32 for tensor in tensors.values())

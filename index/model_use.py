"""The embedding model as a command needs it: opened, obtained or checked, and said plainly where it cannot be had.

Search goes on without a model, by keywords; nothing here stops it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import ModelUnavailableError
from index.embedder import open_embedder
from index.engine import Embedder
from index.model_store import ModelFiles, ensure_model, find_model, verify_model
from index.remembering import RememberingEmbedder

Say = Callable[[str], None]  # is told what a person should know, in sentences


def open_model(setting: str, cache: Path, *, threads: int, say: Say) -> Embedder | None:
    """Return the embedder of the model in the cache; None, after saying so, where there is none."""
    try:
        files = find_model(setting, cache)
        if files is not None:
            return RememberingEmbedder(open_embedder(files, threads=threads))
        say("The language model is not here yet: keyword search only. Run `cpkb model` to obtain it.")
    except ModelUnavailableError as error:
        say(f"{error} Keyword search only.")
    return None


def obtain_model(setting: str, cache: Path, *, say: Say) -> None:
    """Obtain the model if need be; where it cannot be had, say why."""
    try:
        ensure_model(setting, cache, report=say)
    except ModelUnavailableError as error:
        say(str(error))


def checked_model(setting: str, cache: Path, *, say: Say) -> ModelFiles:
    """Return the model, obtained first if need be, after a look at every byte of it.

    Raises:
        ModelUnavailableError: It cannot be had, or is damaged.
    """
    files = ensure_model(setting, cache, report=say)
    damaged = verify_model(files.directory)
    if damaged:
        raise ModelUnavailableError(f"Damaged: {', '.join(damaged)}. Delete {files.directory} and run this again.")
    return files

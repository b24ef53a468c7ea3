"""What the commands of this room need from whoever wires the product together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from index.engine import Embedder
from search_api.services import Services


class EvaluationContext(Protocol):
    """The product, wired; what it opens is closed by its owner."""

    @property
    def cache(self) -> Path:
        """The folder for what can be made again."""
        ...

    def services(self) -> Services:
        """Return the services over the library."""
        ...

    def embedder(self) -> Embedder | None:
        """Return the embedder; None where the model is missing."""
        ...


Opener = Callable[[], AbstractContextManager[EvaluationContext]]  # the `obj` of click's context

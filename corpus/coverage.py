"""What centres are asked about: the list against which the coverage of a library is judged (coverage.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.fields import read_bytes, read_fields
from corpus.model import ConceptId, Scheme

PACKAGED = Path(__file__).parent / "coverage.yaml"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a centre is asked about.

    Attributes:
        words: As people ask for it: "palm oil and other edible oils".
    """

    concept: ConceptId
    words: str


@dataclass(frozen=True, slots=True)
class _File:
    asked: tuple[Asked, ...]


@cache
def load_asked(path: Path = PACKAGED) -> tuple[Asked, ...]:
    """Return the list in its order.

    Raises:
        CollectionError: The file is malformed.
    """
    top = read_fields(read_bytes(path), path, _File)
    return tuple(
        Asked(item.concept("concept", Scheme.SECTOR, Scheme.PROCESS), item.text("words", required=True))
        for item in top.children("asked", Asked)
    )

"""What somebody carries away, as plain records: techniques, cases and passages, each with where it was published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search_api.answers import CaseSummary, Passage, SourceView, TechniqueResult


class ItemKind(StrEnum):
    """What can be saved."""

    TECHNIQUE = "technique"
    CASE = "case"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Item:
    """Something saved: "case:amirtex-sulphur-black", "passage:9f86d081884c7d65:14"."""

    kind: ItemKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that is carried away.

    Attributes:
        found: The thing itself.
        source: Where it was published first: of a case its own source, of a passage its document's; None if unknown,
            and for a technique.
    """

    item: Item
    found: TechniqueResult | CaseSummary | Passage
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class CarriedList:
    """What is carried away, in its order; `lost` are items that the library no longer holds."""

    entries: tuple[Carried, ...]
    lost: tuple[Item, ...] = ()

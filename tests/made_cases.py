"""Cases made up for tests of what cases report together; sites and numbers are fictional."""

from __future__ import annotations

from corpus.model import (
    Bound,
    Case,
    CaseId,
    CaseStatus,
    ConceptId,
    DocumentId,
    Figure,
    Grade,
    Measure,
    Quantity,
    Role,
    Source,
)
from ingest.figures.conversion import normalise

DOCUMENT = DocumentId("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
RINSING = ConceptId("technique:counter-current-rinsing")
REUSE = ConceptId("practice:on-site-reuse")
FINISHING = ConceptId("sector:1313")
WATER = ConceptId("resource:water")


def figure(
    role: Role,
    low: float,
    unit: str,
    *,
    high: float | None = None,
    bound: Bound = Bound.EXACT,
    currency: str = "",
    subject: str = "water",
    of: str | None = WATER,
    period: str = "",
    basis: str = "",
) -> Figure:
    """Return a figure that prints what it means."""
    quantity = Quantity(low, low if high is None else high, bound, unit, currency)
    return Figure(
        role=role,
        printed=f"{low:g}",
        unit=currency or unit,
        subject=subject,
        period=period,
        note="",
        page=1,
        span=(4, 6),
        quantity=quantity,
        normal=normalise(quantity),
        of=None if of is None else ConceptId(of),
        basis=basis,
    )


def saving(percent: float, *, bound: Bound = Bound.EXACT, basis: str = "water", high: float | None = None) -> Figure:
    """Return a saving of water in percent."""
    return figure(Role.SAVING, percent, "%", bound=bound, basis=basis, high=high)


def payback(months: float, *, bound: Bound = Bound.EXACT, unit: str = "mo") -> Figure:
    """Return a payback."""
    return figure(Role.PAYBACK, months, unit, bound=bound, subject="", of=None)


def case(
    name: str,
    *figures: Figure,
    company: str | None = "",
    country: str | None = "BD",
    year: int | None = 2009,
    grade: Grade = Grade.A,
    sector: ConceptId | None = FINISHING,
    techniques: tuple[ConceptId, ...] = (RINSING,),
    practice: ConceptId = REUSE,
    substances: tuple[ConceptId, ...] = (),
) -> Case:
    """Return a case; its site is named after it unless said otherwise."""
    return Case(
        id=CaseId(name),
        title=f"Case {name}",
        company=f"Mill {name}" if company == "" else company,
        country=country,
        year=year,
        status=CaseStatus.IMPLEMENTED,
        grade=grade,
        sector=sector,
        processes=(ConceptId("process:dyeing"),),
        substances=substances,
        measures=tuple(Measure(technique.partition(":")[2], technique, practice) for technique in techniques),
        figures=figures,
        baseline="",
        notes="",
        source=Source("A report"),
        document=DOCUMENT,
    )

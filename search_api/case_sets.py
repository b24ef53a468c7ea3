"""What published cases report together: who they are from, how good their evidence is, and their statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.countries import country_name
from corpus.model import Case, CaseStatus, ConceptId, Figure, Grade, Role
from corpus.sites import site_of, site_words
from search_api.answers import Spread, Term
from search_api.comparing import Kind, Scale, product_of
from search_api.directory_answers import TermCount
from search_api.evidence_answers import CaseLink, CaseSetView, InvestmentClass, PointView, StatisticView
from search_api.naming import Naming
from search_api.quantity_text import number_text, unit_text
from search_api.statistics import Point, Statistic, statistics_of
from search_api.views import figure_view

ACHIEVED = (Role.SAVING, Role.PAYBACK)  # what a technique is judged by
CLASSES = (0, 1, 1_000, 10_000, 100_000)  # US dollars, from which on an investment is in a class
_DOLLAR = "USD"
_BRACES = str.maketrans("", "", "{}")


@dataclass(frozen=True, slots=True)
class CaseSets:
    """Builds what cases report together; pure, but for the names it looks up."""

    naming: Naming

    def view(
        self, cases: Sequence[Case], roles: Sequence[Role] = ACHIEVED, *, of: ConceptId | None = None
    ) -> CaseSetView:
        """Return what cases report together.

        Args:
            roles: What the figures of its statistics may say.
            of: The resource or pollutant they are of, or a narrower one, beside paybacks; None for anything.
        """
        years = [case.year for case in cases if case.year]
        classes, others = _investments(cases)
        return CaseSetView(
            case_count=len(cases),
            sites=len({site_of(case) for case in cases}),
            unnamed=sum(not site_words(case) for case in cases),
            alone=sum(len(case.measures) == 1 for case in cases),
            statuses=self._counts("status", CaseStatus, (case.status for case in cases)),
            grades=self._counts("grade", Grade, (case.grade for case in cases)),
            countries=self._countries(cases),
            years=(min(years), max(years)) if years else None,
            investments=classes,
            other_investments=others,
            statistics=tuple(
                self._statistic(found) for found in statistics_of(cases, roles) if self._is_of(found.kind, of)
            ),
        )

    def spreads(self, cases: Iterable[Case], most: int) -> tuple[Spread, ...]:
        """Return the first few statistics of cases, without what they are made of."""
        return tuple(self._spread(found) for found in statistics_of(cases, ACHIEVED)[:most])

    def _counts(self, facet: str, values: Iterable[str], found: Iterable[str]) -> tuple[TermCount, ...]:
        """Return those values that were found, in their own order."""
        counts = Counter(found)
        return tuple(TermCount(self.naming.term(facet, value), counts[value]) for value in values if counts[value])

    def _countries(self, cases: Iterable[Case]) -> tuple[TermCount, ...]:
        counts = Counter(case.country for case in cases if case.country)
        named = [TermCount(self.naming.term("country", country), count) for country, count in counts.items()]
        return tuple(sorted(named, key=lambda value: (-value.count, value.term.label)))

    def _statistic(self, statistic: Statistic) -> StatisticView:
        return StatisticView(
            spread=self._spread(statistic),
            points=tuple(_point_view(statistic.kind, point) for point in statistic.points),
            several=tuple(map(case_link, statistic.several)),
            flattering=tuple(map(case_link, statistic.flattering)),
        )

    def _spread(self, statistic: Statistic) -> Spread:
        kind, first = statistic.kind, statistic.points[0].figure
        concept = self._concept(kind)
        return Spread(
            scale=kind.scale,
            role=kind.role,
            subject=concept.label if concept else first.subject,
            concept=concept,
            unit=kind.unit,
            unit_text=_unit(kind),
            basis=_basis(kind, first),
            cases=len(statistic.points),
            sites=statistic.sites,
            alone=sum(point.alone for point in statistic.points),
            median=statistic.median,
            low=statistic.low,
            high=statistic.high,
            quartiles=statistic.quartiles,
            quartile_texts=tuple(_number(kind, value) for value in statistic.quartiles or ()),
            median_text=_number(kind, statistic.median),
            low_text=_number(kind, statistic.low),
            high_text=_number(kind, statistic.high),
        )

    def _is_of(self, kind: Kind, of: ConceptId | None) -> bool:
        vocabulary = self.naming.vocabulary
        known = kind.subject in vocabulary.concepts
        return of is None or not kind.subject or (known and of in vocabulary.closure(kind.subject))

    def _concept(self, kind: Kind) -> Term | None:
        known = kind.subject in self.naming.vocabulary.concepts
        return self.naming.concept(ConceptId(kind.subject)) if known else None


def case_link(case: Case) -> CaseLink:
    """Return a case, by name."""
    return CaseLink(case.id, case.title, f"/cases/{case.id}")


def _point_view(kind: Kind, point: Point) -> PointView:
    case = point.case
    country = country_name(case.country) if case.country else ""
    return PointView(
        case=case_link(case),
        site=", ".join(filter(None, (case.company, country))),
        year=case.year,
        grade=case.grade,
        status=case.status,
        alone=point.alone,
        value=point.value,
        text=_number(kind, point.value),
        figure=figure_view(point.figure, case),
    )


def _number(kind: Kind, value: float) -> str:
    """Return a number with three significant digits; of years one decimal, since nobody knows a payback by the day."""
    if kind.scale is Scale.PAYBACK:
        return number_text(round(value, 1 if value >= 1 else 2))
    return number_text(float(f"{value:.3g}"))


def _unit(kind: Kind) -> str:
    """Return a unit to stand behind a number: "m³/pig" of "m3/{pig}"."""
    return "years" if kind.scale is Scale.PAYBACK else unit_text(kind.unit.translate(_BRACES))


def _basis(kind: Kind, figure: Figure) -> str:
    match kind.scale:
        case Scale.SHARE:
            return figure.basis
        case Scale.SPECIFIC:
            return product_of(figure)
        case _:
            return ""


def _investments(cases: Iterable[Case]) -> tuple[tuple[InvestmentClass, ...], int]:
    """Return the classes that have cases, and how many cases with an investment are in none."""
    counts: Counter[int] = Counter()
    others = 0
    for case in cases:
        stated = [figure.quantity for figure in case.figures if figure.role is Role.INVESTMENT]
        match stated:
            case []:
                continue
            case [quantity] if quantity and quantity.currency == _DOLLAR and not quantity.unit:
                counts[max(start for start in CLASSES if start <= quantity.high)] += 1
            case _:
                others += 1
    ends = (*CLASSES[1:], None)
    return tuple(
        InvestmentClass(low, high, counts[low]) for low, high in zip(CLASSES, ends, strict=True) if counts[low]
    ), others

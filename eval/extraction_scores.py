"""Compare what was proposed for a document with what people read in it, field by field.

Precision is the share of what was proposed that is right, recall the share of what the document says that was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import CaseProposal, Evidence, Page, Proposed, ProposedFigure, ProposedMeasure
from eval.extraction_gold import GoldCase, GoldDocument, GoldFigure, GoldMeasure
from eval.extraction_likeness import (
    ALIKE,
    likeness,
    paired,
    same_complete,
    same_division,
    same_figure,
    same_measure,
    same_site,
    same_title,
)

FIELDS = (
    "title", "company", "country", "year", "sector", "division", "processes", "substances", "measures", "technique",
    "practice", "status", "grade", "figures", "complete figures", "cases",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one field: proposed, stated by the document, and proposed as it states it."""

    right: int = 0
    proposed: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.proposed + other.proposed, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        """Share of what was proposed that is right; None if nothing was."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """Share of what is stated that was found; None if nothing is."""
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True, slots=True)
class Judged:
    """One proposed value, whether it is right, and how sure it was said to be."""

    field: str
    value: str
    confidence: float
    is_right: bool


@dataclass(slots=True)
class DocumentScore:
    """How well one document was read.

    Attributes:
        tallies: By field.
        judged: Every value that was proposed.
        missed: Field and value of all that was not found.
        evidence, exact_evidence: Pieces of evidence, and those that stand on their page as quoted.
        figures, exact_figures: Figures proposed, and those whose page prints them at their place.
    """

    name: str
    layout: str
    language: str
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    judged: list[Judged] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    evidence: int = 0
    exact_evidence: int = 0
    figures: int = 0
    exact_figures: int = 0

    def judge(self, name: str, found: Sequence[tuple[str, float, bool]], wanted: Sequence[tuple[str, bool]]) -> None:
        """Count one field: each value found with confidence and whether right, each one wanted and whether found."""
        right = sum(1 for _, _, is_right in found if is_right)
        self.tallies[name] += Tally(right, len(found), len(wanted))
        self.judged.extend(Judged(name, value, sure, is_right) for value, sure, is_right in found)
        self.missed.extend((name, value) for value, is_found in wanted if not is_found)


def score(gold: GoldDocument, proposals: Sequence[CaseProposal], pages: Sequence[Page]) -> DocumentScore:
    """Compare a document's proposals with its gold; each gold case with the proposal most like it, at most one."""
    scored = DocumentScore(gold.name, gold.layout, gold.language)
    pairs = paired(gold.cases, proposals, likeness, least=0.01)
    scored.tallies["cases"] += Tally(len(pairs), len(proposals), len(gold.cases))
    by_gold, taken = dict(pairs), {index for _, index in pairs}
    for index, case in enumerate(gold.cases):
        _score_case(scored, case, proposals[by_gold[index]] if index in by_gold else CaseProposal())
    for index, proposal in enumerate(proposals):
        if index not in taken:
            _score_case(scored, _NOTHING, proposal)
    _score_figures(scored, [each for case in gold.cases for each in case.figures], _figures(proposals))
    _score_evidence(scored, _evidence(proposals), _figures(proposals), pages)
    return scored


def score_figures(gold: GoldDocument, figures: Sequence[ProposedFigure], pages: Sequence[Page]) -> DocumentScore:
    """Compare only the figures, for a passage that is no whole case."""
    scored = DocumentScore(gold.name, gold.layout, gold.language)
    _score_figures(scored, [each for case in gold.cases for each in case.figures], figures)
    _score_evidence(scored, (evidence for figure in figures for evidence in figure.evidence), figures, pages)
    return scored


_NOTHING = GoldCase("", "", "", "", "", (), (), (), (), (), ())


def _score_case(scored: DocumentScore, gold: GoldCase, case: CaseProposal) -> None:
    _score_one(scored, "title", case.title, (gold.title,), same_title)
    _score_one(scored, "company", case.company, (gold.company,), same_site)
    _score_one(scored, "country", case.country, (gold.country,))
    _score_one(scored, "year", case.year, (gold.year,))
    _score_one(scored, "sector", case.sector, gold.sectors)
    _score_one(scored, "division", case.sector, gold.sectors, same_division)
    _score_one(scored, "status", case.status, (gold.status,))
    _score_one(scored, "grade", case.grade, gold.grades)
    _score_several(scored, "processes", case.processes, gold.processes)
    _score_several(scored, "substances", case.substances, gold.substances)
    _score_measures(scored, gold.measures, case.measures)


def _score_one(
    scored: DocumentScore,
    name: str,
    proposed: Proposed | None,
    wanted: Sequence[str],
    same: Callable[[str, str], bool] = str.__eq__,
) -> None:
    """Count a field that holds one value; of several wanted each is right, the first is shown."""
    stated = [value for value in wanted if value]
    is_right = proposed is not None and any(same(proposed.value, value) for value in stated)
    found = [(proposed.value, proposed.confidence, is_right)] if proposed else []
    scored.judge(name, found, [(stated[0], is_right)] if stated else [])


def _score_several(scored: DocumentScore, name: str, proposed: Sequence[Proposed], wanted: Sequence[str]) -> None:
    values = {each.value for each in proposed}
    found = [(each.value, each.confidence, each.value in wanted) for each in proposed]
    scored.judge(name, found, [(value, value in values) for value in wanted])


def _score_measures(scored: DocumentScore, gold: Sequence[GoldMeasure], proposed: Sequence[ProposedMeasure]) -> None:
    pairs = {index: gold[at] for at, index in paired(gold, proposed, same_measure, least=ALIKE)}
    matched = {id(each) for each in pairs.values()}
    found = [(each.name.value, each.name.confidence, index in pairs) for index, each in enumerate(proposed)]
    scored.judge("measures", found, [(each.name, id(each) in matched) for each in gold])
    techniques = {index: each.technique for index, each in enumerate(proposed) if each.technique}
    practices = {index: each.practice for index, each in enumerate(proposed) if each.practice}
    _score_parts(scored, "technique", techniques, {index: each.techniques for index, each in pairs.items()}, gold)
    _score_parts(scored, "practice", practices, {index: each.practices for index, each in pairs.items()}, gold)


def _score_parts(
    scored: DocumentScore,
    name: str,
    proposed: Mapping[int, Proposed],
    wanted: Mapping[int, Sequence[str]],
    gold: Sequence[GoldMeasure],
) -> None:
    """Count what is said of measures: right if the measure is, and the gold names it."""
    found = [(each.value, each.confidence, each.value in wanted.get(index, ())) for index, each in proposed.items()]
    right = sum(1 for _, _, is_right in found if is_right)
    scored.judge(name, found, [(each.name, at < right) for at, each in enumerate(gold)])


def _score_figures(scored: DocumentScore, gold: Sequence[GoldFigure], proposed: Sequence[ProposedFigure]) -> None:
    for name, same in (("figures", same_figure), ("complete figures", same_complete)):
        pairs = paired(gold, proposed, same, least=0.5)
        right, matched = {index for _, index in pairs}, {at for at, _ in pairs}
        found = [(_shown(each), each.confidence, index in right) for index, each in enumerate(proposed)]
        scored.judge(name, found, [(f"{g.role} {g.printed} {g.unit}", at in matched) for at, g in enumerate(gold)])


def _shown(figure: ProposedFigure) -> str:
    return f"{figure.figure.role.value} {figure.figure.printed} {figure.figure.unit}"


def _figures(proposals: Iterable[CaseProposal]) -> list[ProposedFigure]:
    """Return the figures of all cases, one that belongs to several once."""
    found = {
        (each.figure.page, each.figure.span, each.figure.role): each for case in proposals for each in case.figures
    }
    return list(found.values())


def _score_evidence(
    scored: DocumentScore, evidence: Iterable[Evidence], figures: Sequence[ProposedFigure], pages: Sequence[Page]
) -> None:
    pieces, by_number = list(evidence), {page.number: page for page in pages}
    scored.evidence = len(pieces)
    scored.exact_evidence = sum(_text_at(by_number, each.page, each.span) == each.words for each in pieces)
    scored.figures = len(figures)
    scored.exact_figures = sum(
        _text_at(by_number, each.figure.page, each.figure.span) == each.figure.printed for each in figures
    )


def _text_at(pages: Mapping[int, Page], page: int, span: tuple[int, int] | None) -> str | None:
    return pages[page].text[slice(*span)] if span and page in pages else None


def _evidence(proposals: Iterable[CaseProposal]) -> Iterator[Evidence]:
    for case in proposals:
        single = (case.title, case.company, case.country, case.year, case.sector, case.status, case.grade)
        for proposed in filter(None, (*single, *case.processes, *case.substances)):
            yield from proposed.evidence
        for measure in case.measures:
            for part in filter(None, (measure.name, measure.technique, measure.practice)):
                yield from part.evidence
        for figure in case.figures:
            yield from figure.evidence

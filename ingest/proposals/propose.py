"""The order in which a document's cases are found and their fields filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.folding import fold
from corpus.model import CaseProposal, Evidence, ProposedFigure, Table
from corpus.vocabulary import Vocabulary
from ingest.concepts import Matcher
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.document import ReadDocument
from ingest.proposals.grade import grade_of
from ingest.proposals.measures import measures_of
from ingest.proposals.mentions import find_mentions
from ingest.proposals.parts import Anchor, parts_of
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.place import country_of, find_places, is_place
from ingest.proposals.sections import Section, sections
from ingest.proposals.sectors import SectorWords
from ingest.proposals.site import site_of
from ingest.proposals.status import status_of
from ingest.proposals.subjects import processes_of, sector_of, substances_of
from ingest.proposals.techniques import Techniques
from ingest.proposals.telling import may_tell, tells
from ingest.proposals.title import title_of
from ingest.proposals.year import issue_year, year_of


class Proposer:
    """Proposes the cases that documents tell.

    Args:
        matcher: Over the concepts of all schemes.
        techniques: Of the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary, matcher: Matcher, techniques: Techniques) -> None:
        self._vocabulary = vocabulary
        self._matcher = matcher
        self._sectors = SectorWords(vocabulary)
        pattern(Cue.DONE)  # the files of words are read here: a confined process may open none later
        is_place("")
        self._techniques = techniques

    def propose(self, document: ReadDocument, figures: Sequence[ProposedFigure]) -> list[CaseProposal]:
        """Return a proposal for each case that the document seems to tell, in reading order; none for a mere manual.

        Args:
            figures: Of the whole document, from `find_figures`.
        """
        told = [part for section in sections(document) for part in self._parts(section, document, figures)]
        found = ((section, self._case(section, document, figures)) for section in told)
        return [case for section, case in found if _tells(section, case)]

    def _parts(self, section: Section, document: ReadDocument, figures: Sequence[ProposedFigure]) -> list[Section]:
        """Return the parts of a newsletter, each about another site; else the whole; nothing of a mere manual."""
        if section.opening:
            return [section]
        parts = parts_of(section, document.headings, self._anchor, lambda part: _count(part, figures))
        told = parts or [section]
        return [part for part in told if _may_tell(part)]

    def _anchor(self, section: Section) -> Anchor:
        """Return who and where a part is about."""
        prose = [passage for passage in section.passages if passage.kind is not PassageKind.ROW]
        site = site_of(prose, find_mentions(prose, self._matcher))
        country = country_of(find_places(prose))
        return Anchor(fold(site.value) if site else "", country.value if country else "")

    def _case(self, section: Section, document: ReadDocument, figures: Sequence[ProposedFigure]) -> CaseProposal:
        passages = section.passages
        own = [figure for figure in figures if _stands_in(figure.evidence, passages)]
        mentions = find_mentions(passages, self._matcher)
        tables = list(_tables_in(document.tables, passages))
        measures = measures_of(passages, tables, mentions, self._techniques, self._vocabulary)
        about = [evidence for measure in measures for evidence in measure.name.evidence]
        status, site = status_of(passages, own), site_of(passages, mentions)
        return CaseProposal(
            title=title_of(section, document),
            company=site,
            country=country_of(find_places(passages)),
            year=year_of(passages) or issue_year(document.pages[0]),
            sector=sector_of(passages, mentions, self._sectors, self._vocabulary),
            status=status,
            grade=grade_of(passages, own, status, site),
            processes=tuple(processes_of(mentions, about)),
            substances=tuple(substances_of(mentions, own, about)),
            measures=tuple(measures),
            figures=tuple(own),
        )


def _may_tell(section: Section) -> bool:
    return may_tell(section.passages, find_places(section.passages))


def _count(section: Section, figures: Iterable[ProposedFigure]) -> int:
    return sum(_stands_in(figure.evidence, section.passages) for figure in figures)


def _tells(section: Section, case: CaseProposal) -> bool:
    return tells(case, section.passages, announced=section.opening is not None)


def _stands_in(evidence: Sequence[Evidence], passages: Iterable[Passage]) -> bool:
    return bool(evidence) and any(
        passage.page == evidence[0].page and passage.start <= evidence[0].span[0] < passage.start + len(passage.text)
        for passage in passages
    )


def _tables_in(tables: Iterable[Table], passages: Sequence[Passage]) -> Iterator[Table]:
    """Yield the tables whose first words stand in some passages."""
    for table in tables:
        first = next((cell for cell in table.cells if cell.text), None)
        if first and _stands_in([Evidence(first.page, first.span, first.text)], passages):
            yield table

"""What the services answer, as plain records; the API, the command line and the pages all show exactly these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from search_api.fit import Fit


class Group(StrEnum):
    """What a search lists."""

    TECHNIQUE = "technique"
    PASSAGE = "passage"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Term:
    """A concept, named: its facet, its value there, its English label.

    Attributes:
        facet: "technique", "sector", "process", "pollutant", "resource", "practice", "country", "grade".
        value: What a filter takes: "1313", "dyeing", "IN".
    """

    facet: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A concept that was read from the query; `ignore` drops it.

    Attributes:
        text: The words of the query it was read from.
        ignore: Value of the `ignore` parameter that removes it: "process:dyeing".
    """

    facet: str
    value: str
    label: str
    text: str
    ignore: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many documents it would leave, all other filters kept."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """Something that the question does not want.

    Attributes:
        words: What is not wanted: "chrome".
        typed: The stretch of the question that says so, "-chrome" or "instead of chrome"; without it, it is wanted.
        required: Whether no result may contain the words (-word); else they only count for nothing.
    """

    words: str
    typed: str
    required: bool


@dataclass(frozen=True, slots=True)
class QueryView:
    """How the question was understood.

    Attributes:
        ignored: The concepts that were not to be read from it.
        denied: What it does not want.
        suggestion: The question with words that the library has in place of misspelt ones; "" if there are none.
        replaced: Whether the results answer the suggestion, because nothing fits the question as it was typed.
    """

    raw: str
    language: str | None
    interpreted: tuple[Chip, ...]
    expanded_terms: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]
    ignored: tuple[Term, ...] = ()
    denied: tuple[Denied, ...] = ()
    suggestion: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document, short.

    Attributes:
        cite: One line to copy into a report.
        work: What it is an edition of, "case:amirtex-sulphur-black"; "" if it is of nothing but itself.
        url: Its page here, "/documents/<sha256>".
        media_type: Of the original file.
        flags: What the file hides or how it was read: "attachments", "encrypted", "form", "hidden-text",
            "javascript", "launch", "macros", "open-action", "recognised" (text by OCR).
    """

    id: str
    title: str
    kind: str
    language: str
    year: int | None
    country: str | None
    rights: str
    page_count: int
    cite: str
    work: str
    url: str
    media_type: str = "application/pdf"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explain:
    """Why a passage stands where it does. Scores of different searches are never comparable.

    Attributes:
        lexical, dense: BM25 and cosine, where that leg found the passage.
        fused: What it is ranked by: both legs' ranks fused, times `agreement`.
        lexical_rank, dense_rank: Its place in each leg, from 1.
        agreement: How far it tells of the concepts that the question names; below 1 if only of what it denies.
    """

    lexical: float | None
    dense: float | None
    fused: float
    lexical_rank: int | None = None
    dense_rank: int | None = None
    agreement: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """What a reader can cite.

    Attributes:
        chunk: Chunk id.
        text: An excerpt of at most 420 characters around the words that were found; of a table, whole rows with a tab
            between cells.
        marks: Character spans of `text` to mark: [[start, end], ...].
        lead: Above rows of a table: its caption and header rows, a tab between cells; "" for other text.
        path: The headings above, outermost first, `heading` last.
        page, last_page: Physical pages, from 1.
        explain: Its scores, where they were asked for.
        url: The page with the passage marked, "/documents/<sha256>/pages/<n>?chunk=<ordinal>".
    """

    chunk: str
    text: str
    marks: tuple[tuple[int, int], ...]
    language: str
    heading: str
    page: int
    last_page: int
    document: DocumentSummary
    explain: Explain | None
    url: str
    lead: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A number with meaning.

    Attributes:
        low, high: Ends of the range; equal for a single value.
        bound: "exact", "about", "more than" or "less than".
        unit: UCUM code; "" for a pure number or for money.
        currency: ISO 4217; "" if it is no money.
        price_year: Of money, if stated.
        text: All of it to read: "about 45.4 m³".
    """

    low: float
    high: float
    bound: str
    unit: str
    currency: str
    price_year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number with its evidence.

    Attributes:
        role: "saving", "investment", "payback", "baseline", "after" or "annual-saving".
        printed: As printed: "30", "70-75".
        text: The whole figure to read: "30 % water per pig (year)".
        url: The page that shows it, marked where it could be located exactly.
        located: Whether the exact words were found on that page.
        quantity: The number and unit as read; None if they could not be.
        normal: The same in the unit that its kind of quantity is compared in, beside what is printed, never instead.
        basis: What a percentage is of; "" where that is not stated, and for other figures.
    """

    role: str
    printed: str
    unit: str
    subject: str
    period: str
    note: str
    text: str
    page: int
    located: bool
    url: str
    quantity: QuantityView | None = None
    normal: QuantityView | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case, short."""

    id: str
    title: str
    company: str | None
    country: str | None
    country_name: str | None
    year: int | None
    status: str
    grade: str
    sector: Term | None
    techniques: tuple[Term, ...]
    figures: tuple[FigureView, ...]
    page: int
    document: DocumentSummary
    url: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How one kind of figure spreads over several sites.

    Attributes:
        scale: "payback", "share" (percentages of one thing), "specific" (per unit of one product) or "yearly" (amounts
            per year, which grow with the size of a plant).
        role: "saving", "payback", "baseline" or "after".
        subject, concept: What is counted, in words, and as a term if the vocabularies have it.
        unit, unit_text: UCUM code ("m3/a", "%"; "a" for a payback), and as people read it.
        basis: What a percentage is of, or what product an amount is counted per; else "".
        cases, sites: How many were counted; a site counts once, with the median of its cases.
        alone: Cases among them that applied one measure; the figures of the others are of all their measures together.
        quartiles: First and third; None for fewer than eight sites.
        quartile_texts, median_text, low_text, high_text: The numbers to read, without unit.
    """

    scale: str
    role: str
    subject: str
    concept: Term | None
    unit: str
    unit_text: str
    basis: str
    cases: int
    sites: int
    alone: int
    median: float
    low: float
    high: float
    quartiles: tuple[float, float] | None
    quartile_texts: tuple[str, ...]
    median_text: str
    low_text: str
    high_text: str


@dataclass(frozen=True, slots=True)
class TechniqueResult:
    """A technique with what the library shows of it.

    Attributes:
        practices: The CP practices it belongs to.
        case_count: Cases that applied it, filters respected.
        cases: The best of them, best first.
        passages: The best passages that tell of it, best first.
        spreads: What these cases report together, what carries over best from site to site first.
    """

    kind: str
    id: str
    title: str
    definition: str
    practices: tuple[Term, ...]
    score: float
    case_count: int
    cases: tuple[CaseSummary, ...]
    passages: tuple[Passage, ...]
    url: str
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageResult:
    """A passage as a result of its own."""

    kind: str
    id: str
    title: str
    score: float
    passage: Passage
    techniques: tuple[Term, ...]
    url: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case as a result of its own, with its best passage."""

    kind: str
    id: str
    title: str
    score: float
    case: CaseSummary
    passage: Passage
    url: str


Result = TechniqueResult | PassageResult | CaseResult


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to one search.

    Attributes:
        group: What `results` holds.
        total: Documents that satisfy the filters; the ranking is over all of them.
        facets: By facet name, values with most documents first.
        no_good_match: True when nothing fits; then `results` holds at most three, the nearest.
        notices: Sentences a reader must see, e.g. that only keyword search is available.
        generation: Id of the index generation that answered.
        fit: Why something is said to fit or not, where it was asked for.
        plan: How the nearest passages were found, where it was asked for: "exact", every candidate compared, or "wide".
    """

    query: QueryView
    group: str
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    results: tuple[Result, ...]
    no_good_match: bool
    notices: tuple[str, ...]
    generation: str
    fit: Fit | None = None
    plan: str | None = None
    next: None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """One ranking seen three ways: what the results page shows at first."""

    answer: SearchAnswer  # grouped by technique
    passages: tuple[PassageResult, ...]
    cases: tuple[CaseResult, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a case or a fact was published."""

    title: str
    publisher: str
    year: int | None
    address: str
    rights: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure of a case."""

    name: str
    description: str
    technique: Term
    practice: Term
    technique_url: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case's own page.

    Attributes:
        text: The case in a few sentences; "" if its record has none.
        retold: The same case as other documents tell it; it counts once.
    """

    summary: CaseSummary
    text: str
    processes: tuple[Term, ...]
    substances: tuple[Term, ...]
    measures: tuple[MeasureView, ...]
    baseline: str
    notes: str
    source: SourceView
    retold: tuple[CaseSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether searches can be answered, and with what.

    Attributes:
        notices: What does not work, e.g. semantic search without a model.
    """

    ready: bool
    generation: str | None
    notices: tuple[str, ...]

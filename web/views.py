"""What each template is given: one record a page, made of the services' answers and the links around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_api.answers import (
    CaseResult,
    CaseSummary,
    CaseView,
    DocumentSummary,
    Passage,
    PassageResult,
    QueryView,
    SourceView,
    TechniqueResult,
)
from search_api.carried_answers import Carried
from search_api.directory_answers import CentreSummary, CentreView, HomeView
from search_api.document_answers import DocumentView, PageView
from search_api.job_views import JobView
from search_api.proposal_views import ProposalRow
from web.blocks import Block


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page.

    Attributes:
        title: Of the browser's tab, without the name of the site.
        query: What stands in the search box.
        kept: Hidden fields of the search box, (name, value): what a new question keeps of the search shown.
        api_url: The same answer as data; "" if there is none.
        listed: Whether search engines may list the page.
    """

    title: str
    query: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    api_url: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same thing."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Removable:
    """A filter or a concept that was read from the query, and the search without it.

    Attributes:
        kind: Name of its facet, "Process".
        word: The words of the query it was read from; "" for a filter.
    """

    kind: str
    text: str
    word: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet and the search with it added, or without it if it is selected.

    Attributes:
        share: Its count in percent of the largest of the facet, for a bar.
    """

    text: str
    count: int
    share: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: the values shown at once and those behind "more"."""

    name: str
    first: tuple[FacetLink, ...]
    more: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class PracticeLink:
    """A kind of measure to browse by; `icon` names its picture."""

    name: str
    what: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """Searches to try before one kind of work."""

    aim: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """home.html.

    Attributes:
        browse: Sectors, processes and resources.
    """

    frame: Frame
    view: HomeView
    examples: tuple[ExampleGroup, ...]
    browse: tuple[FacetBox, ...]
    practices: tuple[PracticeLink, ...]


@dataclass(frozen=True, slots=True)
class TechniqueCard:
    """A technique among the results.

    Attributes:
        cases: Those shown in full; no other card shows them so.
        others: Its further cases, to be linked to.
        passages: Those shown; no other card shows them.
    """

    result: TechniqueResult
    cases: tuple[CaseSummary, ...]
    others: tuple[CaseSummary, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """search.html.

    Attributes:
        group: What is listed; "" if all three are.
        heading: What it is called if nothing was asked in words.
        total: Documents that satisfy the filters.
        more: A longer list; "" if there is none.
        meant: Address of the search as it was probably meant; "" if there is nothing to suggest.
        files: Name and address of each file the results can be carried away as.
        ignored: Concepts the reader removed, with the search that minds them again.
    """

    frame: Frame
    query: QueryView
    group: str
    heading: str
    total: int
    no_good_match: bool
    notices: tuple[str, ...]
    techniques: tuple[TechniqueCard, ...]
    passages: tuple[PassageResult, ...]
    cases: tuple[CaseResult, ...]
    tabs: tuple[Tab, ...]
    chips: tuple[Removable, ...]
    meant: str
    ignored: tuple[Removable, ...]
    filters: tuple[Removable, ...]
    unfiltered: str
    facets: tuple[FacetBox, ...]
    more: str
    files: tuple[tuple[str, str], ...]
    explain: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """case.html; `source_url` is empty where the source has no web address."""

    frame: Frame
    view: CaseView
    source_url: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """document.html; `source_url` is empty where the source has no web address."""

    frame: Frame
    view: DocumentView
    source_url: str


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """page.html: one page of a document.

    Attributes:
        blocks: The text in paragraphs and tables, the words to mark marked.
        margin: Running head and foot.
        pdf_size: Of this page alone, in bytes; 0 if it cannot be had alone, None if it is not known yet.
        document_url: Of the original file.
        document_size: Of the whole file, in bytes; 0 if the file is gone and only the text is left.
        light: Whether the reader asked to save data; the image is then only linked to.
    """

    frame: Frame
    view: PageView
    blocks: tuple[Block, ...]
    margin: str
    pdf_size: int | None
    light: bool
    document_url: str
    document_size: int


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """proposals.html; one tuple of rows a case."""

    frame: Frame
    document: DocumentSummary
    proposals: tuple[tuple[ProposalRow, ...], ...]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """saved.html, and visit.html to be read without a network.

    Attributes:
        own: Whether it is what this browser keeps, not what an address names.
        items: As an address names them.
        lost: How many things the library no longer holds.
        share, sheet: Addresses of the list and of the sheet; "" for an empty one.
        files: Name and address of each file it can be carried away as.
    """

    frame: Frame
    own: bool
    items: tuple[str, ...]
    techniques: tuple[TechniqueResult, ...]
    cases: tuple[CaseSummary, ...]
    passages: tuple[Passage, ...]
    lost: int
    share: str
    sheet: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """visit.html: a list as one file that needs nothing else.

    Attributes:
        entries: In their order.
        base: Address of this library, without a slash at its end.
    """

    frame: Frame
    entries: tuple[Carried, ...]
    base: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    """jobs.html.

    Attributes:
        tabs: All files, then those of each state that any is in.
        more: How many further files there are that are not listed.
        moving: Whether any file is on its way, so that the page changes.
        toggle: The same page, refreshing itself if it stands still, standing still if it refreshes itself.
    """

    frame: Frame
    tabs: tuple[Tab, ...]
    jobs: tuple[JobView, ...]
    more: int
    moving: bool
    refreshing: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """about.html; grades as (letter, short meaning, meaning)."""

    frame: Frame
    grades: tuple[tuple[str, str, str], ...]
    practices: tuple[PracticeLink, ...]


@dataclass(frozen=True, slots=True)
class CentreGroup:
    """The centres of a region."""

    name: str
    centres: tuple[CentreSummary, ...]


@dataclass(frozen=True, slots=True)
class CentresPage:
    """centres.html."""

    frame: Frame
    groups: tuple[CentreGroup, ...]


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source, its web address ("" if it has none), and names of what it is the source of."""

    source: SourceView
    url: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CentrePage:
    """centre.html.

    Attributes:
        website: "" if it is no address to link to.
        marks: For each fact the numbers of its sources, from 1.
    """

    frame: Frame
    view: CentreView
    website: str
    sources: tuple[CitedSource, ...]
    marks: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """error.html.

    Attributes:
        message: What happened and what to do, from the error itself; "" if that must not be told.
    """

    frame: Frame
    status: int
    message: str

"""Answers made up for the pages' tests, of every record there is; sites and numbers are fictional."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from corpus.model import DocumentId, JobState, MediaType
from search_api.answers import (
    CaseResult,
    CaseSummary,
    CaseView,
    Chip,
    DocumentSummary,
    Explain,
    FacetValue,
    FigureView,
    MeasureView,
    Overview,
    Passage,
    PassageResult,
    QuantityView,
    QueryView,
    SearchAnswer,
    SourceView,
    TechniqueResult,
    Term,
)
from search_api.directory_answers import HomeView, TermCount
from search_api.document_answers import DocumentView, LikeDocument, PageView, RecognitionView, TableEntry
from search_api.job_views import JobsView, JobView
from search_api.proposal_views import ProposalRow
from search_api.technique_answers import ConceptView, TechniqueSheetView
from tests.web import sample_cases

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MANUAL_SHA = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"

SHEET = DocumentSummary(
    id=SHA,
    title="Reuse of rinse water in a dye house",
    kind="case-study",
    language="en",
    year=2009,
    country="BD",
    rights="CC BY 4.0",
    page_count=1,
    cite="Example Centre (2009): Reuse of rinse water in a dye house. 1 p.",
    work="case:dye-house-rinse-water",
    url=f"/documents/{SHA}",
)
MANUAL = replace(
    SHEET,
    id=MANUAL_SHA,
    title="Manual of water-saving measures for textile finishing",
    kind="manual",
    year=2003,
    country=None,
    rights="",
    page_count=268,
    cite="Example Press (2003): Manual of water-saving measures for textile finishing. 268 p.",
    work="",
    url=f"/documents/{MANUAL_SHA}",
)
ARABIC = replace(
    MANUAL, title="دليل الإنتاج الأنظف في صناعة النسيج", language="ar", year=2011, rights="Reproduction with credit"
)

REUSE = Term("practice", "on-site-reuse", "On-site recovery and reuse")
HOUSEKEEPING = Term("practice", "good-housekeeping", "Good housekeeping")
RINSING = Term("technique", "counter-current-rinsing", "Counter-current rinsing")
FINISHING = Term("sector", "1313", "Finishing of textiles")
DYEING = Term("process", "dyeing", "Dyeing")
WATER = Term("resource", "water", "Water")


def figure(role: str, printed: str, unit: str, subject: str, period: str = "", *, located: bool = True) -> FigureView:
    """Return a figure of the sheet."""
    mark = "?span=120-124" if located else ""
    return FigureView(
        role=role,
        printed=printed,
        unit=unit,
        subject=subject,
        period=period,
        note="" if located else "to the price of the year before",
        text=" ".join(part for part in (printed, unit, subject, period) if part),
        page=1,
        located=located,
        url=f"/documents/{SHA}/pages/1{mark}",
        quantity=QuantityView(42, 42, "exact", unit, "", None, f"42 {unit}"),
        normal=QuantityView(4.2, 4.2, "exact", "m3/t", "", None, "4.2 m³/t"),
        basis="water use" if unit == "%" and located else "",
    )


CASE = CaseSummary(
    id="example-mill-rinse-water",
    title="Rinse water of the bleaching range used again for the first wash",
    company="Example Mill",
    country="BD",
    country_name="Bangladesh",
    year=2009,
    status="implemented",
    grade="A",
    sector=FINISHING,
    techniques=(RINSING,),
    figures=(
        figure("saving", "30", "%", "fresh water of the bleaching range"),
        figure("investment", "2 400", "USD", "pumps and tank"),
        figure("payback", "5", "months", "payback"),
        figure("annual-saving", "6 100", "USD", "water and effluent charges", "year", located=False),
    ),
    page=1,
    document=SHEET,
    url="/cases/example-mill-rinse-water",
)
ESTIMATE = replace(
    CASE,
    id="unnamed-rinse-tanks",
    title="Three rinse tanks in a row instead of one",
    company=None,
    country="VN",
    country_name="Viet Nam",
    year=None,
    status="proposed",
    grade="C",
    figures=(figure("saving", "70-75", "%", "rinse water per m2 of fabric", "m2 of fabric"),),
    url="/cases/unnamed-rinse-tanks",
)

_TEXT = "The last rinse of the dyeing machine is clean enough for the first wash of the next lot. Reuse of this water"
PASSAGE = Passage(
    chunk="60303ae22b998861:14",
    text=f"{_TEXT} in the dye house saves a third of the supply, and needs a tank, a pump and a valve on each machine.",
    marks=((22, 28), (72, 76), (90, 95), (104, 109), (117, 126)),
    language="en",
    heading="4.2 Water reuse in dye houses",
    page=88,
    last_page=89,
    document=MANUAL,
    explain=Explain(12.31, 0.8123, 0.0325),
    url=f"/documents/{MANUAL_SHA}/pages/88?chunk=14",
)
TABLE_PASSAGE = replace(
    PASSAGE,
    chunk="60303ae22b998861:16",
    text="Dyeing\t138\t80\nRinsing\t40\t22",
    marks=((15, 22),),
    lead="Table 4.1. Water use\nProcess\tBefore\tAfter",
    path=("4 Wet processing", "4.2 Water reuse in dye houses"),
    document=replace(MANUAL, flags=("recognised",)),
)
ARABIC_PASSAGE = replace(
    PASSAGE,
    chunk="60303ae22b998861:15",
    text="يمكن إعادة استخدام مياه الشطف الأخيرة في عملية الصباغة للغسلة الأولى من الدفعة التالية.",
    marks=((5, 18),),
    language="ar",
    heading="",
    page=12,
    last_page=12,
    document=ARABIC,
    explain=Explain(None, 0.8011, 0.0161),
    url=f"/documents/{MANUAL_SHA}/pages/12?chunk=15",
)

TECHNIQUE = TechniqueResult(
    kind="technique",
    id="counter-current-rinsing",
    title="Counter-current rinsing",
    definition="Goods and rinse water move against each other through several tanks, so that the cleanest water meets"
    " the cleanest goods and the same water rinses several times.",
    practices=(REUSE, HOUSEKEEPING),
    score=0.9,
    case_count=5,
    cases=(CASE, ESTIMATE),
    passages=(PASSAGE, ARABIC_PASSAGE),
    url="/techniques/counter-current-rinsing",
    spreads=sample_cases.SPREADS,
)
PASSAGE_RESULT = PassageResult(
    kind="passage",
    id=PASSAGE.chunk,
    title=PASSAGE.heading,
    score=0.8,
    passage=PASSAGE,
    techniques=(RINSING,),
    url=PASSAGE.url,
)
CASE_RESULT = CaseResult(kind="case", id=CASE.id, title=CASE.title, score=0.7, case=CASE, passage=PASSAGE, url=CASE.url)


def values(*named: tuple[str, str, int], selected: str = "") -> tuple[FacetValue, ...]:
    """Return facet values from (value, label, count)."""
    return tuple(FacetValue(value, label, count, value == selected) for value, label, count in named)


FACETS = {
    "sector": values(
        ("C", "Manufacturing", 58),
        ("13", "Manufacture of textiles", 21),
        ("1313", "Finishing of textiles", 14),
        ("10", "Manufacture of food products", 12),
        ("1511", "Tanning and dressing of leather", 9),
        ("2592", "Treatment and coating of metals; machining", 8),
        ("1701", "Manufacture of pulp, paper and paperboard", 4),
        ("1050", "Manufacture of dairy products", 3),
    ),
    "process": values(("dyeing", "Dyeing", 11), ("rinsing", "Rinsing", 9), ("bleaching", "Bleaching", 6)),
    "practice": values(
        ("on-site-reuse", "On-site recovery and reuse", 17), ("good-housekeeping", "Good housekeeping", 12)
    ),
    "resource": values(("water", "Water", 31), ("energy", "Energy", 14)),
    "country": values(("IN", "India", 9), ("VN", "Viet Nam", 7), ("BD", "Bangladesh", 4)),
    "grade": values(("A", "A", 20), ("B", "B", 12), ("C", "C", 3)),
    "language": values(("en", "English", 60), ("nl", "Dutch", 2)),
    "kind": values(("case-study", "Case study", 58), ("manual", "Manual", 4)),
}
QUERY = QueryView(
    raw="dye house water reuse",
    language="en",
    interpreted=(
        Chip("process", "dyeing", "Dyeing", "dye house", "process:dyeing"),
        Chip("practice", "on-site-reuse", "On-site recovery and reuse", "reuse", "practice:on-site-reuse"),
    ),
    expanded_terms=("dyeing plant", "water recycling", "teinturerie"),
    filters={},
)
ANSWER = SearchAnswer(
    query=QUERY,
    group="technique",
    total=62,
    facets=FACETS,
    results=(TECHNIQUE, replace(TECHNIQUE, title="Reuse of cooling water", cases=(), case_count=0)),
    no_good_match=False,
    notices=(),
    generation="2026-11-23T12:00Z-ab12",
)
OVERVIEW = Overview(ANSWER, (PASSAGE_RESULT, replace(PASSAGE_RESULT, passage=TABLE_PASSAGE)), (CASE_RESULT,))

SOURCE = SourceView(
    title="Case studies in textile finishing",
    publisher="Example Centre",
    year=2009,
    address="https://example.org/cases/finishing-of-textiles/2009/reuse-of-rinse-water-in-a-dye-house/index.html",
    rights="copyright of publisher; facts only reused here",
)
ADVICE = TechniqueSheetView(
    document=replace(SHEET, title=TECHNIQUE.title, kind="technique-sheet", country=None, work="technique:rinsing"),
    what="Rinse water runs against the work.",
    how="It enters the last tank and leaves the first [1].",
    restrictions="Some solvents may no longer be used [2].",
    where=("Plating lines.", "Dye houses with two tanks [1]."),
    where_not=(),
    preconditions=("Two tanks.",),
    measure_first=("The flow into each tank.",),
    cross_media=(),
    mistakes=("Too little mixing.",),
    skills=(),
    sources=(SOURCE, replace(SOURCE, title="A leaflet", publisher="", year=None, address="", rights="")),
)
CONCEPT = ConceptView(
    id="counter-current-rinsing",
    title=TECHNIQUE.title,
    alternatives=("counterflow rinsing", "cascade rinsing"),
    definition=TECHNIQUE.definition,
    practices=(REUSE,),
    broader=(Term("technique", "rinse-water-reuse", "Reuse of rinse water"),),
    related=(Term("technique", "spray-rinsing", "Spray rinsing"),),
    opposites=(Term("technique", "overflow-rinsing", "Overflow rinsing"),),
    sheet=ADVICE,
    applied=sample_cases.APPLIED,
    passages=(PASSAGE, ARABIC_PASSAGE),
    url=TECHNIQUE.url,
)
CASE_VIEW = CaseView(
    summary=CASE,
    text="A dye house brings its rinse water back and uses it again.",
    processes=(DYEING,),
    substances=(WATER,),
    measures=(
        MeasureView("Second use of rinse water", "A tank and a pump bring it back.", RINSING, REUSE, TECHNIQUE.url),
    ),
    baseline="Every bath was filled with fresh water and let go after one use.",
    notes="Figures are from the first year.",
    source=SOURCE,
)
DOCUMENT_VIEW = DocumentView(
    summary=MANUAL,
    name="manual-2003.pdf",
    size_bytes=9_482_113,
    source=SOURCE,
    cases=(CASE,),
    headings=(("1 Introduction", 3), ("4.2 Water reuse in dye houses", 88), ("Annex: worksheets", 241)),
    download_url=f"/documents/{MANUAL_SHA}/original.pdf",
    tables=(
        TableEntry("Table 4.1. Water use", 90, "/documents/d/pages/90?span=4-80", "/api/v1/documents/d/tables/0.csv"),
        TableEntry("before · after", 91, "/documents/d/pages/91?span=9-70", "/api/v1/documents/d/tables/1.csv"),
    ),
    alike=(LikeDocument(SHEET, "reprint.pdf", 0.72), LikeDocument(SHEET, "copy.pdf", 1.0)),
    proposals=2,
)
PAGE_TEXT = f"4.2 Water reuse in dye houses\n\n{PASSAGE.text}\n\nMeters on every line show where it pays first."
PAGE_VIEW = PageView(
    document=MANUAL,
    number=88,
    text=PAGE_TEXT,
    marks=((31, 31 + len(PASSAGE.text)),),
    boxes=((12.0, 14.2, 74.0, 2.1), (12.0, 16.8, 74.0, 2.1), (12.0, 19.4, 31.5, 2.1)),
    width=595.0,
    height=842.0,
    image_url=f"/documents/{MANUAL_SHA}/pages/88.png",
    pdf_url=f"/documents/{MANUAL_SHA}/pages/88.pdf",
    previous=87,
    following=89,
    url=f"/documents/{MANUAL_SHA}/pages/88",
    unlocated=False,
)
SCAN_VIEW = replace(
    PAGE_VIEW,
    document=replace(MANUAL, flags=("recognised",)),
    recognition=RecognitionView("tesseract 5.3.0", ("en",), 0.93),
)
# A workbook has no pages: it is shown, turned and cited by its parts.
WORKBOOK = replace(MANUAL, title="Meter readings", media_type=MediaType.XLSX)
WORKBOOK_VIEW = replace(
    DOCUMENT_VIEW, summary=WORKBOOK, name="readings.XLSX", download_url=f"{WORKBOOK.url}/original.xlsx"
)
PART_VIEW = replace(
    PAGE_VIEW,
    document=WORKBOOK,
    text="Meter\tm3\nDyeing\t138",
    marks=(),
    boxes=(),
    width=0,
    height=0,
    image_url="",
    pdf_url="",
)
PROPOSAL = (
    ProposalRow("country", "Kenya", "Nairobi, Kenya", 1, f"/documents/{MANUAL_SHA}/pages/1?span=4-18", 0.9),
    ProposalRow(
        "figure", "80 L/kg water", "fell to 80 L/kg", 2, f"/documents/{MANUAL_SHA}/pages/2?span=4-19", 0.8, "after"
    ),
)
HOME = HomeView(
    documents=64,
    pages=760,
    cases=60,
    techniques=57,
    countries=24,
    sectors=tuple(TermCount(Term("sector", value.value, value.label), value.count) for value in FACETS["sector"]),
    processes=(TermCount(DYEING, 11),),
    resources=(TermCount(WATER, 31), TermCount(Term("resource", "energy", "Energy"), 14)),
    examples={"visit": ("dye house water reuse", "cleaning in place milk"), "brief": ("kiln waste heat recovery",)},
)


def job(name: str, state: JobState, **told: object) -> JobView:
    """Return a file in a state."""
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    bare = JobView(name, None, state, 0, 0, None, "", "", 0, at, None, None)
    return replace(bare, **told)  # type: ignore[arg-type]  # names of fields are checked by replace


JOBS = JobsView(
    counts={state.value: int(state not in (JobState.OCR, JobState.QUARANTINED)) for state in JobState},
    jobs=(
        job("textile-manual.pdf", JobState.PARSING, stage=JobState.PARSING, page=40, pages=268),
        job("survey.docx", JobState.EMBEDDING, stage=JobState.EMBEDDING),
        job("next.pdf", JobState.QUEUED),
        job(
            "broken.pdf",
            JobState.FAILED,
            stage=JobState.PARSING,
            page=3,
            pages=9,
            document=DocumentId(SHA),
            slug="damaged-pdf",
            reason="broken.pdf is damaged. Get it again.",
        ),
        job("sheet.pdf", JobState.DONE, stage=JobState.EMBEDDING, document=DocumentId(MANUAL_SHA), page=1, pages=1),
    ),
)

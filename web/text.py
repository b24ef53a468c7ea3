"""Every word the pages say that is not in a template, and the names of coded values; English is the source language.

Templates mark their own words with `{% trans %}` and `_()`. Other languages come as gettext catalogues of the same
strings, so nothing here may be put together from halves of sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus import languages
from corpus.model import MediaType
from corpus.periods import spoken_period
from corpus.technique_sheets import SECTIONS
from search_api.answers import DocumentSummary, FigureView, Spread
from search_api.evidence_answers import InvestmentClass
from search_api.technique_answers import TechniqueSheetView
from web import names, numbers
from web.language import READER, translate

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

FACETS: Mapping[str, str] = {
    "sector": "Sector",
    "process": "Process",
    "pollutant": "Pollutant",
    "resource": "Resource",
    "practice": "Kind of measure",
    "topic": "Topic",
    "technique": "Technique",
    "country": "Country",
    "grade": "Evidence",
    "language": "Language",
    "kind": "Kind of document",
}

# What a reader must know of a grade, short enough to stand beside it.
GRADES: Mapping[str, str] = {
    "A": "Measured before and after",
    "B": "Measured, method unclear",
    "C": "Estimated",
    "D": "Vendor claim or general figure",
}

GRADES_AT_LENGTH: Mapping[str, str] = {
    "A": "Measured before and after the change, at a site that is named or was verified.",
    "B": "Measured, but the source does not say clearly how.",
    "C": "Estimated or calculated in advance, not measured.",
    "D": "Claimed by a supplier, or a general figure from a manual.",
}

ROLES: Mapping[str, str] = {
    "baseline": "Before",
    "after": "After",
    "saving": "Saving",
    "investment": "Investment",
    "annual-saving": "Yearly saving",
    "payback": "Payback time",
}

STATUSES: Mapping[str, str] = {
    "implemented": "Implemented",
    "pilot": "Pilot",
    "proposed": "Proposed, not yet done",
    "estimated": "Estimated, not done",
}

KINDS: Mapping[str, str] = {
    "case-study": "Case study",
    "manual": "Manual",
    "technique-sheet": "Technique sheet",
    "training-material": "Training material",
    "policy-text": "Policy text",
    "other": "Document",
}

# What a reader should know of the file behind a document.
FLAGS: Mapping[str, str] = {
    "attachments": "Other files are embedded in it; they were not opened.",
    "encrypted": "It is encrypted, and opens without a password.",
    "form": "It is a form.",
    "hidden-text": "It holds text that nobody sees when it is printed; that text was left out.",
    "javascript": "It holds a script, which was not run.",
    "launch": "It asks to start another program, which was not done.",
    "macros": "It holds macros, which were not run.",
    "open-action": "It asks to do something when it is opened, which was not done.",
    "recognised": "It is a scan, at least in part: its text was read from pictures and may be wrong.",
    "unread": "Reading a page from its picture took too long: that page has no text here.",
}

# The fields of a case, as a proposal names them.
FIELDS: Mapping[str, str] = {
    "title": "Title",
    "company": "Company",
    "country": "Country",
    "year": "Year",
    "sector": "Sector",
    "status": "Status",
    "grade": "Evidence",
    "processes": "Process",
    "substances": "Pollutant or resource",
    "measure": "Measure",
    "technique": "Technique",
    "practice": "Kind of measure",
    "figure": "Figure",
}

# How far a file is on its way into the library.
STATES: Mapping[str, str] = {
    "queued": "Waiting",
    "parsing": "Being read",
    "ocr": "Its scans are being read",
    "embedding": "Being made searchable",
    "done": "In the library",
    "failed": "Failed",
    "quarantined": "In quarantine",
}

MEDIA: Mapping[str, str] = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/csv": "CSV",
}

ADVICE: Mapping[str, str] = dict(SECTIONS)  # the page has the headings of the printed sheet

# What somebody may be about to do with the library.
AIMS: Mapping[str, str] = {
    "visit": "Before a plant visit",
    "course": "For a course",
    "brief": "For a brief",
}

REGIONS: Mapping[str, str] = {
    "africa": "Africa",
    "arab": "Arab countries",
    "asia-pacific": "Asia and the Pacific",
    "europe": "Europe",
    "latin-america": "Latin America and the Caribbean",
}

SERVICES: Mapping[str, str] = {
    "awareness": "Raising awareness",
    "training-and-assessment": "Training and assessments in plants",
    "investment": "Help with financing investments",
    "policy": "Advice to governments",
}

# What a source of a centre's page can be the source of.
CENTRE_FACTS: Mapping[str, str] = {
    "country": "part in the programme",
    "name": "name",
    "city": "city",
    "roundtable": "roundtable or network",
    "host": "host institution",
    "founded": "year of foundation",
    "website": "website",
    "services": "services",
    "note": "what to keep in mind",
}

PRACTICES: Mapping[str, tuple[str, str]] = {
    "good-housekeeping": ("Good housekeeping", "Stop leaks, spills and idle running; maintain, train, label, meter."),
    "input-substitution": ("Input substitution", "Replace a harmful or wasteful material by a better one."),
    "process-control": ("Better process control", "Run at the right dose, time, temperature and flow."),
    "equipment-modification": ("Equipment modification", "Improve the machines that are there."),
    "technology-change": ("Technology change", "Make the same product in a cleaner way."),
    "on-site-reuse": ("On-site recovery and reuse", "Use water, heat and materials again where they arise."),
    "by-product": ("Useful by-product", "Turn what was waste into something others need."),
    "product-modification": ("Product modification", "Change the product so that less is needed to make it."),
}

ERRORS: Mapping[int, str] = {
    400: "This address cannot be understood",
    404: "Not found",
    405: "This cannot be done here",
    413: "The question is too long",
    422: "This address cannot be understood",
    503: "The library cannot answer just now",
}


def name_of(names: Mapping[str, str], code: str) -> str:
    """Return the name of a coded value; an unknown code speaks for itself."""
    return translate(names[code]) if code in names else code


def facet_name(facet: str) -> str:
    """Name a facet."""
    return name_of(FACETS, facet)


def grades() -> tuple[tuple[str, str, str], ...]:
    """Return every grade as (letter, short meaning, meaning), best first."""
    return tuple((letter, translate(GRADES[letter]), translate(GRADES_AT_LENGTH[letter])) for letter in GRADES)


def paged(document: DocumentSummary) -> bool:
    """Tell whether a document has printed pages; other files are shown in parts."""
    return document.media_type == MediaType.PDF


def page_name(number: int, document: DocumentSummary) -> str:
    """Name a page, or a part of a file without pages, by its number."""
    name = translate("page {number}") if paged(document) else translate("part {number}")
    return name.format(number=number)


def aim_name(aim: str) -> str:
    """Name what somebody is about to do."""
    return name_of(AIMS, aim)


def grade_meaning(grade: str) -> str:
    """Say in a few words what a grade means."""
    return name_of(GRADES, grade)


def role_name(role: str) -> str:
    """Name what a figure says."""
    return name_of(ROLES, role)


def status_name(status: str) -> str:
    """Name how far a case got."""
    return name_of(STATUSES, status)


def region_name(region: str) -> str:
    """Name a region of the world."""
    return name_of(REGIONS, region)


def service_name(service: str) -> str:
    """Name what a centre does."""
    return name_of(SERVICES, service)


def fact_name(fact: str) -> str:
    """Name a fact about a centre."""
    return name_of(CENTRE_FACTS, fact)


def kind_name(kind: str) -> str:
    """Name what sort of text a document is."""
    return name_of(KINDS, kind)


def advice(sheet: TechniqueSheetView | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a technique's sheet says in points, under translated headings."""
    if sheet is None:
        return ()
    return tuple((translate(title), getattr(sheet, name)) for name, title in ADVICE.items() if getattr(sheet, name))


def figure_basis(view: FigureView) -> str:
    """Say what a figure is of and what it is counted over: "water per year", "fuel (first year)"."""
    subject = "" if view.subject == "money" else view.subject
    return f"{subject} {spoken_period(view.period, view.unit)}".strip()


def spread_name(spread: Spread) -> str:
    """Name what a statistic is of: "Payback time", "Saving: Water"."""
    role = role_name(spread.role)
    subject = names.label(spread.concept) if spread.concept else spread.subject
    return translate("{role}: {subject}").format(role=role, subject=subject) if subject else role


def spread_unit(spread: Spread) -> str:
    """Return the unit of a statistic in words: "% of water", "m³/t of fabric", "years"."""
    match spread.scale:
        case "payback":
            return translate("years")
        case "share":
            return translate("% of {basis}").format(basis=_basis(spread))
        case "specific" if not spread.unit_text.endswith(f"/{spread.basis}"):
            return translate("{unit} of {product}").format(unit=spread.unit_text, product=spread.basis)
        case _:
            return numbers.unit(spread.unit_text)


def _basis(spread: Spread) -> str:
    """Return what a percentage is of: the thing counted by its name, anything else in the record's words."""
    same = spread.concept is not None and spread.concept.label.casefold() == spread.basis.casefold()
    return names.label(spread.concept).lower() if spread.concept and same else spread.basis


def class_name(investment: InvestmentClass) -> str:
    """Name a class of investments, in US dollars."""
    if investment.high is None:
        return translate("USD {low} or more").format(low=numbers.number(round(investment.low)))
    if investment.high <= 1:
        return translate("Nothing")
    if investment.low <= 1:
        return translate("Less than USD {high}").format(high=numbers.number(round(investment.high)))
    low, high = numbers.number(round(investment.low)), numbers.number(round(investment.high))
    return translate("USD {low} to {high}").format(low=low, high=high)


def flag_meaning(flag: str) -> str:
    """Say what a reader should know of a file."""
    return name_of(FLAGS, flag)


def field_name(field: str) -> str:
    """Name a field of a case."""
    return name_of(FIELDS, field)


def media_name(media_type: str) -> str:
    """Name what a file is."""
    return name_of(MEDIA, media_type)


def state_name(state: str) -> str:
    """Say how far a file is on its way."""
    return name_of(STATES, state)


def converted(view: FigureView) -> bool:
    """Tell whether the normalised figure says something that the printed one does not."""
    return view.normal is not None and view.normal != view.quantity


def language_name(language: str) -> str:
    """Name a language; "" if it is undetermined."""
    return "" if language == "und" else languages.language_name(language, READER.get().code)


def error_title(status: int) -> str:
    """Name an error for the heading of its page."""
    return translate(ERRORS.get(status, "Something went wrong here"))


def direction(language: str) -> str:
    """Return the value of `dir` for text in a language; "auto" if the language is undetermined."""
    if language == "und":
        return "auto"
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

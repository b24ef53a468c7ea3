"""A centre and a coverage made up for the pages' tests."""

from __future__ import annotations

from search_api.answers import SourceView, Term
from search_api.directory_answers import (
    CentreSummary,
    CentreView,
    CoverageRow,
    CoverageView,
    EvidenceView,
    TermCount,
    ThinTopic,
)
from tests.web import sample_answers as sample

TEXTILES = Term("sector", "13", "Manufacture of textiles")
MINING = Term("sector", "B", "Mining and quarrying")
SHOES = Term("sector", "152", "Manufacture of footwear")
CHILLING = Term("process", "refrigeration", "Refrigeration")

SUMMARY = CentreSummary(
    id="ncpc-bd",
    name="Example Centre",
    country="BD",
    country_name="Bangladesh",
    city="Dhaka",
    region="asia-pacific",
    case_count=1,
    url="/centres/ncpc-bd",
)
OTHER = CentreSummary("ncpc-ng", "Another Centre", "NG", "Nigeria", "", "africa", 0, "/centres/ncpc-ng")
CENTRE = CentreView(
    summary=SUMMARY,
    roundtable="Example Roundtable",
    host="Example University",
    founded=1998,
    website="https://example.org/centre",
    services=("awareness", "policy"),
    note="Became a company in 2010.",
    evidence=(
        EvidenceView(SourceView("About", "Example Press", 2011, "https://example.org", ""), ("name", "host")),
        EvidenceView(SourceView("A leaflet", "", None, "javascript:alert(1)", ""), ("founded", "host")),
    ),
    sectors=(TermCount(TEXTILES, 1),),
    practices=(TermCount(sample.REUSE, 1),),
    contributed=(),
    cases=(sample.CASE,),
    missing_sectors=(SHOES,),
    missing_practices=(sample.HOUSEKEEPING,),
)
COVERAGE = CoverageView(
    cases=14,
    enough=3,
    practices=(sample.REUSE, sample.HOUSEKEEPING),
    rows=(CoverageRow(TEXTILES, 12, (12, 2)), CoverageRow(SHOES, 0, (0, 0))),
    unplaced=2,
    countries=(TermCount(Term("country", "BD", "Bangladesh"), 13),),
    without_country=1,
    grades=(TermCount(Term("grade", "A", "A: measured"), 14),),
    thin_sectors=(ThinTopic(MINING, "mines and quarries", 2),),
    thin_processes=(ThinTopic(CHILLING, "refrigeration", 0),),
    explained=120,
    thin_techniques=(TermCount(sample.RINSING, 1),),
)

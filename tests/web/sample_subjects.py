"""A sector and a second technique, made up for the pages' tests."""

from __future__ import annotations

from dataclasses import replace

from search_api.answers import Term
from search_api.directory_answers import TermCount
from search_api.subject_answers import MatrixRow, SubjectView, TechniqueUse
from tests.web import sample_answers as sample
from tests.web import sample_cases

_USE = TechniqueUse(sample.RINSING, 9, sample_cases.SPREADS[0], "/techniques/counter-current-rinsing")
TEXTILES = SubjectView(
    scheme="sector",
    id="13",
    title="Manufacture of textiles",
    alternatives=("textile industry", "mills"),
    definition="Spinning, weaving and finishing.",
    codes=("NACE 13",),
    cas="",
    broader=(Term("sector", "C", "Manufacturing"),),
    related=(),
    narrower=(TermCount(sample.FINISHING, 9),),
    applied=sample_cases.APPLIED,
    techniques=(_USE, *(replace(_USE, case_count=1, spread=None) for _ in range(16))),
    practices=(sample.REUSE, sample.HOUSEKEEPING),
    matrix=(MatrixRow(sample.DYEING, 9, (7, 0)), MatrixRow(Term("process", "rinsing", "Rinsing"), 2, (0, 2))),
    url="/sectors/13",
)
WATER = replace(
    TEXTILES, scheme="resource", id="water", title="Water", cas="7732-18-5", codes=(), matrix=(), url="/resources/water"
)
SPRAYING = replace(
    sample.CONCEPT,
    id="spray-rinsing",
    title="Spray rinsing",
    sheet=None,
    applied=sample_cases.NONE,
    opposites=(),
    related=(),
    url="/techniques/spray-rinsing",
)

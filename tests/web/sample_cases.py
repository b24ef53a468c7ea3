"""What made-up cases report together, for the pages' tests: as the services would put it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from corpus.model import Bound, CaseStatus, ConceptId, Document, DocumentKind, Grade, Role
from corpus.vocabulary import load_vocabulary
from search_api.case_sets import CaseSets
from search_api.case_tally import tally_cases
from search_api.evidence_answers import CasesView
from search_api.naming import Naming
from search_api.narrowing import narrowing
from search_api.views import Views
from tests.made_cases import DOCUMENT, RINSING, case, figure, payback, saving

BOTH = (RINSING, ConceptId("technique:variable-speed-drives"))
CASES = [
    case("a", saving(30), payback(12), figure(Role.SAVING, 900, "m3/a"), grade=Grade.A),
    case("b", saving(42), payback(18), figure(Role.INVESTMENT, 5000, "", currency="USD", of=None), country="VN"),
    case("c", saving(50, high=52), payback(2, unit="a"), figure(Role.SAVING, 40_000, "m3/a"), country="IN"),
    case("d", saving(55), figure(Role.SAVING, 212_000, "m3/a"), company=None, country=None, year=None, grade=Grade.C),
    *(case(f"e{n}", saving(60 + 3 * n), payback(6 * n), country="BR", grade=Grade.B) for n in range(1, 6)),
    replace(case("f", saving(90, bound=Bound.LESS)), status=CaseStatus.PROPOSED),
    case("g", saving(20), saving(70), techniques=BOTH),
    case("h", payback(13), techniques=BOTH),
]
_NAMING = Naming(load_vocabulary())
_SHEET = Document(
    id=DOCUMENT,
    name="rinsing.pdf",
    title="Rinsing",
    kind=DocumentKind.CASE_STUDY,
    language="en",
    page_count=1,
    size_bytes=9000,
    added=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
    rights="CC BY 4.0",
)


def _view(named: list[str]) -> CasesView:
    tally = tally_cases(CASES, _NAMING.vocabulary)
    cases = [case for case in CASES if case.id in named]
    return CasesView(
        reported=CaseSets(_NAMING).view(cases),
        cases=tuple(Views(_NAMING).case(each, _SHEET) for each in cases),
        narrowing=narrowing({each.id for each in cases}, {}, tally, _NAMING),
    )


SPREADS = CaseSets(_NAMING).spreads(CASES, 3)
APPLIED = _view([each.id for each in CASES])
FEW = _view(["a", "b"])
NONE = _view([])

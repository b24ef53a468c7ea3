"""The services over a small real library: real sheets, read from their PDFs, in a real index."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import (
    CaseNotFoundError,
    ConceptNotFoundError,
    DocumentNotFoundError,
    IndexUnavailableError,
    PageNotFoundError,
    QueryTooLongError,
    UnknownFacetValueError,
)
from corpus.library import Library
from search_api.answers import CaseResult, Group, PassageResult, TechniqueResult
from search_api.encoding import encode
from search_api.opening import open_services
from search_api.requests import Mode, SearchRequest
from search_api.services import Services
from tests.fakes import HashingEmbedder
from tests.library import SHEETS, build_home


def test_a_technique_comes_with_the_case_that_applied_it_and_its_page(services: Services) -> None:
    answer = services.search(SearchRequest("microfiltration reverse osmosis dye house"))
    first = answer.results[0]

    assert isinstance(first, TechniqueResult)
    assert first.id == "membrane-wastewater-reuse"
    assert "tri-star-dyeing-ro" in [case.id for case in first.cases]
    assert first.passages[0].url.startswith(f"/documents/{first.passages[0].document.id}/pages/1?chunk=")


def test_a_broader_technique_counts_the_cases_of_narrower_ones(services: Services) -> None:
    applied = services.technique("water-reuse").applied

    assert {"tri-star-dyeing-ro", "co-artextil-dyeing"} <= {case.id for case in applied.cases}


def test_cases_come_with_their_best_passage(services: Services) -> None:
    answer = services.search(SearchRequest("tannery chrome liquor", group=Group.CASE, limit=1))
    (case,) = answer.results

    assert isinstance(case, CaseResult)
    assert case.id == "thai-tannery-chrome-liquor"
    assert case.passage.document.id == case.case.document.id


def test_marks_stand_on_the_words_of_the_question(services: Services) -> None:
    answer = services.search(SearchRequest("kiln hot air", group=Group.PASSAGE, limit=1))
    (result,) = answer.results

    assert isinstance(result, PassageResult)
    words = {result.passage.text[start:end].lower() for start, end in result.passage.marks}
    assert {"kilns", "air"} & words


def test_a_filter_leaves_only_what_satisfies_it_and_counts_it(services: Services) -> None:
    answer = services.search(SearchRequest("water", {"sector": ("1511",)}, group=Group.CASE))

    assert [result.id for result in answer.results] == ["thai-tannery-chrome-liquor"]
    assert answer.total == 1


def test_each_facet_count_is_what_choosing_it_leaves(services: Services) -> None:
    for facet, values in services.facets().items():
        for value in values:
            chosen = services.search(SearchRequest("", {facet: (value.value,)}, limit=100, group=Group.PASSAGE))
            documents = {r.passage.document.id for r in chosen.results if isinstance(r, PassageResult)}

            assert (value.count, value.count) == (chosen.total, len(documents)), (facet, value)


def test_browsing_without_words_lists_every_case(services: Services) -> None:
    answer = services.search(SearchRequest("", {"language": ("en",)}, group=Group.CASE, limit=100))

    assert sorted(result.id for result in answer.results) == sorted(SHEETS)
    assert answer.total == len(SHEETS)


def test_a_search_counts_the_cases_that_the_techniques_page_lists(services: Services) -> None:
    answer = services.search(SearchRequest("water", limit=100))

    for result in answer.results:
        assert isinstance(result, TechniqueResult)
        assert result.case_count == services.technique(result.id).applied.reported.case_count


def test_a_filter_leaves_only_its_cases_to_count(services: Services) -> None:
    answer = services.search(SearchRequest("water reuse", {"sector": ("1313",)}, limit=100))
    (reuse,) = [result for result in answer.results if result.id == "water-reuse"]

    assert isinstance(reuse, TechniqueResult)
    assert reuse.case_count == 2


def test_a_quotation_narrows_total_and_facets(services: Services) -> None:
    answer = services.search(SearchRequest('"reverse osmosis"'))

    assert answer.total == 1
    assert [(value.value, value.count) for value in answer.facets["country"]] == [("US", 1)]


def test_keyword_mode_asks_no_model(built_home: Path) -> None:
    embedder = HashingEmbedder()
    with open_services(built_home, embedder=embedder) as services:
        services.search(SearchRequest("dye house water", mode=Mode.KEYWORD))

    assert embedder.asked == 0


def test_a_concept_read_from_the_question_can_be_removed(services: Services) -> None:
    read = services.search(SearchRequest("dye house")).query.interpreted
    without = services.search(SearchRequest("dye house", ignore=(read[0].ignore,))).query.interpreted

    assert [chip.ignore for chip in read] == ["sector:1313"]
    assert without == ()
    assert [
        term.label for term in services.search(SearchRequest("dye house", ignore=("sector:1313",))).query.ignored
    ] == ["Finishing of textiles"]


def test_scores_are_shown_only_when_asked_for(services: Services) -> None:
    plain, explained = (
        services.search(SearchRequest("water", group=Group.PASSAGE, limit=1, explain=explain)).results[0]
        for explain in (False, True)
    )

    assert isinstance(plain, PassageResult)
    assert isinstance(explained, PassageResult)
    assert plain.passage.explain is None
    assert explained.passage.explain is not None


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_answers(services: Services, mode: Mode) -> None:
    assert services.search(SearchRequest("water reuse", mode=mode)).results


def test_the_overview_is_one_ranking_seen_three_ways(services: Services) -> None:
    overview = services.overview(SearchRequest("cleaning in place final rinse"))

    assert overview.answer.results[0].kind == "technique"
    assert overview.cases[0].id == "test-dairy-cip-final-rinse"
    assert overview.passages[0].passage.document.title == overview.cases[0].title


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\ud800", "' OR 1=1 --", "*:*", '"""', "ﷺ" * 300, "a AND (b OR"])
def test_no_text_breaks_a_search(services: Services, text: str) -> None:
    assert encode(services.search(SearchRequest(text.encode("utf-8", "replace").decode())))


def test_words_in_quotation_marks_must_stand_in_a_result(services: Services) -> None:
    answer = services.search(SearchRequest('"reverse osmosis" water', group=Group.CASE))

    assert [result.id for result in answer.results] == ["tri-star-dyeing-ro"]
    assert answer.notices == ()


def test_a_quotation_that_stands_nowhere_is_let_go_and_said(services: Services) -> None:
    answer = services.search(SearchRequest('"osmosis reverse" dye house'))

    assert answer.results
    assert "quotation marks" in answer.notices[0]


def test_a_question_of_two_megabytes_is_refused(services: Services) -> None:
    with pytest.raises(QueryTooLongError, match="2,000"):
        services.search(SearchRequest("x" * 2_000_000))


@pytest.mark.parametrize(
    ("facet", "value", "words"),
    [
        ("process", "dying", "'dyeing' (Dyeing)"),
        ("sector", "9999", "not a known sector"),
        ("country", "ZZ", "ZZ"),
        ("language", "xx", "not a known language"),
        ("grade", "E", "not a known grade"),
        ("kind", "case", "Did you mean case-study"),
    ],
)
def test_an_unknown_filter_value_is_named(services: Services, facet: str, value: str, words: str) -> None:
    with pytest.raises(UnknownFacetValueError) as caught:
        services.search(SearchRequest("water", {facet: (value,)}))

    assert words in str(caught.value)


def test_a_case_shows_its_measures_and_located_figures(services: Services) -> None:
    case = services.case("co-artextil-dyeing")

    assert [measure.technique.value for measure in case.measures] == [
        "low-liquor-ratio-dyeing",
        "process-water-cascade",
    ]
    assert all(figure.located and "?span=" in figure.url for figure in case.summary.figures)


def test_a_figures_span_is_the_printed_number_on_its_page(services: Services) -> None:
    for sheet in SHEETS:
        case = services.case(sheet).summary
        for figure in case.figures:
            start, end = (int(part) for part in figure.url.partition("?span=")[2].split("-"))
            page = services.page(case.document.id, figure.page, span=(start, end))

            assert page.text[start:end] == figure.printed
            assert len(page.boxes) >= 1
            assert not page.unlocated


def test_a_chunks_marks_are_its_text(services: Services) -> None:
    result = services.search(SearchRequest("dye house water", group=Group.PASSAGE, limit=1)).results[0]
    assert isinstance(result, PassageResult)
    document, ordinal = result.passage.document.id, int(result.passage.url.partition("chunk=")[2])
    page = services.page(document, 1, chunk=ordinal)
    (mark,) = page.marks

    assert " ".join(result.passage.text.strip("… ").split())[:80] in " ".join(page.text[slice(*mark)].split())


def test_a_span_off_the_page_is_not_marked_and_says_so(services: Services) -> None:
    document = services.case(SHEETS[0]).summary.document.id
    page = services.page(document, 1, span=(0, 10**9))

    assert (page.marks, page.unlocated) == ((), True)


def test_a_page_is_a_picture_and_a_pdf_of_its_own(services: Services) -> None:
    document = services.case(SHEETS[0]).summary.document.id

    assert services.page_image(document, 1).startswith(b"\x89PNG")
    assert services.page_pdf(document, 1).startswith(b"%PDF-")
    assert services.original(document).read_bytes().startswith(b"%PDF-")


def test_what_does_not_exist_is_said_plainly(services: Services) -> None:
    document = services.case(SHEETS[0]).summary.document.id
    for ask, error in (
        (lambda: services.case("nope"), CaseNotFoundError),
        (lambda: services.technique("nope"), ConceptNotFoundError),
        (lambda: services.document("../../etc/passwd"), DocumentNotFoundError),
        (lambda: services.document("0" * 64), DocumentNotFoundError),
        (lambda: services.page(document, 2), PageNotFoundError),
        (lambda: services.page(document, 0), PageNotFoundError),
        (lambda: services.page_image(document, 99), PageNotFoundError),
    ):
        with pytest.raises(error):
            ask()


def test_home_counts_what_is_there(services: Services) -> None:
    home = services.home()

    assert (home.documents, home.pages, home.cases) == (6, 6, 6)
    assert [value.term.value for value in home.sectors][:1] == ["13"]


def test_without_a_model_keywords_still_answer_and_it_says_so(built_home: Path) -> None:
    with open_services(built_home, embedder=None) as services:
        answer = services.search(SearchRequest("dye house water reuse"))

        assert answer.results
        assert "keyword" in answer.notices[0]
        assert services.readiness().ready


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True):
        pass
    with open_services(tmp_path, embedder=HashingEmbedder()) as services:
        readiness = services.readiness()

        assert not readiness.ready
        assert "cpkb reindex" in readiness.notices[0]
        with pytest.raises(IndexUnavailableError):
            services.search(SearchRequest("water"))


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    first = build_home(tmp_path)
    with Library.open(tmp_path) as library:
        revision = library.revision()

    assert {outcome.state for outcome in first} == {"added"}
    assert revision > 0

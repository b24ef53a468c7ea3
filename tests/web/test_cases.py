"""The cases of a page's subject: links that narrow them, and what is shown of few or none."""

from __future__ import annotations

from dataclasses import replace

from search_api.answers import Term
from tests.web import html_check, sample_cases
from tests.web import sample_answers as sample
from web.cases import POINTS, SHOWN, cases_block
from web.links import address
from web.rendering import load
from web.reported_views import TechniquePage
from web.views import Frame

PATH = "/techniques/counter-current-rinsing"
RENDERER = load()


def shown(view: object) -> html_check.Report:
    block = cases_block(view, PATH)  # type: ignore[arg-type]
    return html_check.read(
        RENDERER.html(TechniquePage(Frame("T"), replace(sample.CONCEPT, sheet=None), block, "", "/search", (), ()))
    )


def test_a_filter_is_added_and_removed_by_an_address() -> None:
    view = sample_cases.APPLIED
    narrowed = replace(view.narrowing, filters={"country": ("IN", "VN")}, selected=(Term("country", "IN", "India"),))
    block = cases_block(replace(view, narrowing=narrowed), PATH)

    assert [item.url for item in block.filters] == [f"{PATH}?country=VN"]
    assert block.unfiltered == PATH
    grade = next(box for box in block.facets if box.name == "Evidence")
    assert grade.first[0].url == f"{PATH}?country=IN&country=VN&grade=A"
    assert block.csv_url == f"/api/v1{PATH}.csv?country=IN&country=VN"


def test_an_address_without_filters_has_no_question_mark() -> None:
    assert address(PATH, {}) == PATH
    assert address(PATH, {"sector": ("10",), "country": ("IN",)}) == f"{PATH}?country=IN&sector=10"


def test_each_point_says_its_number_and_leads_to_its_case() -> None:
    report = shown(sample_cases.APPLIED)
    points = [link for link in report.all("a") if "years, Case" in link.attributes.get("aria-label", "")]

    assert len(points) == 9
    assert all(point.attributes["href"].startswith("/cases/") for point in points)
    assert len([link for link in report.all("a") if "/pages/1?span=4-6" in link.attributes["href"]]) > len(points)


def test_what_was_left_out_is_said() -> None:
    text = " ".join(paragraph.text for paragraph in shown(sample_cases.APPLIED).all("p"))

    assert "1 case is left out because it states several such numbers." in text
    assert "1 case is left out because it says “up to”." in text
    assert "1 of 9 cases applied other measures too; its figure is of all of them together." in text


def test_two_cases_have_no_median_and_are_listed() -> None:
    report = shown(sample_cases.FEW)

    assert not report.with_class("plot")
    assert "Fewer than three sites" in " ".join(paragraph.text for paragraph in report.all("p"))
    assert {"Case a", "Case b"} <= {heading.text for heading in report.all("h3")}


def test_without_cases_nothing_is_reported() -> None:
    report = shown(sample_cases.NONE)

    assert "No case in the library applied this technique." in " ".join(p.text for p in report.all("p"))
    assert not report.with_class("mix")


def test_a_page_draws_what_it_has_room_for_and_tells_the_rest() -> None:
    reported = sample_cases.APPLIED.reported
    many = replace(reported, statistics=reported.statistics * 40)
    block = cases_block(replace(sample_cases.APPLIED, reported=many), PATH)
    wide = replace(reported, statistics=(replace(reported.statistics[0], points=reported.statistics[0].points * 40),))

    assert sum(len(picture.dots) for picture in block.plots) <= POINTS
    assert len(block.plots) + len(block.told) == len(many.statistics)
    assert len(cases_block(replace(sample_cases.APPLIED, reported=wide), PATH).plots) == 1


def test_further_cases_are_linked_to() -> None:
    view = sample_cases.APPLIED
    block = cases_block(replace(view, cases=view.cases * 2), PATH)

    assert len(block.shown) == SHOWN
    assert len(block.shown) + len(block.others) == 2 * len(view.cases)
    assert [heading.text for heading in shown(replace(view, cases=view.cases * 2)).all("h3")].count(
        "Further cases"
    ) == 1

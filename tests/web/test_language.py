"""The reader's language: addresses, catalogues, names, numbers; a made-up language finds what is not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from search_api.answers import QuantityView, Term
from tests.web import html_check
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from tests.web.test_templates import PAGES, RENDERER, made_of
from web import language, names, numbers
from web.app import pages_app
from web.language import LANGUAGES, READER, SOURCE, Reader, catalogue
from web.messages import messages, missing, update

OTHERS = [code for code in LANGUAGES if code != SOURCE]
SEARCH = "/search?q=dye+house+water+reuse"
CONTENT = "§"
HEARD = ("aria-label", "alt", "placeholder", "title")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library"))), follow_redirects=False) as client:
        yield client


@pytest.fixture
def reading(request: pytest.FixtureRequest) -> Iterator[str]:
    """Read in the language of the parameter."""
    token = READER.set(Reader(request.param, f"/{request.param}", "/", catalogue(request.param)))
    yield request.param
    READER.reset(token)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_says_its_language_and_direction(client: TestClient, code: str) -> None:
    answer = client.get(f"/{code}/techniques/counter-current-rinsing")
    html = answer.text.split(">")[1]

    assert f'lang="{code}"' in html
    assert ('dir="rtl"' in html) == (code == "ar")
    assert answer.headers["content-language"] == code
    assert html_check.read(answer.text).faults == []


def test_every_link_of_a_page_stays_in_its_language(client: TestClient) -> None:
    report = html_check.read(client.get(f"/vi{SEARCH}").text)
    links = [link.attributes["href"] for link in report.all("a") if link.attributes["href"].startswith("/")]
    elsewhere = [link for link in links if not link.startswith("/vi/") and not link.startswith("/api/")]

    assert len(links) > 30
    assert {link.split("/")[1] for link in elsewhere} == set(LANGUAGES) - {"vi"}
    assert {form.attributes["action"] for form in report.all("form")} == {"/vi/search", "/vi/compare", "/vi/list"}


def test_a_page_names_itself_in_every_language(client: TestClient) -> None:
    report = html_check.read(client.get(f"/fr{SEARCH}").text)
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in report.all("link")
        if link.attributes["rel"] == "alternate"
    }

    assert alternates == {code: f"/{code}{SEARCH}" for code in LANGUAGES}
    assert [link.text for link in report.all("a") if link.attributes.get("hreflang")] == [
        name for code, name in LANGUAGES.items() if code != "fr"
    ]


def test_the_same_page_in_two_languages_is_not_taken_for_one(client: TestClient) -> None:
    assert client.get("/es/about").headers["etag"] != client.get("/about").headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "leads"),
    [
        ("vi", "/vi/"),
        ("de,fr;q=0.8,en;q=0.5", "/fr/"),
        ("en-GB,en;q=0.9,es;q=0.8", ""),
        ("zh-CN", "/zh/"),
        ("es;q=0", ""),
        ("es;q=x,pt;q=0.1", "/pt/"),
        ("*", ""),
        ("", ""),
    ],
)
def test_the_front_door_asks_the_browser(client: TestClient, accepted: str, leads: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})

    assert (answer.status_code, answer.headers.get("location", "")) == ((302, leads) if leads else (200, ""))
    assert "Accept-Language" in answer.headers["vary"]


def test_only_the_front_door_asks(client: TestClient) -> None:
    for address in (SEARCH, "/en/", "/about"):
        assert client.get(address, headers={"Accept-Language": "vi"}).status_code == 200


def test_a_redirection_stays_in_the_language(client: TestClient) -> None:
    assert client.get("/ar/search?q=+").headers["location"] == "/ar/"
    assert client.get(f"/ar/documents/{sample.MANUAL_SHA}/pages?n=88").headers["location"].startswith("/ar/documents/")


@pytest.mark.parametrize("address", ["/vi/api/v1/facets", "/vi/static/x/style.css", "/de/about", "/english"])
def test_what_is_no_page_has_no_language(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_errors_are_told_in_the_language(client: TestClient) -> None:
    answer = client.get("/es/nothing")

    assert answer.status_code == 404
    assert "No encontrado" in answer.text


def test_an_address_in_another_script_can_be_changed_to_another_language(client: TestClient) -> None:
    report = html_check.read(client.get("/vi/techniques/%E6%B0%B4%22%3E").text)
    spanish = next(link for link in report.all("a") if link.attributes.get("hreflang") == "es")

    assert spanish.attributes["href"] == "/es/techniques/%E6%B0%B4%22%3E"


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_with_all_its_forms_and_places(code: str) -> None:
    with (language.FOLDER / f"{code}.po").open("rb") as source:
        known = read_po(source, locale=code)

    wanted = {message.id for message in messages() if message.id}
    assert {message.id for message in known if message.id} == wanted
    assert missing(known) == []
    for message in known:
        if message.id:
            originals, forms = said(message.id), said(message.string)
            assert len(forms) == (known.num_plurals if len(originals) > 1 else 1)
            for form in forms:
                assert places(form) <= places(originals[-1]), (form, originals)
                assert len(originals) > 1 or places(form) == places(originals[0]), (form, originals)


def said(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]  # forms of one text


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}|%%|</?\w+", text))


def test_a_catalogue_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.messages.FOLDER", tmp_path)
    (tmp_path / "es.po").write_text('msgid "Water"\nmsgstr "Agua"\n\nmsgid "Search"\nmsgstr "Buscar"\n', "utf-8")
    left = update("es")
    text = (tmp_path / "es.po").read_text("utf-8")

    assert left == len([message for message in messages() if message.id]) - 1
    assert 'msgstr "Buscar"' in text
    assert "Agua" not in text
    assert update("es") == left
    assert (tmp_path / "es.po").read_text("utf-8") == text
    assert update("fr") == left + 1


class Marking(NullTranslations):
    """A language made up for this test: every text in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class Visible(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [
            value for name, value in attrs if name in ("aria-label", "alt", "placeholder", "title") and value
        ]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_says_a_word_that_is_not_translated(name: str) -> None:
    token = READER.set(Reader("en", "", "/", Marking()))
    try:
        page: Any = made_of(CONTENT, PAGES[name])
        html = RENDERER.html(page)
    finally:
        READER.reset(token)
    seen = Visible()
    seen.feed(html)
    text = " ".join(seen.texts)
    for code in (*LANGUAGES.values(), sample.SHA, sample.MANUAL_SHA):
        text = text.replace(code, "")
    while (left := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = left
    words = set(re.findall(r"[^\W\d_]{2,}", text))

    assert words <= {"USD", "SHA", "CSV", "per", "Arabic"}, words  # codes, CLDR's names and a record's own words


@pytest.mark.parametrize("reading", ["vi"], indirect=True)
def test_terms_have_their_names(reading: str) -> None:
    assert names.label(Term("practice", "on-site-reuse", "On-site recovery and reuse")) == (
        "Tuần hoàn và tái sử dụng tại chỗ"
    )
    assert names.label(Term("country", "VN", "Vietnam")) == "Việt Nam"
    assert names.label(Term("language", "en", "English")) == "Tiếng Anh"
    assert names.label(Term("grade", "A", "A: measured")) == "A: Đo trước và sau"
    assert names.label(Term("kind", "manual", "Manual")) == "Sổ tay"
    assert names.label(Term("topic", "nowhere", "Nowhere")) == "Nowhere"


@pytest.mark.parametrize("reading", ["es"], indirect=True)
def test_a_name_there_is_only_in_english_is_marked_as_english(reading: str) -> None:
    assert str(names.named(Term("technique", "unknown", "<b>"))) == '<span lang="en">&lt;b&gt;</span>'
    assert str(names.named(Term("resource", "water", "Water"))) == "Agua"


@pytest.mark.parametrize(
    ("reading", "shown"),
    [("en", ["95,600", "0.715", "1,234,567", "about 45.4 m³/year"]), ("vi", ["95.600", "0,715", "1.234.567", None])],
    indirect=["reading"],
)
def test_numbers_are_written_as_the_language_does(reading: str, shown: list[str | None]) -> None:
    assert [numbers.number(value) for value in (95_600, 0.7149, 1_234_567)] == shown[:3]
    quantity = QuantityView(45.4, 45.4, "about", "m3/a", "", None, "")
    assert numbers.quantity(quantity) == (shown[3] or "khoảng 45,4 m³/năm")


@pytest.mark.parametrize("reading", ["fr"], indirect=True)
def test_a_range_of_money_is_written_whole(reading: str) -> None:
    money = QuantityView(1500, 2500.5, "more than", "/a", "USD", None, "")

    assert numbers.quantity(money).replace("\u202f", " ") == "plus de USD 1 500–2 500/an" or numbers.quantity(money)

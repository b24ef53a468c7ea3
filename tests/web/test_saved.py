"""Saving without an account: the cookie, the forms that change it, and the pages of a list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.errors import UsageError
from search_api.requests import MAX_ITEMS
from tests.web import html_check
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web.app import pages_app
from web.saved import COOKIE, LONGEST, changed

CASE = f"case:{sample.CASE.id}"
TECHNIQUE = f"technique:{sample.TECHNIQUE.id}"
PASSAGE = f"passage:{sample.PASSAGE.chunk}"


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library"))), follow_redirects=False) as client:
        yield client


def test_what_is_saved_is_kept_and_listed(client: TestClient) -> None:
    for item in (CASE, TECHNIQUE, PASSAGE):
        answer = client.post("/list", data={"add": item, "back": "/search?q=dye+house"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=dye+house")

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    report = html_check.read(client.get("/list").text)
    assert report.faults == []
    assert [heading.text for heading in report.all("h2")] == ["Techniques", "Cases", "Passages"]
    assert (
        f"item={CASE}".replace(":", "%3A") in next(a for a in report.all("a") if "share" in a.text).attributes["href"]
    )


def test_a_button_takes_back_what_is_saved(client: TestClient) -> None:
    client.post("/list", data={"add": CASE})
    (button,) = html_check.read(client.get("/cases/example-mill-rinse-water").text).with_class("save")
    assert (button.attributes["name"], button.attributes["value"]) == ("remove", CASE)

    answer = client.post("/list", data={"remove": CASE})
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert "Nothing is saved yet." in client.get("/list").text


def test_a_list_is_emptied_at_once(client: TestClient) -> None:
    client.post("/list", data={"add": CASE})
    client.post("/list", data={"clear": "1"})

    assert "Nothing is saved yet." in client.get("/list").text


def test_a_shared_list_changes_nothing_of_ones_own(client: TestClient) -> None:
    page = client.get(f"/list?item={CASE}&item=case:gone")

    assert "A shared list" in page.text
    assert "1 thing is no longer in the library." in page.text
    assert "set-cookie" not in page.headers
    assert "Empty the list" not in page.text


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_the_way_back_stays_on_this_server(client: TestClient, back: str) -> None:
    assert client.post("/list", data={"add": CASE, "back": back}).headers["location"] == "/list"


def test_the_way_back_stays_in_the_language(client: TestClient) -> None:
    page = html_check.read(client.get("/vi/search?q=x").text)
    (kept,) = (field.attributes["value"] for field in page.all("input") if field.attributes["name"] == "back")

    assert client.post("/vi/list", data={"add": CASE, "back": kept}).headers["location"] == "/vi/search?q=x"


def test_another_site_cannot_change_a_list(client: TestClient) -> None:
    answer = client.post("/list", data={"add": CASE}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
    assert client.post("/list", data={"add": CASE}, headers={"Origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize("kept", ["", "case:a|case:a|nonsense||sector:13|<script>", "x" * 5000, '"', "case:a\\073"])
def test_a_cookie_that_was_tampered_with_harms_nothing(client: TestClient, kept: str) -> None:
    assert client.get("/list", headers={"Cookie": f"{COOKIE}={kept}"}).status_code == 200


def test_a_form_is_read_strictly() -> None:
    full = [f"case:c{n}" for n in range(MAX_ITEMS)]
    for saved, form, told in (
        ([], b"add=sector:13", "cannot be in a list"),
        ([], b"steal=1", "cannot be changed by 'steal'"),
        (full, b"add=case:more", "at most 60"),
        ([], b"add=case:a&" * LONGEST, "longer than any page"),
    ):
        with pytest.raises(UsageError, match=told):
            changed(saved, form)
    assert changed(full, b"add=case:c1&back=/") == (tuple(full), "/")
    assert changed(["case:a"], b"\xff=\xfe&remove=case:a"[4:]) == ((), "/list")


def test_one_file_holds_the_whole_list_and_loads_nothing(client: TestClient) -> None:
    answer = client.get(f"/list.html?item={CASE}&item={TECHNIQUE}&item={PASSAGE}")
    report = html_check.read(answer.text)

    assert answer.headers["content-disposition"] == 'attachment; filename="visit.html"'
    assert len(answer.content) < 300_000
    assert not report.all("link")
    assert not report.all("img")
    assert all(a.attributes["href"].startswith("http://testserver/") for a in report.all("a"))
    for words in (
        sample.CASE.title,
        sample.TECHNIQUE.title,
        sample.PASSAGE.text,
        sample.MANUAL.cite,
        sample.SOURCE.title,
    ):
        assert words in answer.text.replace("&#39;", "'")


def test_a_page_depends_on_the_list_and_says_so(client: TestClient) -> None:
    before = client.get("/about")
    client.post("/list", data={"add": CASE})
    after = client.get("/about", headers={"If-None-Match": before.headers["etag"]})

    assert "Cookie" in after.headers["vary"]
    assert after.status_code == 200
    assert html_check.read(after.text).with_class("tally")[0].text == "1"

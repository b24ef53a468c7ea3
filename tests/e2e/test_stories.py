"""What an auditor must be able to do, from the question to what is carried away, on the real collection and server."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
import rispy
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
SEARCH = "/search?q=dye+house+water+reuse"
RESULTS_BYTES = 60_000  # compressed
PAGE_BYTES = 100_000
LINE = {"offline": False, "latency": 600, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
ONLY_PAGE = re.compile(r'href="([^"]+\.pdf)">\s*(?:<svg.*?</svg>)?\s*Only this page \(PDF, ([\d,]+) kB\)', re.DOTALL)
PATIENCE = 15  # seconds on such a line


def got(address: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, Mapping[str, str]]:
    """Return status, body as sent, and headers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=dict(headers or {})), timeout=60) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def data(address: str) -> Any:
    return json.loads(got(address)[1])


def text(address: str) -> str:
    return got(address)[1].decode()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def test_a2_the_first_results_arrive_on_a_slow_line(server: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sent: list[float] = []
    asked: list[str] = []
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    begun = time.monotonic()
    page.goto(server + SEARCH, wait_until="load", timeout=60_000)

    assert time.monotonic() - begun <= PATIENCE
    assert sum(sent) <= RESULTS_BYTES
    assert all(url.startswith(server) for url in asked)
    context.close()


def test_a2_what_the_reader_has_is_not_sent_again(server: str) -> None:
    _, _, headers = got(server + SEARCH)
    status, body, _ = got(server + SEARCH, {"If-None-Match": headers["etag"]})

    assert (status, body) == (304, b"")


def test_a2_one_page_is_a_file_whose_size_is_told(server: str) -> None:
    passage = data(f"{server}/api/v1{SEARCH}&group=passage&limit=1")["results"][0]["passage"]
    address = server + passage["url"].split("?")[0]
    for _ in range(100):
        told = re.search(
            r'href="([^"]+\.pdf)">[^<]*(?:<svg.*?</svg>)?\s*Only this page \(PDF, ([\d,]+) kB\)', text(address), re.S
        )
        if told:
            break
        time.sleep(0.1)
    assert told
    status, body, _ = got(server + told[1])
    reader = PdfReader(io.BytesIO(body))
    folded = " ".join(reader.pages[0].extract_text().split())

    assert status == 200
    assert round(len(body) / 1000) == int(told[2].replace(",", ""))
    assert len(reader.pages) == 1
    words = [word for word in passage["text"].split() if word.isalpha()]
    assert sum(word in folded for word in words) / len(words) > 0.9


def test_a3_a_figure_opens_the_words_that_say_it(server: str) -> None:
    """For a hundred figures: the page holds the number as printed, and the mark is the number; else there is none."""
    cases = data(f"{server}/api/v1/search?q=&lang=en&group=case&limit=100")["results"]
    figures = [figure for result in cases for figure in result["case"]["figures"]]
    shown = random.Random(7).sample(figures, 100)
    right = 0
    for figure in shown:
        page = data(f"{server}/api/v1{figure['url']}")
        marked = [page["text"][start:end] for start, end in page["marks"]]
        assert bool(marked) == figure["located"]
        right += bool(marked) and " ".join(marked[0].split()) == " ".join(figure["printed"].split())

    assert right >= 98


@pytest.mark.parametrize(
    ("technique", "unit", "printed", "median", "low", "high", "quartiles"),
    [
        # 5, 12, 24, 32.4, 36 and 60 months: the median is 28.2 months
        ("solvent-distillation", "a", 6, 2.35, 5 / 12, 5.0, None),
        # 2, 3, 4.7, 8 and 11.9 months
        ("compressed-air-system-optimisation", "a", 5, 4.7 / 12, 2 / 12, 11.9 / 12, None),
        # 1,500 kWh a month, 141,149 and 374,000 kWh a year; a case with two motors is left out
        ("variable-speed-drives", "kW.h/a", 3, 141_149, 18_000, 374_000, None),
        # 14 sites in m3, litres, tonnes and US gallons, a year, a month or a day. The middle two are 84,500 m3 and
        # 77,120 gal/d = 106,628 m3/a; the quartiles lie between 45,000 and 68,137, and between 164,000 and 203,245.
        ("water-reuse", "m3/a", 14, 95_564, 387, 1_000_000, (50_784, 193_434)),
    ],
)
def test_a4_the_statistics_are_those_worked_out_by_hand(
    server: str,
    technique: str,
    unit: str,
    printed: int,
    median: float,
    low: float,
    high: float,
    quartiles: tuple[float, float] | None,
) -> None:
    statistics = data(f"{server}/api/v1/techniques/{technique}")["applied"]["reported"]["statistics"]
    (spread,) = (each["spread"] for each in statistics if each["spread"]["unit"] == unit)

    assert (spread["sites"], spread["cases"]) == (printed, printed)
    assert [spread["median"], spread["low"], spread["high"]] == pytest.approx([median, low, high], rel=0.005)
    assert spread["quartiles"] == (pytest.approx(list(quartiles), rel=0.005) if quartiles else None)


def test_a4_every_statistic_drills_to_its_case_page_and_words(server: str) -> None:
    page = text(f"{server}/techniques/water-reuse")
    points = re.findall(r'<a href="(/cases/[^"#]+)#figures" aria-label="([^"]+)">', page)
    case, label = points[0]
    evidence = re.search(r'href="(/documents/[^"]+\?span=[\d-]+)"', text(server + case))

    assert len(points) >= 25
    assert evidence
    assert "<mark" in text(server + unescape(evidence[1]))
    assert "Published cases only: failures are under-reported" in page
    assert re.match(r"[\d.,]+ ", unescape(label))


def test_a4_a_filter_that_leaves_two_sites_leaves_no_median(server: str) -> None:
    applied = data(f"{server}/api/v1/techniques/water-reuse?country=BR")["applied"]

    assert 0 < applied["reported"]["sites"] < 10
    for statistic in applied["reported"]["statistics"]:
        assert statistic["spread"]["sites"] >= 3
    few = data(f"{server}/api/v1/techniques/counter-current-rinsing")["applied"]
    assert (len(few["cases"]), few["reported"]["statistics"]) == (2, [])


def test_a5_counts_are_what_choosing_leaves_whatever_is_combined(server: str) -> None:
    """Two hundred combinations of filters on the cases of manufacturing, each against the cases one by one."""
    everything = data(f"{server}/api/v1/sectors/C")["applied"]
    whole = {case["id"]: case for case in everything["cases"]}
    chance = random.Random(11)
    facets = everything["narrowing"]["facets"]
    for _ in range(200):
        chosen = {
            name: chance.choice(facets[name])["value"] for name in chance.sample(["country", "grade", "process"], 2)
        }
        query = "&".join(f"{name}={quote(value)}" for name, value in chosen.items())
        found = data(f"{server}/api/v1/sectors/C?{query}")["applied"]
        ids = {case["id"] for case in found["cases"]}

        assert found["reported"]["case_count"] == len(ids)
        for facet in ("country", "grade"):
            if facet in chosen:
                assert {whole[case][facet] for case in ids} <= {chosen[facet]}
                others = [f"{name}={quote(value)}" for name, value in chosen.items() if name != facet]
                wider = data(f"{server}/api/v1/sectors/C?{'&'.join(others)}")["applied"]["cases"]
                assert ids == {case["id"] for case in wider if case[facet] == chosen[facet]}
                counts = {value["value"]: value["count"] for value in found["narrowing"]["facets"][facet]}
                assert counts.get(chosen[facet], 0) == len(ids)


def test_a8_twelve_things_are_carried_away(server: str) -> None:
    results = data(f"{server}/api/v1{SEARCH}&group=passage&limit=12")["results"]
    query = "&".join(f"item=passage:{result['id']}" for result in results)
    sheet = text(f"{server}/list.html?{query}")
    rows = list(csv.DictReader(io.StringIO(got(f"{server}/api/v1/export/list.csv?{query}")[1].decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(got(f"{server}/api/v1/export/list.xlsx?{query}")[1]))
    ris = rispy.loads(text(f"{server}/api/v1/export/list.ris?{query}"))

    assert len(results) == len(rows) == len(ris) == book.worksheets[0].max_row - 1 == 12
    assert len(sheet.encode()) <= 300_000
    assert "src=" not in sheet
    for result, row, record in zip(results, rows, ris, strict=True):
        assert unescape(sheet).count(f"{server}{result['url']}") >= 1
        assert row["address"] == f"{server}{result['url']}"
        assert f"{server}{result['url']}" in record["notes"][0]


def test_every_kind_of_page_keeps_within_its_bytes(server: str) -> None:
    """The longest of each kind on the real collection, compressed."""
    addresses = [
        (SEARCH, RESULTS_BYTES),
        (f"{SEARCH}&group=technique&limit=10", RESULTS_BYTES),
        (f"{SEARCH}&group=passage", RESULTS_BYTES),
        (f"{SEARCH}&group=case", RESULTS_BYTES),
        *(
            (path, PAGE_BYTES)
            for path in (
                "/",
                "/ar/",
                "/sectors/C",
                "/resources/energy",
                "/practices/process-control",
                "/processes/textile-wet-processing",
                "/techniques/water-reuse",
                "/vi/techniques/cleaner-production-programme",
                "/coverage",
                "/centres",
                "/about",
                "/compare?technique=water-reuse&technique=heat-recovery&technique=solvent-substitution",
            )
        ),
    ]
    for path, most in addresses:
        status, body, headers = got(server + path, {"Accept-Encoding": "gzip"})
        assert status == 200, path
        assert headers["content-encoding"] == "gzip", path
        assert gzip.decompress(body)
        assert len(body) <= most, (path, len(body))

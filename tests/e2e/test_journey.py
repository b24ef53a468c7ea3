"""What an auditor does, from an empty machine to the marked words, with the real model and a real server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from corpus.folding import fold
from corpus.library import Library
from tests.e2e.conftest import COMMAND, cpkb, environment

pytestmark = pytest.mark.slow

# Techniques that fit, from the case sheets: each list was made by reading them, not from what search returns.
FITTING = {
    "dye house water reuse": {
        "membrane-wastewater-reuse",
        "treated-wastewater-reuse",
        "process-water-cascade",
        "process-water-recirculation",
        "water-reuse",
    },
    "kiln waste heat recovery": {"kiln-waste-heat-recovery", "heat-recovery", "waste-heat-power-generation"},
    "cleaning in place milk": {"cip-water-recovery", "cip-final-rinse-reuse", "first-flush-recovery"},
    "reduce water consumption in cooling towers": {
        "cooling-tower-optimisation",
        "cooling-water-recirculation",
        "adiabatic-condensers",
        "water-reuse",
        "process-water-recirculation",
    },
}
TRANSLATED = (
    "teinturerie réutilisation de l'eau",
    "tái sử dụng nước nhuộm",
    "reutilización de agua en tintorería",
    "染色废水回用",
    "إعادة استخدام مياه الصباغة",
)


# The three commonest questions of ten sectors, with the cases that answer them, chosen from the records.
COMMON: dict[str, dict[str, set[str]]] = {
    "textile finishing": {
        "reuse water in a dye house": {"br-textile-water-reuse", "cn-xinfa-dyeing-reclaim", "tri-star-dyeing-ro"},
        "less sulphide in sulphur black dyeing": {
            "amirtex-sulphur-black",
            "dakahleya-sulphur-black",
            "elnasr-sulphur-black",
        },
        "save steam and energy in dyeing": {"dyeing-mill-epa-procedure", "nrdc-cbd-33-mills", "gds-tunisia"},
    },
    "metal finishing": {
        "reduce rinse water in electroplating": {"joes-plating-ec", "company-xyz-plating-rodi", "graham-plating-pilot"},
        "recover metals from plating rinse water": {"x-pert-cadmium-recovery", "joes-plating-ec"},
        "replace solvent degreasing of metal parts": {"plating-shop-power-wash", "smith-wesson-aqueous"},
    },
    "leather": {
        "recover chromium in a tannery": {"germanakos-tannery-chrome", "ug-liu-chrome-recycling"},
        "less salt from hides curing": {"thai-tannery-curing-salt"},
        "water saving in leather tanning": {"bo-curma-tannery", "bo-san-lorenzo-tannery"},
    },
    "dairy": {
        "save water in cleaning in place of milk lines": {"lb-skaff-dairy", "test-dairy-cip-final-rinse"},
        "what to do with whey": {"misr-dairy-whey", "pa-prolacsa-whey"},
        "reduce milk losses": {"misr-mansoura-milk-loss", "lb-skaff-dairy"},
    },
    "meat": {
        "collect blood in a slaughterhouse": {"bo-frigorifico-cattle"},
        "save water in meat and poultry processing": {"perdue-water", "test-poultry-water", "abera-pig-abattoir"},
        "hot water and energy in meat plants": {"fr-duc-poultry-heat", "za-excellent-meat"},
    },
    "brewing": {
        "water use per hl in a brewery": {"millercoors-water-2012", "tz-tbl-mbeya-brewery"},
        "energy saving in a brewery": {"gb-medium-brewery-heat", "wort-vapour-recompression"},
        "use of stillage or spent grain": {"cn-yongxiang-cassava-alcohol", "ng-guinness-ogba", "cn-shangsi-vinasse"},
    },
    "paper": {
        "recover fibre in a paper mill": {"in-raval-paper"},
        "close the white water loop in paper making": {"in-naini-papers-showers", "paper-mill-showers"},
        "save energy and steam in a paper mill": {"in-shree-bhawani-paper", "packaging-paper-eager"},
    },
    "plastics": {
        "energy saving in injection moulding": {"aptar-torrington-electric-molding", "uz-delta-global-plast"},
        "reuse plastic scrap": {"gojo-plastic-byproduct", "br-polymer-closed-loop"},
        "compressed air in plastic extrusion": {"us-plastic-extrusion-air"},
    },
    "bricks, tiles and cement": {
        "waste heat of a kiln": {"ceramic-tile-kiln-hot-air", "boral-darra-kilns"},
        "fuel saving in brick kilns": {"pk-zigzag-kilns", "bd-hybrid-hoffman-kiln", "austral-horsley-burners"},
        "energy in cement making": {"acc-gagal-whr", "ke-bamburi-biomass"},
    },
    "hotels": {
        "save water in hotels": {"cy-hotels-water-energy", "gr-rhodes-hotel-fittings"},
        "hot water and heating in a hotel": {"jo-hotels-solar-water", "cy-hotels-water-energy"},
        "laundry in a hotel": {"santa-rosa-hotel-ozone", "red-lion-laundry"},
    },
}


def _interruptible() -> None:
    """Undo what a shell does to programs in the background: they ignore Ctrl-C, and so do their children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ask(server: str, path: str, **parameters: str | int) -> Any:
    """Return the JSON of an address."""
    with urllib.request.urlopen(f"{server}{path}?{urllib.parse.urlencode(parameters)}", timeout=60) as response:
        return json.load(response)


@pytest.mark.parametrize("question", FITTING)
def test_the_first_techniques_fit_and_their_pages_hold_the_words(server: str, question: str) -> None:
    results = ask(server, "/api/v1/search", q=question, limit=3)["results"]

    assert results[0]["id"] in FITTING[question]
    for passage in results[0]["passages"]:
        address = urllib.parse.urlsplit(passage["url"])
        page = ask(server, f"/api/v1{address.path}", **dict(urllib.parse.parse_qsl(address.query)))
        text = fold(page["text"])
        assert page["marks"]
        assert page["boxes"]
        assert any(fold(word)[:4] in text for word in question.split())


def first_documents(server: str, question: str) -> set[str]:
    """Return the works of the first ten documents whose passages answer a question."""
    results = ask(server, "/api/v1/search", q=question, group="passage", limit=100)["results"]
    return set(list(dict.fromkeys(result["passage"]["document"]["work"] for result in results))[:10])


@pytest.mark.parametrize("question", TRANSLATED)
def test_other_languages_find_what_english_finds(server: str, question: str) -> None:
    english = first_documents(server, "dye house water reuse")

    assert len(english & first_documents(server, question)) >= 6


@pytest.mark.parametrize(("sector", "questions"), COMMON.items())
def test_each_sector_answers_its_commonest_questions_with_cases(
    server: str, sector: str, questions: dict[str, set[str]]
) -> None:
    for question, fitting in questions.items():
        answer = ask(server, "/api/v1/search", q=question, group="case", limit=5)
        found = {result["id"] for result in answer["results"]}

        assert not answer["no_good_match"], (sector, question)
        assert found & fitting, (sector, question)


def test_every_figure_of_every_case_is_marked_on_its_page(server: str, prepared_home: Path) -> None:
    cases = [path.stem for path in sorted((prepared_home / "collection/cases").glob("*.pdf"))]
    assert len(cases) > 300
    for case in cases:
        figures = ask(server, f"/api/v1/cases/{case}")["summary"]["figures"]
        for figure in figures:
            address = urllib.parse.urlsplit(figure["url"])
            page = ask(server, f"/api/v1{address.path}", **dict(urllib.parse.parse_qsl(address.query)))

            assert [page["text"][start:end] for start, end in page["marks"]] == [figure["printed"]], (case, figure)


def test_a_question_of_two_megabytes_is_told_that_it_is_too_long(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(server, "/api/v1/search", q="x" * 2_000_000)

    assert refused.value.code == 413
    assert json.load(refused.value)["type"] == "/problems/query-too-long"


def test_a_number_leads_to_the_words_that_prove_it(server: str) -> None:
    case = ask(server, "/api/v1/cases/co-artextil-dyeing")
    for figure in case["summary"]["figures"]:
        address = urllib.parse.urlsplit(figure["url"])
        page = ask(server, f"/api/v1{address.path}", **dict(urllib.parse.parse_qsl(address.query)))
        ((start, end),) = page["marks"]

        assert page["text"][start:end] == figure["printed"]


def test_preparing_again_changes_nothing(prepared_home: Path) -> None:
    current = (prepared_home / "index/CURRENT").read_text()
    again = cpkb("prepare", home=prepared_home)

    held = len(list((prepared_home / "collection").rglob("*.pdf")))
    assert f"0 added (0 pages, 0 passages), {held} unchanged, 0 failed." in again.stderr
    assert (prepared_home / "index/CURRENT").read_text() == current


def some_sheets(prepared_home: Path, folder: Path) -> Path:
    """Copy sixty case sheets with their descriptions into a folder, and return it."""
    folder.mkdir()
    for pdf in sorted((prepared_home / "collection/cases").glob("*.pdf"))[:60]:
        shutil.copy(pdf, folder)
        shutil.copy(pdf.with_suffix(".yaml"), folder)
    return folder


def test_a_killed_ingestion_goes_on_where_it_stopped(prepared_home: Path, tmp_path: Path) -> None:
    sheets = some_sheets(prepared_home, tmp_path / "sheets")
    for _ in range(3):
        with subprocess.Popen(
            [COMMAND, "ingest", sheets], env=environment(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(6)
            os.killpg(process.pid, signal.SIGKILL)
    finished = cpkb("ingest", "--json", str(sheets), home=tmp_path)
    states = [json.loads(line)["state"] for line in finished.stdout.splitlines()]

    assert len(states) == 60
    assert set(states) <= {"added", "unchanged"}
    with Library.open(tmp_path) as library:
        assert library.documents.count() == library.cases.count() == 60
        assert all(library.documents.chunks_of(document.id) for document in library.documents.all())
    answer = json.loads(cpkb("search", "chrome recovery", "--json", home=tmp_path).stdout)
    assert answer["results"]


def test_an_interrupted_ingestion_keeps_what_is_finished_and_says_so(prepared_home: Path, tmp_path: Path) -> None:
    sheets = some_sheets(prepared_home, tmp_path / "sheets")
    with subprocess.Popen(
        [COMMAND, "ingest", "--json", sheets],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_interruptible,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()

    assert process.returncode == 130
    assert "Interrupted: what is finished is kept." in " ".join(told.split())
    with Library.open(tmp_path) as library:
        assert library.documents.exists(first["document"])
    assert json.loads(cpkb("search", "water", "--json", home=tmp_path).stdout)["results"]

"""What an auditor does, from an empty machine to the marked words, with the real model and a real server."""

from __future__ import annotations

import json
import os
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


@pytest.mark.parametrize("question", TRANSLATED)
def test_other_languages_find_what_english_finds(server: str, question: str) -> None:
    english = {r["id"] for r in ask(server, "/api/v1/search", q="dye house water reuse", group="case")["results"]}
    other = {r["id"] for r in ask(server, "/api/v1/search", q=question, group="case")["results"]}

    assert len(english & other) >= 5


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

    assert "0 added (0 pages, 0 passages), 60 unchanged, 0 failed." in again.stderr
    assert (prepared_home / "index/CURRENT").read_text() == current


def test_a_killed_ingestion_goes_on_where_it_stopped(prepared_home: Path, tmp_path: Path) -> None:
    sheets = prepared_home / "collection"
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
    sheets = prepared_home / "collection"
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

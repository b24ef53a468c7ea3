import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from rapidocr.ch_ppocr_det import TextDetOutput
from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError
from rapidocr.utils.output import RapidOCROutput

from ingest.ocr.engines import open_engine
from ingest.ocr.rapid import MAX_SIDE, Rapid
from ingest.ocr.reading import Engine, OverdueError, Pixels
from ingest.ocr.tesseract import Tesseract, find_tesseract
from tests.ingest.ocr.sample_scans import LINES, pixels

needs_tesseract = pytest.mark.skipif(find_tesseract() is None, reason="Tesseract is not installed")
WORDS = " ".join(LINES).split()


def program(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(scope="module", params=["tesseract", "rapid"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine there is."""
    if request.param == "rapid":
        return Rapid()
    found = find_tesseract()
    if found is None:
        pytest.skip("Tesseract is not installed")
    return found


def test_an_engine_reads_words_where_they_stand(engine: Engine) -> None:
    """The words come line by line, with their boxes in pixels of the image, however large that is."""
    image = pixels()
    reading = engine.read(image, ["en"] if engine.languages else [], dpi=200)

    assert reading.words == WORDS
    assert reading.confidence > 0.9
    ink = [np.mean(image[round(y0) : round(y1), round(x0) : round(x1)] < 128) for x0, y0, x1, y1 in reading.boxes]
    assert min(ink) > 0.05
    assert np.all(np.diff(reading.boxes[:5, 0]) > 0)


def test_an_engine_reads_nothing_on_an_empty_page(engine: Engine) -> None:
    """White paper holds no words."""
    reading = engine.read(np.full((400, 300), 255, np.uint8), ["en"] if engine.languages else [], dpi=200)

    assert (reading.words, reading.confidence) == ([], 0.0)


def test_an_engine_is_told_by_name_and_version(engine: Engine) -> None:
    """The reader learns which program read a page."""
    name, version = engine.name.split()

    assert name in ("tesseract", "rapidocr")
    assert version[0].isdigit()


def test_places_in_a_large_image_are_those_of_the_image() -> None:
    """The image is shrunk for the models, and boxes are not."""
    large = np.kron(pixels(), np.ones((2, 2), np.uint8))
    small = Rapid().read(pixels(), [], dpi=200)
    reading = Rapid().read(large, [], dpi=400)

    assert max(large.shape) > MAX_SIDE
    middles = (reading.boxes[:, :2] + reading.boxes[:, 2:]) / 2
    assert middles == pytest.approx(small.boxes[:, :2] + small.boxes[:, 2:], abs=20)


def test_pieces_between_which_a_line_has_no_space_are_one_word() -> None:
    """The library cuts a line finer than words; its text says where spaces are."""
    corners = [[[left, 0], [left + 9, 0], [left + 9, 20], [left, 20]] for left in (0, 10, 30)]
    pieces = tuple((text, 0.9, box) for text, box in zip(("pH", "7", "water"), corners, strict=True))
    output = RapidOCROutput(
        boxes=np.zeros((1, 4, 2)),
        txts=("pH7 water",),
        scores=(0.9,),
        word_results=(pieces,),  # type: ignore[arg-type]
    )
    reading = loaded(lambda pixels: output).read(pixels(), [], dpi=200)

    assert (reading.words, reading.breaks) == (["pH7", "water"], [" ", "\n"])
    assert reading.boxes.tolist() == [[0, 0, 19, 20], [30, 0, 39, 20]]


def test_places_without_text_are_an_empty_reading() -> None:
    """The library answers otherwise where it saw lines and could read none."""
    assert loaded(lambda pixels: TextDetOutput()).read(pixels(), [], dpi=200).words == []


def test_a_model_that_fails_reads_nothing() -> None:
    """Short of memory, a page costs no more than itself."""

    def failing(pixels: object) -> RapidOCROutput:
        raise ONNXRuntimeError

    assert loaded(failing).read(pixels(), [], dpi=200).words == []


def test_an_image_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is looked at between two lines, of which a newspaper's page has hundreds."""
    monkeypatch.setattr("ingest.ocr.rapid_model.SECONDS", 0.0)

    with pytest.raises(OverdueError):
        Rapid().read(pixels(), [], dpi=200)


@pytest.mark.parametrize(
    ("shape", "seen"), [((12, 4000), (360, 1440)), ((4000, 12), (1440, 360)), ((90, 90), (90, 90))]
)
def test_a_strip_is_made_squarer(shape: tuple[int, int], seen: tuple[int, int]) -> None:
    """The library would blow it up until its short side is long, and take minutes and gigabytes."""
    shapes: list[tuple[int, ...]] = []

    def model(image: Pixels) -> TextDetOutput:
        shapes.append(image.shape)
        return TextDetOutput()

    loaded(model).read(np.full(shape, 255, np.uint8), [], dpi=200)

    assert shapes == [(*seen, 3)]


def loaded(model: Callable[[Pixels], RapidOCROutput | TextDetOutput]) -> Rapid:
    """Return the engine with another model in it."""
    engine = Rapid()
    engine.__dict__["_model"] = model
    return engine


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_tesseract_tells_how_text_is_turned(turn: int) -> None:
    """The look says by how much to turn back."""
    tesseract = find_tesseract()
    assert tesseract is not None
    look = tesseract.look(pixels(turn), dpi=200)

    assert (look.turn, look.languages[0]) == (turn, "en")


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "echo not a table"], ids=["fails", "is killed", "babbles"])
def test_a_program_that_fails_reads_nothing(tmp_path: Path, script: str) -> None:
    """A page costs no more than itself."""
    broken = Tesseract(program(tmp_path, script), "5", frozenset({"en"}))

    assert broken.read(pixels(), ["en"], dpi=200).words == []
    assert broken.look(pixels(), dpi=200).turn == 0


def test_a_program_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended, and the page costs no more than itself."""
    monkeypatch.setattr("ingest.ocr.tesseract.SECONDS", 0.05)
    endless = Tesseract(program(tmp_path, "exec sleep 60"), "5", frozenset({"en"}))

    with pytest.raises(OverdueError):
        endless.read(pixels(), ["en"], dpi=200)


def test_a_program_that_is_gone_reads_nothing() -> None:
    """It was uninstalled while documents were read."""
    assert Tesseract("/nowhere/tesseract", "5", frozenset({"en"})).read(pixels(), ["en"], dpi=200).words == []


def test_specks_are_left_out_and_faint_words_of_a_sure_line_stay(tmp_path: Path) -> None:
    """What a picture leaves in the table of words is not text."""
    rows = [
        "5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t95\\tAfterwards",
        "5\\t1\\t1\\t1\\t1\\t2\\t10\\t0\\t9\\t9\\t20\\twater",
        "5\\t1\\t1\\t1\\t1\\t3\\t20\\t0\\t9\\t9\\t20\\t|",
        "5\\t1\\t2\\t1\\t1\\t1\\t0\\t50\\t9\\t9\\t20\\tae",
        "5\\t1\\t2\\t1\\t1\\t2\\t10\\t50\\t9\\t9\\t50\\t=-",
    ]
    table = "printf '" + "\\n".join(rows) + "\\n'"
    reading = Tesseract(program(tmp_path, table), "5", frozenset({"en"})).read(pixels(), ["en"], dpi=200)

    assert reading.words == ["Afterwards", "water"]


@pytest.mark.parametrize(
    "script",
    ["exit 1", 'test $1 = --version && echo "tesseract 5.3.0" || echo deu', "echo eng"],
    ids=["broken", "without English", "without a version"],
)
def test_a_program_that_cannot_serve_is_not_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Then the engine that came along reads."""
    program(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")

    assert find_tesseract() is None
    assert open_engine().name.startswith("rapidocr")


def test_a_program_that_serves_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract goes first, with the languages it has data for."""
    program(tmp_path, 'test $1 = --version && echo "tesseract 5.3.0" || printf "eng\\nfra\\nosd\\n"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    engine = open_engine()

    assert (engine.name, engine.languages) == ("tesseract 5.3.0", frozenset({"en", "fr"}))


def test_no_program_leaves_the_engine_that_came_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing needs to be installed, and models are not loaded before they are needed."""
    monkeypatch.setenv("PATH", "")

    assert open_engine().name.startswith("rapidocr")
    assert sys.modules.get("ingest.ocr.rapid") is not None

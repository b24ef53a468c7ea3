"""Drawing pages in a child: what is slow is refused, what was made is kept, and the others get their turn."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import DrawingBusyError, LimitError, PageNotFoundError, PathNotFoundError
from ingest.pdf.drawing import Drawer, DrawingLimits
from ingest.pdf.pages import page_image, page_pdf
from tests.ingest import sample_pdfs

MOST_SECONDS = 60.0  # a slow, busy machine; without limits the slow page takes many minutes
CPU_SECONDS = 1


def _save(folder: Path, content: bytes, name: str = "sample.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture(name="drawer", scope="module")
def _drawer() -> Iterator[Drawer]:
    with closing(Drawer(DrawingLimits(cpu_seconds=CPU_SECONDS))) as drawer:
        yield drawer


def test_a_page_is_drawn_and_cut_out_as_without_a_child(drawer: Drawer, tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())

    assert drawer.image(path, 1, width=300) == page_image(path, 1, width=300)
    assert drawer.pdf(path, 1)[:200] == page_pdf(path, 1)[:200]


@pytest.mark.slow
def test_a_page_that_is_slow_to_draw_is_refused_and_the_next_is_drawn(drawer: Drawer, tmp_path: Path) -> None:
    slow = _save(tmp_path, sample_pdfs.slow_to_draw(), "slow.pdf")
    other = _save(tmp_path, sample_pdfs.ordinary())
    began = time.monotonic()

    with pytest.raises(LimitError, match="read its text or open the original"):
        drawer.image(slow, 1, width=1000)
    assert drawer.image(other, 1, width=300).startswith(b"\x89PNG")
    assert time.monotonic() - began < MOST_SECONDS


def test_a_page_without_an_answer_in_time_is_refused(tmp_path: Path) -> None:
    slow = _save(tmp_path, sample_pdfs.slow_to_draw())
    with closing(Drawer(DrawingLimits(wall_seconds=0.3))) as drawer, pytest.raises(LimitError, match="too much time"):
        drawer.image(slow, 1, width=1000)


def test_a_page_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.document(sample_pdfs.show("x", 1, 1), box=(0, 0, 1000, 4000)))
    with closing(Drawer(DrawingLimits(memory_bytes=4 << 20))) as drawer, pytest.raises(LimitError, match="memory"):
        drawer.image(path, 1, width=2000)


@pytest.mark.slow
def test_a_refused_page_is_not_tried_again_for_a_while(tmp_path: Path) -> None:
    slow = _save(tmp_path, sample_pdfs.slow_to_draw())
    with closing(Drawer(DrawingLimits(cpu_seconds=CPU_SECONDS))) as drawer:
        with pytest.raises(LimitError, match="Page 1"):
            drawer.image(slow, 1, width=1000)
        _save(tmp_path, sample_pdfs.ordinary())  # would be drawn at once

        with pytest.raises(LimitError, match="Page 1"):
            drawer.image(slow, 1, width=1000)


def test_a_refusal_is_forgotten_in_time(tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.slow_to_draw())
    with closing(Drawer(DrawingLimits(wall_seconds=0.3, refused_seconds=0.0))) as drawer:
        with pytest.raises(LimitError):
            drawer.image(path, 1, width=300)
        _save(tmp_path, sample_pdfs.ordinary())

        assert _drawn_at_last(drawer, path).startswith(b"\x89PNG")


def _drawn_at_last(drawer: Drawer, path: Path) -> bytes:
    """Ask again while a busy machine does not draw in time."""
    until = time.monotonic() + MOST_SECONDS
    while True:
        try:
            return drawer.image(path, 1, width=300)
        except LimitError:
            if time.monotonic() > until:
                raise


def test_a_page_that_was_drawn_is_not_drawn_again(drawer: Drawer, tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())
    first = drawer.image(path, 1, width=200)
    path.unlink()

    assert drawer.image(path, 1, width=200) == first


def test_what_was_not_asked_for_longest_is_let_go(tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())
    room = len(page_image(path, 1, width=200)) + len(page_image(path, 1, width=201))
    with closing(Drawer(DrawingLimits(kept_bytes=room))) as drawer:
        oldest = drawer.image(path, 1, width=199)
        for width in (200, 201):
            drawer.image(path, 1, width=width)
        path.unlink()

        assert oldest
        assert drawer.image(path, 1, width=200)
        with pytest.raises(PathNotFoundError):
            drawer.image(path, 1, width=199)


def test_a_file_that_comes_back_is_drawn(drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    with pytest.raises(PathNotFoundError):
        drawer.image(path, 1, width=300)
    _save(tmp_path, sample_pdfs.ordinary())

    assert drawer.image(path, 1, width=300).startswith(b"\x89PNG")


def test_a_page_out_of_range_is_not_found(drawer: Drawer, tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())

    with pytest.raises(PageNotFoundError, match="no page 2"):
        drawer.pdf(path, 2)


def test_a_training_room_gets_its_page(drawer: Drawer, tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())
    with ThreadPoolExecutor(30) as room:
        images = list(room.map(lambda _: drawer.image(path, 1, width=500), range(30)))

    assert set(images) == {page_image(path, 1, width=500)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(DrawingLimits(cpu_seconds=3, most_waiting=0), id="queue is full"),
        pytest.param(DrawingLimits(cpu_seconds=3, patience_seconds=0.2), id="turn does not come"),
    ],
)
def test_who_cannot_wait_is_told_so_and_what_is_kept_is_given_at_once(tmp_path: Path, limits: DrawingLimits) -> None:
    slow = _save(tmp_path, sample_pdfs.slow_to_draw(), "slow.pdf")
    path = _save(tmp_path, sample_pdfs.ordinary())
    with closing(Drawer(limits)) as drawer:
        kept = drawer.image(path, 1, width=300)
        drawing = threading.Thread(target=_ask_until_refused, args=(drawer, slow))
        drawing.start()
        with pytest.raises(DrawingBusyError, match="few seconds"):
            _draw_until_the_slow_page_has_its_turn(drawer, path)

        assert drawer.image(path, 1, width=300) == kept
        assert drawing.is_alive()
        drawing.join()


def _draw_until_the_slow_page_has_its_turn(drawer: Drawer, path: Path) -> None:
    for width in range(301, 1000):
        drawer.image(path, 1, width=width)
        time.sleep(0.01)


def _ask_until_refused(drawer: Drawer, path: Path) -> None:
    while True:
        try:
            drawer.image(path, 1, width=1000)
        except DrawingBusyError:
            time.sleep(0.001)
        except LimitError:
            return


def test_no_child_is_started_before_the_first_page() -> None:
    before = _children()
    with closing(Drawer()):
        assert _children() == before


def test_the_child_ends_with_the_process_that_asked_even_if_that_is_killed(tmp_path: Path) -> None:
    path = _save(tmp_path, sample_pdfs.ordinary())
    program = (
        "import multiprocessing, os, sys\n"
        "from pathlib import Path\n"
        "from ingest.pdf.drawing import Drawer\n"
        "drawer = Drawer()\n"
        "drawer.image(Path(sys.argv[1]), 1, width=300)\n"
        "print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    child = Path(f"/proc/{int(done.stdout)}/cmdline")
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until and child.exists() and child.read_bytes():  # empty: dead, but not yet buried
        time.sleep(0.02)

    assert not child.exists() or not child.read_bytes()


def _children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}

"""What could act when a PDF is opened or clicked is flagged, wherever it stands, and nothing else is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.model import Flag
from ingest.pdf.structure import read_structure
from tests.ingest.sample_pdfs import document, show, stream

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
GO = b"<< /S /GoTo /D [10 0 R /Fit] >>"


def _flags(
    folder: Path, *, page: bytes = b"", catalog: bytes = b"", extra: Mapping[int, bytes] | None = None
) -> set[Flag]:
    path = folder / "sample.pdf"
    path.write_bytes(document(show("x", 9, 9), page_entries=page, catalog_entries=catalog, extra=extra))
    return set(read_structure(path).flags)


def _note(entries: bytes) -> bytes:
    return b"/Annots [ << /Type /Annot /Subtype /Link /Rect [0 0 9 9] %s >> ]" % entries


@pytest.mark.parametrize(
    ("page", "catalog", "flags"),
    [
        pytest.param(b"", b"", set(), id="nothing"),
        pytest.param(b"", b"/OpenAction " + GO, set(), id="opens at a page"),
        pytest.param(b"", b"/OpenAction [10 0 R /Fit]", set(), id="opens at a place"),
        pytest.param(b"", b"/OpenAction " + SCRIPT, {Flag.OPEN_ACTION, Flag.JAVASCRIPT}, id="script on opening"),
        pytest.param(b"", b"/AA << /WC " + SCRIPT + b" >>", {Flag.OPEN_ACTION, Flag.JAVASCRIPT}, id="on closing"),
        pytest.param(b"", b"/Names << /JavaScript << /Names [] >> >>", {Flag.JAVASCRIPT}, id="named scripts"),
        pytest.param(b"", b"/Names << /EmbeddedFiles << /Names [] >> >>", {Flag.ATTACHMENTS}, id="named files"),
        pytest.param(b"", b"/AF [ << /Type /Filespec >> ]", {Flag.ATTACHMENTS}, id="associated files"),
        pytest.param(b"/AA << /O " + SCRIPT + b" >>", b"", {Flag.JAVASCRIPT}, id="script of a page"),
        pytest.param(_note(b"/A " + SCRIPT), b"", {Flag.JAVASCRIPT}, id="script of a link"),
        pytest.param(_note(b"/A << /S /URI /URI (x:y) >>"), b"", set(), id="an address"),
        pytest.param(_note(b"/A << /S /Launch /F (a.exe) >>"), b"", {Flag.LAUNCH}, id="program"),
        pytest.param(_note(b"/A << /S /GoToE /F (a) >>"), b"", {Flag.ATTACHMENTS}, id="into an attachment"),
        pytest.param(_note(b"/A << /S /GoTo /Next [%s] >>" % SCRIPT), b"", {Flag.JAVASCRIPT}, id="second action"),
        pytest.param(_note(b"/A << /S /Rendition >>"), b"", set(), id="a film"),
        pytest.param(_note(b"/A << /S /Rendition /JS (x) >>"), b"", {Flag.JAVASCRIPT}, id="a film with a script"),
        pytest.param(_note(b"/AA << /E " + SCRIPT + b" >>"), b"", {Flag.JAVASCRIPT}, id="script on touching"),
        pytest.param(
            b"/Annots [ << /Subtype /FileAttachment /Rect [0 0 9 9] >> ]", b"", {Flag.ATTACHMENTS}, id="pinned file"
        ),
        pytest.param(
            b"",
            b"/AcroForm << /Fields [ << /T (a) /AA << /K %s >> >> ] >>" % SCRIPT,
            {Flag.FORM, Flag.JAVASCRIPT},
            id="script of a field",
        ),
        pytest.param(b"", b"/AcroForm << >>", set(), id="a form without fields"),
        pytest.param(_note(b"/A 5 /AA [1]"), b"/OpenAction (x) /Names [1] /AcroForm 9", set(), id="types"),
    ],
)
def test_active_content_is_flagged_wherever_it_stands(
    tmp_path: Path, page: bytes, catalog: bytes, flags: set[Flag]
) -> None:
    assert _flags(tmp_path, page=page, catalog=catalog) == flags


def test_a_bookmark_that_runs_something_is_flagged(tmp_path: Path) -> None:
    extra = {8: b"<< /First 9 0 R /Last 9 0 R >>", 9: b"<< /Title (x) /Parent 8 0 R /Next 9 0 R /A %s >>" % SCRIPT}

    assert _flags(tmp_path, catalog=b"/Outlines 8 0 R", extra=extra) == {Flag.JAVASCRIPT}


def test_what_is_malformed_in_one_place_hides_nothing_in_another(tmp_path: Path) -> None:
    broken = b"/AcroForm << /Fields [ 9 0 R ] >>"
    extra = {9: stream(b"x", b"/Kids 9 0 R /AA 7")}

    assert Flag.JAVASCRIPT in _flags(tmp_path, page=_note(b"/A " + SCRIPT), catalog=broken, extra=extra)


def test_more_notes_than_anyone_looks_at_end_the_search(tmp_path: Path) -> None:
    notes = b"/Annots [ %s %s ]" % (b"<< /A 1 >> " * 20_001, b"<< /A %s >>" % SCRIPT)

    assert _flags(tmp_path, page=notes) in (set(), {Flag.JAVASCRIPT})


@pytest.mark.parametrize(
    "script", [b"<< /S /J#61vaScript /JS (x) >>", b"<< /S /#4aavaScript >>", b"<< /S /#4AavaScript >>"]
)
def test_a_name_with_its_letters_as_codes_is_known(tmp_path: Path, script: bytes) -> None:
    """A name may be written with codes for its letters, and is flagged all the same."""
    assert _flags(tmp_path, page=_note(b"/A " + script)) == {Flag.JAVASCRIPT}


def test_an_action_in_an_object_stream_is_flagged(tmp_path: Path) -> None:
    """What is packed into an object stream is looked at like what stands in the file itself."""
    path = tmp_path / "sample.pdf"
    path.write_bytes(_packed(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] %s >>" % _note(b"/A " + SCRIPT)))

    assert b"/JavaScript" not in path.read_bytes()
    assert set(read_structure(path).flags) == {Flag.JAVASCRIPT}


def test_an_object_stream_that_cannot_be_unpacked_hides_nothing_else(tmp_path: Path) -> None:
    """Where object streams cannot be searched for names, all places are looked at."""
    path = tmp_path / "sample.pdf"
    packed = _packed(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    path.write_bytes(packed.replace(b"/FlateDecode", b"/FlateDecodd"))

    assert set(read_structure(path).flags) == set()


def _packed(page: bytes) -> bytes:
    """Return a PDF whose page stands in an object stream, named by a cross-reference stream (PDF 32000-1, 7.5.7-8)."""
    packed = zlib.compress(b"3 0 " + page)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        4: stream(packed, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    }
    content, places = b"%PDF-1.7\n", {0: (0, 0, 0), 3: (2, 4, 0)}
    for number, body in objects.items():
        places[number] = (1, len(content), 0)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[5] = (1, len(content), 0)
    table = b"".join(struct.pack(">BIB", *places[number]) for number in range(6))
    xref = stream(table, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R")
    return content + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (xref, places[5][1])

"""Write what is carried away as references: RIS, BibTeX, CSL-JSON; no text in them begins a field of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.plain_text import one_line, web_address
from search_api.answers import Passage, TechniqueResult
from search_api.carried_answers import Carried

_LATEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """How one thing is cited.

    Attributes:
        key: Unique in its list: "cpkb-case-amirtex-sulphur-black".
        page: Of the document here; "" if there is none.
        address: Where it was published; else its page here.
        note: What it is here, and where.
    """

    key: str
    title: str
    publisher: str
    year: int | None
    page: str
    address: str
    note: str


def references(entries: Iterable[Carried], base: str) -> Iterator[Reference]:
    """Yield how each thing is cited: a case and a passage by what published them, with where they stand here."""
    for entry in entries:
        found, source = entry.found, entry.source
        here = f"{base}{found.url}"
        page = "" if isinstance(found, TechniqueResult) else str(found.page)
        title = found.document.title if isinstance(found, Passage) else found.title
        year = None if isinstance(found, TechniqueResult) else found.document.year
        yield Reference(
            key=re.sub(r"[^A-Za-z0-9-]+", "-", f"cpkb-{entry.item}"),
            title=one_line(source.title if source and source.title else title),
            publisher=one_line(source.publisher) if source else "",
            year=(source.year if source else None) or year,
            page=page,
            address=web_address(source.address if source else "") or here,
            note=one_line(f"{entry.item.kind} “{title}”{f', page {page}' if page else ''}: {here}"),
        )


def ris(entries: Sequence[Carried], base: str) -> bytes:
    """Return RIS records, one a thing, in UTF-8."""
    return "".join(map(_ris_record, references(entries, base))).encode()


def _ris_record(reference: Reference) -> str:
    fields = (
        ("TY", "RPRT"),
        ("ID", reference.key),
        ("TI", reference.title),
        ("PB", reference.publisher),
        ("PY", str(reference.year or "")),
        ("UR", reference.address),
        ("N1", reference.note),
    )
    lines = [f"{tag}  - {value}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n\r\n"])


def bibtex(entries: Sequence[Carried], base: str) -> bytes:
    """Return BibTeX entries, one a thing, in UTF-8."""
    return "\n".join(map(_bibtex_record, references(entries, base))).encode()


def _bibtex_record(reference: Reference) -> str:
    fields = (
        ("title", f"{{{_latex(reference.title)}}}"),
        ("publisher", _latex(reference.publisher)),
        ("year", str(reference.year or "")),
        ("url", reference.address.translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"})),
        ("note", _latex(reference.note)),
    )
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    return "".join([f"@misc{{{reference.key},\n", *lines, "}\n"])


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def csl_json(entries: Sequence[Carried], base: str) -> bytes:
    """Return items of CSL-JSON, one a thing."""
    items = [_csl_item(reference) for reference in references(entries, base)]
    return json.dumps(items, ensure_ascii=False, indent=1).encode()


def _csl_item(reference: Reference) -> dict[str, object]:
    item: dict[str, object] = {
        "id": reference.key,
        "type": "report",
        "title": reference.title,
        "publisher": reference.publisher,
        "URL": reference.address,
        "note": reference.note,
    }
    issued = {"issued": {"date-parts": [[reference.year]]}} if reference.year else {}
    return {name: value for name, value in {**item, **issued}.items() if value}

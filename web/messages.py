"""Keep the catalogues of translations in step with what the pages say: `python -m web.messages`.

New texts are added without a translation, texts that are gone are dropped, and what is missing is counted. A text is
found where a template marks it, where the code passes it to `translate`, in the tables of text.py and numbers.py, and
among the searches to try.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_file
from babel.messages.pofile import read_po, write_po

from search_api import services
from web import numbers, text
from web.language import FOLDER, LANGUAGES, SOURCE

ROOM = Path(__file__).parent
TABLES: tuple[ModuleType, ...] = (text, numbers, services)
KEYWORDS: Mapping[str, None] = {"translate": None}
_TEMPLATES = {"trimmed": "true", "newstyle_gettext": "true"}
# Heads of a catalogue that would change with every run, or that nobody fills in.
_UNSAID = tuple(
    f'"{name}:'
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)

Message = str | tuple[str, ...] | list[str]


def messages() -> Catalog:
    """Return every text that the pages say, with where it stands."""
    catalogue = Catalog(charset="utf-8")
    for message, place in _found():
        catalogue.add(message, locations=[place])
    return catalogue


def update(code: str) -> int:
    """Bring one language's catalogue up to date; return how many translations are missing."""
    path = FOLDER / f"{code}.po"
    old = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=code)
    new = Catalog(locale=code, charset="utf-8", fuzzy=False, header_comment=f"# {LANGUAGES[code]}")
    for message in messages():
        if message.id:
            known = old.get(message.id)
            new.add(message.id, known.string if known else None, locations=message.locations, flags=message.flags)
    content = io.BytesIO()
    write_po(content, new, sort_output=True, include_lineno=False, omit_header=False, width=120)
    lines = content.getvalue().decode("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(_UNSAID)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return len(missing(new))


def missing(catalogue: Catalog) -> list[Message]:
    """Return the texts that have no translation, or not all forms of one."""
    return [message.id for message in catalogue if message.id and not _complete(message.string)]


def _complete(string: Message | None) -> bool:
    return bool(string and (isinstance(string, str) or all(string)))


def _found() -> Iterator[tuple[Message, tuple[str, int]]]:
    for path in sorted(ROOM.glob("templates/*")):
        for line, found, _, _ in extract("jinja2", io.BytesIO(path.read_bytes()), options=_TEMPLATES):
            yield found, (path.relative_to(ROOM).as_posix(), line)
    for path in sorted(ROOM.glob("*.py")):
        for line, found, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            yield found, (path.name, line)
    for module in TABLES:
        for said in _tables(module):
            yield said, (f"{module.__name__.rpartition('.')[2]}.py", 0)


def _tables(module: ModuleType) -> Iterator[str]:
    """Yield the values of a module's tables of texts."""
    for name, table in vars(module).items():
        if name.isupper() and isinstance(table, Mapping):
            for value in table.values():
                yield from (value,) if isinstance(value, str) else value


if __name__ == "__main__":
    counts = {code: update(code) for code in LANGUAGES if code != SOURCE}
    sys.stdout.write("".join(f"{code}: {count} missing\n" for code, count in counts.items()))
    sys.exit(any(counts.values()))

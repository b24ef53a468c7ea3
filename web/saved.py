"""A list of saved things without an account: a cookie keeps it, an address shares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from corpus.errors import UsageError
from search_api.answers import CaseSummary, Passage, TechniqueResult
from search_api.carried_answers import CarriedList
from search_api.carried_files import Format
from search_api.requests import MAX_ITEMS, parse_item
from web.language import READER, translate
from web.views import Frame, SavedPage

COOKIE = "cpkb-list"
BETWEEN = "|"
YEAR = 365 * 24 * 3600  # seconds
LONGEST = 20_000  # bytes of a form
FILES: Mapping[Format, str] = {
    Format.CSV: "CSV",
    Format.XLSX: "Excel",
    Format.RIS: "RIS",
    Format.BIBTEX: "BibTeX",
    Format.CSL_JSON: "CSL-JSON",
}
ITEMS: ContextVar[tuple[str, ...]] = ContextVar("saved", default=())


def read(request: Request) -> tuple[str, ...]:
    """Return what a browser has saved; what cannot be read is left out."""
    kept: list[str] = []
    for value in request.cookies.get(COOKIE, "").split(BETWEEN)[:MAX_ITEMS]:
        try:
            kept.append(str(parse_item(value)))
        except UsageError:
            continue
    return tuple(dict.fromkeys(kept))


def changed(saved: Sequence[str], form: bytes) -> tuple[tuple[str, ...], str]:
    """Return a list as a form changes it, and the address to go back to.

    Raises:
        UsageError: The form is too long, asks for something unknown, or would make the list too long.
    """
    if len(form) > LONGEST:
        raise UsageError("This form is longer than any page here makes. Go back and try again.")
    fields = parse_qsl(form.decode("utf-8", "replace"), keep_blank_values=True)
    items, back = list(saved), "/list"
    for name, value in fields:
        match name:
            case "add":
                items.append(str(parse_item(value)))
            case "remove":
                items = [item for item in items if item != value]
            case "clear":
                items = []
            case "back":
                back = value
            case _:
                raise UsageError(f"A list cannot be changed by '{name[:40]}'.")
    kept = tuple(dict.fromkeys(items))
    if len(kept) > MAX_ITEMS:
        raise UsageError(f"A list holds at most {MAX_ITEMS} things. Remove some first.")
    return kept, back


def is_own(request: Request) -> bool:
    """Tell whether a form was sent by a page of this server; another site must not change a list."""
    origin = request.headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == request.headers.get("host", "")


def redirected(items: Sequence[str], back: str) -> Response:
    """Return the way back, with the list to keep; only within this server."""
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if inside else "/list", 303)
    if items:
        answer.set_cookie(COOKIE, BETWEEN.join(items), max_age=YEAR, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def saved_page(carried: CarriedList, *, own: bool) -> SavedPage:
    """Return the page of a list.

    Args:
        own: Whether it is what this browser keeps, not what an address names.
    """
    items = [entry.item for entry in carried.entries]
    query = urlencode([("item", str(item)) for item in items])
    found = [entry.found for entry in carried.entries]
    return SavedPage(
        frame=Frame(title=translate("Your list") if own else translate("A shared list"), listed=False),
        own=own,
        items=tuple(map(str, items)),
        techniques=tuple(each for each in found if isinstance(each, TechniqueResult)),
        cases=tuple(each for each in found if isinstance(each, CaseSummary)),
        passages=tuple(each for each in found if isinstance(each, Passage)),
        lost=len(carried.lost),
        share=f"/list?{query}" if items else "",
        sheet=f"/list.html?{query}" if items else "",
        files=file_links("list", query) if items else (),
    )


def file_links(what: str, query: str) -> tuple[tuple[str, str], ...]:
    """Return the files a list can be carried away as, (name, address)."""
    return tuple((name, f"/api/v1/export/{what}.{form.value}?{query}") for form, name in FILES.items())


def is_saved(kind: str, name: str) -> bool:
    """Tell whether the reader has saved something."""
    return f"{kind}:{name}" in ITEMS.get()


def saved_count() -> int:
    """Return how many things the reader has saved."""
    return len(ITEMS.get())


def here() -> str:
    """Return the address of the page that is shown, to come back to."""
    return READER.get().address

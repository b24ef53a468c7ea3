"""Tell sites apart by the names that sources give them."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.model import Case

_LEGAL = """
ltd limited plc llc inc corp corporation co company pvt pty private public gmbh ag kg sa sas sarl srl spa bv nv ab as oy
cia ltda group the of and de la le du
"""
_LEGAL_FORMS = frozenset(_LEGAL.split())
_WORD = re.compile(r"\w+")


def site_words(case: Case) -> frozenset[str]:
    """Return the words that name a site, without legal forms; none if the source does not name it."""
    words = _WORD.findall(fold(case.company or ""))
    return frozenset(word for word in words if word not in _LEGAL_FORMS)


def site_of(case: Case) -> tuple[str, ...]:
    """Return what is the same for all cases of one site: its name and country; a site without a name is its own."""
    words = site_words(case)
    return (*sorted(words), case.country or "") if words else (f"case:{case.id}",)

"""Names of the vocabularies' terms in the reader's language."""

from __future__ import annotations

from markupsafe import Markup

from corpus import languages
from corpus.countries import country_name
from corpus.model import ConceptId
from corpus.vocabulary import load_vocabulary
from search_api.answers import CaseSummary, TechniqueResult, Term
from search_api.directory_answers import CentreSummary
from search_api.technique_answers import ConceptView
from web import text
from web.language import READER, SOURCE


def label(term: Term) -> str:
    """Name a term in the reader's language; in English where that has no name for it."""
    return _own_label(term) or term.label


def named(term: Term) -> Markup:
    """Name a term for a page, an English name marked as English where the page is not."""
    own = _own_label(term)
    return Markup("{}").format(own) if own else Markup('<span lang="en">{}</span>').format(term.label)


def _own_label(term: Term) -> str:
    """Return a term's name in the reader's language, "" if that has none."""
    code = READER.get().code
    match term.facet:
        case _ if code == SOURCE:
            return term.label
        case "country":
            return country_name(term.value, code)
        case "language":
            return languages.language_name(term.value, code)
        case "grade":
            return f"{term.value}: {text.grade_meaning(term.value)}"
        case "kind":
            return text.kind_name(term.value)
    concept = load_vocabulary().concepts.get(ConceptId(f"{term.facet}:{term.value}"))
    labels = concept.labels.get(code) if concept else None
    return labels.preferred[:1].upper() + labels.preferred[1:] if labels else ""


def technique(view: ConceptView | TechniqueResult) -> Term:
    """Return a technique as a term."""
    return Term("technique", view.id, view.title)


def country(view: CaseSummary | CentreSummary) -> str:
    """Name the country of a case or a centre."""
    code = view.country or ""
    return label(Term("country", code, view.country_name or code))

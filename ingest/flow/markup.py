"""What tags and attributes of HTML say: what is hidden, what runs, what is a block, what is beside the text."""

from __future__ import annotations

import re

from bs4.element import Tag

UNREAD = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "iframe",
        "object",
        "embed",
        "applet",
        "select",
        "button",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
ITEMS = frozenset(["li", "dt", "dd"])

_BESIDE = frozenset(["nav", "header", "footer"])
_BESIDE_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "menu", "menubar"])
_SECTIONS = ("article", "main", "section", "blockquote", "figure")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?!\.?\d)", re.I)
_DATA_SCRIPT = re.compile(r"\s*(?:application/(?:ld\+)?json|text/template|text/x-)", re.I)
_HEADING = re.compile(r"h([1-6])\Z")


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute as text, "" if the tag has none of this name."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def is_hidden(tag: Tag) -> bool:
    """Tell whether a tag says by itself that it is not to be seen, or not to be read out."""
    if tag.has_attr("hidden") or attribute(tag, "aria-hidden").lower() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(attribute(tag, "style")))


def runs(tag: Tag) -> bool:
    """Tell whether a tag would make a browser run something."""
    if tag.name == "script":
        return not _DATA_SCRIPT.match(attribute(tag, "type"))
    return any(
        name.lower().startswith("on") or attribute(tag, name).strip().lower().startswith("javascript:")
        for name in tag.attrs
    )


def is_beside(tag: Tag) -> bool:
    """Tell whether a tag is a page's menu, head or foot, not those of a section."""
    if attribute(tag, "role").lower() in _BESIDE_ROLES:
        return True
    return tag.name in _BESIDE and tag.find_parent(_SECTIONS) is None


def heading_level(tag: Tag) -> int:
    """Return the level of a heading, 0 for another tag."""
    match = _HEADING.match(tag.name)
    return int(match[1]) if match else 0

"""Read HTML strictly, as a person with a screen reader and a strict parser would: what is wrong is listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "img", "br"})
SHAPES = frozenset({"path", "circle", "rect", "ellipse", "line"})
NAMED = frozenset({"a", "button", "summary", "h1", "h2", "h3", "h4", "th", "title", "label", "mark"})
LANDMARKS = ("header", "main", "footer")


@dataclass(slots=True)
class Element:
    """An open element and the text that was met inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass(slots=True)
class Report:
    """What was seen of a page."""

    faults: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Return all elements of a tag, in order of their end."""
        return [element for element in self.elements if element.tag == tag]

    def with_class(self, name: str) -> list[Element]:
        """Return all elements of a class."""
        return [element for element in self.elements if name in element.attributes.get("class", "").split()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.report = Report()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        repeated = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        self.report.faults += [f"<{tag}> has {name} twice" for name in repeated]
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.report.faults += [f"<{tag}> carries {name}" for name in element.attributes if name[:2] == "on"]
        if tag in VOID:
            self.report.elements.append(element)
        else:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SHAPES:
            self.report.faults.append(f"<{tag}/> does not close itself")
        self.report.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.report.faults.append(f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}")
            return
        element = self.open.pop()
        self.report.elements.append(element)
        if self.open:
            self.open[-1].text += element.text

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data


def read(html: str) -> Report:
    """Return what a page holds and every fault found in it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    report = reader.report
    report.faults += [f"<{element.tag}> is never closed" for element in reader.open]
    report.faults += _structure(report) + _names(report) + _references(report)
    return report


def _structure(report: Report) -> list[str]:
    faults = [f"{len(report.all('h1'))} h1"] if len(report.all("h1")) != 1 else []
    faults += [f"no <{tag}>" for tag in LANDMARKS if not report.all(tag)]
    faults += ["no language"] if not report.all("html")[0].attributes.get("lang") else []
    faults += [f"<{tag}> is there" for tag in ("script", "style", "iframe", "object") if report.all(tag)]
    return faults + ["inline style" for element in report.elements if "style" in element.attributes]


def _names(report: Report) -> list[str]:
    labels = {label.attributes.get("for") for label in report.all("label")}
    faults = [f"<{e.tag}> says nothing" for e in report.elements if e.tag in NAMED and not e.text.strip()]
    faults += ["<img> without alt" for image in report.all("img") if not image.attributes.get("alt")]
    faults += [
        f"input {field.attributes.get('name')} without label"
        for field in report.all("input")
        if field.attributes.get("type") != "hidden" and field.attributes.get("id") not in labels
    ]
    faults += [f"<{e.tag}> without name" for e in report.elements if e.tag in ("nav", "aside") and not _named(e)]
    return faults + [
        "<svg> neither hidden nor named"
        for picture in report.all("svg")
        if picture.attributes.get("aria-hidden") != "true" and not _named(picture)
    ]


def _named(element: Element) -> bool:
    return bool(element.attributes.get("aria-label") or element.attributes.get("aria-labelledby"))


def _references(report: Report) -> list[str]:
    ids = Counter(element.attributes["id"] for element in report.elements if "id" in element.attributes)
    faults = [f"id {name} is used {count} times" for name, count in ids.items() if count > 1]
    for element in report.elements:
        named_by = element.attributes.get("aria-labelledby", "").split()
        faults += [f"no id {name}" for name in named_by if name not in ids]
        target = element.attributes.get("href", "")
        faults += [f"no id {target}"] if target.startswith("#") and target[1:] not in ids else []
    return faults

"""Part a newsletter, chapter or report that tells several cases under headings that do not announce them.

Two parts about different sites show that a document tells of several; then every heading like theirs begins a case.
Headings that name a part of one case ("Results") begin none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ingest.headings import Heading
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.passages import Passage, PassageKind, introduced
from ingest.proposals.sections import Section, by_heading, follows_cases

_NUMBERED = re.compile(r"\s*(?P<number>(?:\d{1,2}\.)*\d{1,2}|[a-z])[.)]?\s")
_ARTICLES = re.compile(
    rf"(?:{'|'.join(('the', 'our', 'el', 'la', 'los', 'las', 'le', 'les', 'o', 'a', 'os', 'as'))})\s+"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Who and where a part is about, folded; "" for what it does not say."""

    site: str
    country: str


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands below one heading.

    Attributes:
        style: The heading's level and how it is numbered.
        figures: How many figures stand in it.
    """

    section: Section
    anchor: Anchor
    style: tuple[int, str]
    figures: int

    @property
    def heading(self) -> str:
        """The words of the heading."""
        return self.section.passages[0].text


def parts_of(
    section: Section,
    headings: Sequence[Heading],
    anchor_of: Callable[[Section], Anchor],
    figures_in: Callable[[Section], int],
) -> list[Section]:
    """Return the parts of a section that tell a case each; none where it is about one site.

    Args:
        headings: Of the document; their levels tell which headings are alike.
        anchor_of: Tells who and where a part is about.
        figures_in: Counts the figures of a part.
    """
    levels = {(heading.page, heading.start): heading.level for heading in headings}
    blocks = [
        _Block(part, anchor_of(part), _style(part, levels), figures_in(part)) for part in _told(by_heading(section))
    ]
    style = _style_of_openers(blocks)
    return list(_grouped(blocks, style)) if style else []


def _told(parts: Sequence[Section]) -> Iterator[Section]:
    """Yield the parts below each heading, with those that only name a part of a case added to the one above."""
    whole: list[Passage] = []
    for part in parts:
        heading = part.passages[0].text
        if whole and _is_part_of_case(heading) and not follows_cases(heading):
            whole += map(_below, part.passages)
            continue
        if whole:
            yield Section(whole[0], introduced(whole))
        whole = list(part.passages)
    if whole:
        yield Section(whole[0], introduced(whole))


def _style(part: Section, levels: Mapping[tuple[int, int], int]) -> tuple[int, str]:
    """Return the level of a part's heading, 0 for a line that only looks like one, and the shape of its number."""
    heading = part.passages[0]
    number = _NUMBERED.match(heading.text)
    shape = re.sub(r"\d+", "0", number["number"]) if number else ""
    return levels.get((heading.page, heading.start), 0), "a" if shape.isalpha() else shape


def _style_of_openers(blocks: Sequence[_Block]) -> tuple[int, str] | None:
    """Return how most headings of parts about different sites look; None if no two are about different ones."""
    telling = [block for block in blocks if block.figures and not _is_part_of_case(block.heading)]
    pairs = [pair for pair in combinations(telling, 2) if differ(pair[0].anchor, pair[1].anchor)]
    styles = Counter(block.style for pair in pairs for block in pair)
    return styles.most_common(1)[0][0] if styles else None


def differ(first: Anchor, second: Anchor) -> bool:
    """Tell whether two parts are about different sites: by their names if both have one, else by their countries."""
    if first.site and second.site:
        return not (
            set(first.site.split()) <= set(second.site.split()) or set(second.site.split()) <= set(first.site.split())
        )
    return bool(first.country and second.country and first.country != second.country)


def _is_part_of_case(heading: str) -> bool:
    """Tell whether a heading names a part of a case, or what stands beside cases."""
    number = _NUMBERED.match(heading)
    words = heading[number.end() if number else 0 :].strip(" :.?!\n").lower()
    return bool(pattern(Cue.PART).fullmatch(_ARTICLES.sub("", words, count=1)) or pattern(Cue.PART).fullmatch(words))


def _grouped(blocks: Sequence[_Block], style: tuple[int, str]) -> Iterator[Section]:
    """Yield the parts: from a heading that looks like those of different sites to the next one."""
    current: list[_Block] = []
    for block in blocks:
        if _begins(block, style, current):
            yield from _whole(current)
            current = [block]
        elif follows_cases(block.heading) and _is_as_high(block, style):
            yield from _whole(current)
            current = []
        elif current:
            current.append(block)
    yield from _whole(current)


def _is_as_high(block: _Block, style: tuple[int, str]) -> bool:
    return block.style[0] <= style[0]


def _begins(block: _Block, style: tuple[int, str], current: Sequence[_Block]) -> bool:
    alike = block.style[1] == style[1] and (block.style[0] <= style[0] or style[0] == 0)
    tells = block.figures or block.anchor.site or block.anchor.country
    if not alike or not tells or _is_part_of_case(block.heading) or follows_cases(block.heading):
        return False
    return not (current and block.anchor.site and block.anchor.site == current[0].anchor.site)


def _whole(blocks: Sequence[_Block]) -> Iterator[Section]:
    """Yield some blocks as one part; the headings behind the first are no titles."""
    if not blocks:
        return
    first, *others = blocks
    below = [_below(passage) for block in others for passage in block.section.passages]
    yield Section(first.section.opening, introduced([*first.section.passages, *below]))


def _below(passage: Passage) -> Passage:
    """Return a passage as one that neither is the title of a part nor introduces it."""
    kinds = {PassageKind.TITLE: PassageKind.HEADING, PassageKind.LEAD: PassageKind.BODY}
    return replace(passage, kind=kinds.get(passage.kind, passage.kind))

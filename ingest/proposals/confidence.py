"""How sure each rule is: the share of what it proposed that was right on the development documents."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """By what a value was found."""

    LABEL = "a label before it"
    PRINTED_TITLE = "title printed on the first page"
    HEADING = "a heading"
    SITE_LINE = "a line of name and place"
    NAMED_OFTEN = "a name that the text comes back to"
    NAMED_ONCE = "a name in the text"
    COUNTRY_NAME = "a country's name"
    COUNTRY_HINT = "a region, city or people"
    CURRENCY = "a currency"
    YEAR_OF_ACTION = "a year beside what was done"
    YEAR_OF_PLACE = "a year behind the place"
    YEAR_OF_ISSUE = "a year of issue"
    CODE = "a code of the classification"
    SAID_FIRST = "said in title or lead"
    SAID = "said in the text"
    PROCESS = "a process the text names"
    SUBSTANCE = "a substance the text names or a figure counts"
    TABLE = "a row of a table of measures"
    LIST = "an item of a list of measures"
    ACTION = "a sentence that says what was done"
    NAMED_TECHNIQUE = "a name of the technique"
    LIKE_TECHNIQUE = "words of a technique's name"
    LIKE_SECTOR = "words of a sector's name"
    OBJECT = "what a sentence says was installed"
    NAMED_PRACTICE = "a name of the practice"
    MAIN_PRACTICE = "the technique's main practice"
    CUE = "cue words"
    NO_CUE = "no cue to the contrary"
    RULE_OF_GRADES = "the rule of grades"


# How many of its proposals were right on the development documents, 2026-11-23, all fields together, as
# `cpkb eval --extraction --split dev` counts them; of r of n right it is (r + 1) / (n + 2), so that few say little and
# a rule that met no case is not believed more than a coin.
SHARE_RIGHT = {
    Rule.LABEL: 0.92,  # 11 of 11
    Rule.PRINTED_TITLE: 0.79,  # 10 of 12
    Rule.HEADING: 0.93,  # 13 of 13
    Rule.SITE_LINE: 0.67,  # 1 of 1
    Rule.NAMED_OFTEN: 0.67,  # 1 of 1
    Rule.NAMED_ONCE: 0.85,  # 10 of 11
    Rule.COUNTRY_NAME: 0.93,  # 13 of 13
    Rule.COUNTRY_HINT: 0.91,  # 9 of 9
    Rule.CURRENCY: 0.50,  # 0 of 0
    Rule.YEAR_OF_ACTION: 0.80,  # 7 of 8
    Rule.YEAR_OF_PLACE: 0.75,  # 2 of 2
    Rule.YEAR_OF_ISSUE: 0.88,  # 6 of 6
    Rule.CODE: 0.50,  # 0 of 0
    Rule.SAID_FIRST: 0.75,  # 11 of 14
    Rule.SAID: 0.83,  # 4 of 4
    Rule.PROCESS: 0.61,  # 16 of 26
    Rule.SUBSTANCE: 0.76,  # 51 of 66
    Rule.TABLE: 0.83,  # 4 of 4
    Rule.LIST: 0.89,  # 7 of 7
    Rule.ACTION: 0.85,  # 10 of 11
    Rule.NAMED_TECHNIQUE: 0.83,  # 19 of 22
    Rule.LIKE_TECHNIQUE: 0.78,  # 6 of 7
    Rule.LIKE_SECTOR: 0.40,  # 3 of 8
    Rule.OBJECT: 0.78,  # 6 of 7
    Rule.NAMED_PRACTICE: 0.50,  # 0 of 0
    Rule.MAIN_PRACTICE: 0.87,  # 26 of 29
    Rule.CUE: 0.80,  # 3 of 3
    Rule.NO_CUE: 0.90,  # 18 of 19
    Rule.RULE_OF_GRADES: 0.88,  # 22 of 24
}


def confidence(rule: Rule) -> float:
    """Return how sure what a rule proposes is, 0 to 1."""
    return SHARE_RIGHT[rule]

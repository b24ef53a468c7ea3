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
    Rule.LABEL: 0.88,  # 21 of 23
    Rule.PRINTED_TITLE: 0.81,  # 25 of 30
    Rule.HEADING: 0.93,  # 27 of 28
    Rule.SITE_LINE: 0.75,  # 5 of 6
    Rule.NAMED_OFTEN: 0.80,  # 3 of 3
    Rule.NAMED_ONCE: 0.83,  # 18 of 21
    Rule.COUNTRY_NAME: 0.97,  # 36 of 36
    Rule.COUNTRY_HINT: 0.94,  # 16 of 16
    Rule.CURRENCY: 0.50,  # 0 of 0
    Rule.YEAR_OF_ACTION: 0.81,  # 12 of 14
    Rule.YEAR_OF_PLACE: 0.67,  # 3 of 4
    Rule.YEAR_OF_ISSUE: 0.94,  # 14 of 14
    Rule.CODE: 0.50,  # 0 of 0
    Rule.SAID_FIRST: 0.84,  # 30 of 35
    Rule.SAID: 0.75,  # 8 of 10
    Rule.PROCESS: 0.60,  # 57 of 95
    Rule.SUBSTANCE: 0.74,  # 118 of 158
    Rule.TABLE: 0.89,  # 7 of 7
    Rule.LIST: 0.67,  # 7 of 10
    Rule.ACTION: 0.76,  # 18 of 23
    Rule.NAMED_TECHNIQUE: 0.76,  # 27 of 35
    Rule.LIKE_TECHNIQUE: 0.77,  # 9 of 11
    Rule.LIKE_SECTOR: 0.43,  # 2 of 5
    Rule.OBJECT: 0.56,  # 4 of 7
    Rule.NAMED_PRACTICE: 0.25,  # 0 of 2
    Rule.MAIN_PRACTICE: 0.78,  # 35 of 44
    Rule.CUE: 0.71,  # 4 of 5
    Rule.NO_CUE: 0.90,  # 43 of 47
    Rule.RULE_OF_GRADES: 0.76,  # 43 of 56
}


def confidence(rule: Rule) -> float:
    """Return how sure what a rule proposes is, 0 to 1."""
    return SHARE_RIGHT[rule]

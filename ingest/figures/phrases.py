"""Expressions for the words around numbers: what leads to a value, joins two, or only describes a thing."""

from __future__ import annotations

import re

TO = re.compile(
    r"(?:\b(?:to|only|a|à|para|até|auf|tot|xuống còn|còn)|至|到|إلى)\s*"
    r"(?:(?:only|just|s[oó]lo|seulement|apenas|under|about)\s*)?\Z",
    re.IGNORECASE,
)
# "to" that leads to no value: "is equal to 62 %".
EQUALS = re.compile(
    r"\b(?:equal(?:s|led)?|equivalent|equates|amount(?:s|ed|ing)?|com(?:es?|ing)|came|adds? up|close|similar"
    r"|correspond(?:s|ed|ing)?"
    r"|according|due|thanks|up|igual(?:es)?|equivale(?:n|nte)?s?|asciend\w+|ascendi\w+|correspond\w+|equivaut|équiva\w+|élève"
    r"|cerca|até)\s+(?:to|a|à|al)\s*(?:\w+\s)?\Z",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:\b(?:from|desde|del|von|van|từ)|从|由|من)\s*(?:(?:about|some|around|nearly|over)\s*)?\Z", re.IGNORECASE
)
CLAUSE = re.compile(
    r"\b(?:and|which|while|whereas|but|so|y|mientras|pero|et|tandis|mais|e|enquanto|mas|và|wo|und|en)\b|[，；]",
    re.IGNORECASE,
)
WORTH = re.compile(
    r"(?:[^.;]{0,30}\b(?:which|that|this)\b[^.;]{0,25}?\b(?:is|means|equals|makes|comes to|amounts to|represents)"
    r"|\s*[,(]?\s*(?:or|worth|i\.e\.|that is|equal to"
    r"|equivalent to|valued at|o sea|es decir|soit|ou|o|ou seja|isto é|c['’]est-à-dire|tức là"
    r"|tương đương)?)\s*",
    re.IGNORECASE,
)
# How a sentence begins that says the number before it in other units, and what a line of a list begins with.
POINTS_BACK = re.compile(
    r"\s*(?:That(?:['’]s| is| means| amounts| adds up| makes| comes)|This (?:is|means|corresponds|amounts"
    r"|equals|represents)|It is worth|In (?:money|cash)|On paper,? that|In other words|Est[eo] (?:es|equivale"
    r"|representa|significa)|Es decir|En dinero|Cela (?:représente|correspond|fait|équivaut)|Soit"
    r"|C['’]est|En argent|Isso (?:é|representa|corresponde"
    r"|equivale|significa)|Em dinheiro|Ou seja|Đó là|Tức là|Tương đương|Con số này)(?!\w)"
)
ITEM_NAME = re.compile(r"\s*[^.:;!?\d\n]{2,45}[:：]\s*")
# What a quantity only describes: "an 800 litre tank".
THING = re.compile(
    r"[\s-](?:\w{3,12}\s)?(?:tanks?|vessels?|drums?|boilers?|kilns?|plants?|units?|machines?|motors?|pumps?|lines?|furnaces?|tankers?"
    r"|trucks?|bags?|cylinders?|systems?|heaters?|compressors?|turbines?|bottles?|cans?)\b"
)
# What a share is of that says nothing of the measure itself: "57 % of the measures", "half of the measures (57 %)".
_PARTS = (
    "(?:measures|options|actions|projects|recommendations|firms|companies|plants|customers|medidas|opciones|empresas"
    "|acciones|mesures|entreprises|recommandations|opções|ações|giải pháp|doanh nghiệp)"
)
SHARE_OF = re.compile(
    rf"\s*(?:of|de|des|del?|das|dos|của)\s+(?:(?:the|all|these|those|las|los|les|os|as|ces|các)\s+)?{_PARTS}\b",
    re.IGNORECASE,
)
SHARED = re.compile(rf"\b{_PARTS}\s*\(\Z", re.IGNORECASE)
OVER = re.compile(r"\b(?:per|por cada|for every|for each|pour chaque|para cada|cho mỗi)\s+\Z", re.IGNORECASE)
LISTED = re.compile(r"\b(?:and|plus|y|et|e|và|und|en)\b|,|、|和", re.IGNORECASE)
BREAK = re.compile(r"[,;:(](?:\s|\Z)|[，；。]")  # a cue behind these says nothing of a number before them
AND = re.compile(r"[\s,)]*(?:\b(?:and|plus|y|et|e|và|und|en)\b|和|,|，|、|\()", re.IGNORECASE)

"""Small words without a meaning of their own: dropped from a question, never from the index; they tell its language."""

from __future__ import annotations

from functools import cache

from corpus.folding import fold

_WORDS = {
    "en": """a about all am an and any are as at be been being but by can could did do does for from get give had has
        have having how i if in into is it its may me more most much must my of on one or our out over per please
        shall should show so some such than that the their them then there these they this those to under up upon us
        use used using via was we were what when where whether which while who whom whose why will with within would
        you your""",
    "es": """a al algo ante como con contra cual cuales cuando cuanto cuantos cuanta cuantas de del desde donde durante
        e el ella ellos en entre era es esa ese eso esta este esto estos fue fueron ha han hay la las le les lo los
        mas me mi mientras muy ni no nos o para pero por porque que quien quienes se segun ser si sin sobre son su sus
        también tras un una uno unos y ya""",
    "fr": """a au aux avec ce ces cet cette comme comment dans de des du elle elles en entre est et eu il ils je la le
        les leur leurs lors lui mais me même ne nos notre nous on ont ou où par pas pour pourquoi qu quand que quel
        quelle quelles quels qui sa sans se ses si son sont sous sur un une vers vos votre vous y d l""",
    "pt": """a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi há isso já la lhe
        mais mas me mesmo na nas nem no nos num numa o onde os ou para pela pelas pelo pelos por porque qual quais
        quando quanto que quem se sem ser seu seus sua suas são também te um uma uns""",
    "de": """aber als am an auch auf aus bei bis da damit das dass dem den der des die dies diese dieser durch ein eine
        einem einen einer eines er es für hat ich im in ist kann man mit nach nicht noch nur ob oder ohne sich sie
        sind so über um und unter vom von vor war was wie wird wo zu zum zur welche welcher welches wer wann warum""",
    "nl": """aan als bij dan dat de den der deze die dit door een en er het hij hoe ik in is kan maar me men met naar
        niet nog nu of om onder ook op over per te tot uit van voor waar wat we welke werd wie worden zal ze zich zij
        zijn""",
    "it": """a ai al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di do dove e è gli ha
        i il in io la le lo ma nei nel nella non o per perché più quale quali quando questo questa se si sono su sul
        sulla tra un una uno""",
    "vi": """ai bao bị các cái cho có của cùng đã đang để đến đó được gì hay khi không là lại làm loại mà mấy một này
        năm nào nên nếu nhiêu những như ở ra rằng sao sẽ tại thế thì theo trên trong từ và vào về vì với""",
}


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """Return the folded stop words of a language; English ones if it is not known, none if there is no list."""
    return frozenset(fold(_WORDS.get(language or "en", "")).split())


def languages_of(word: str) -> tuple[str, ...]:
    """Return the languages that have a folded word among their stop words, sorted."""
    return _languages().get(word, ())


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    having: dict[str, list[str]] = {}
    for language in sorted(_WORDS):
        for word in stop_words(language):
            having.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in having.items()}

"""The language of a text, or that it cannot be told."""

from __future__ import annotations

import pytest

from ingest import language as told
from ingest.language import LANGUAGES, ChunkLanguages, confidence, detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The plant reused its rinse water and saved money every year.", "en"),
        ("La planta reutilizó el agua de enjuague y ahorró dinero cada año.", "es"),
        ("L'usine a réutilisé l'eau de rinçage et fait des économies chaque année.", "fr"),
        ("Nhà máy tái sử dụng nước rửa và tiết kiệm chi phí mỗi năm.", "vi"),
        ("工厂回用漂洗水,每年节约大量费用。", "zh"),
        ("أعاد المصنع استخدام مياه الشطف ووفر المال كل عام.", "ar"),
        ("Завод повторно использовал промывную воду и экономил деньги.", "ru"),
        ("कारखाने ने धुलाई के पानी का पुनः उपयोग किया।", "hi"),
        ("De fabriek hergebruikte het spoelwater en bespaarde elk jaar geld.", "nl"),
    ],
)
def test_sentences_are_told(text: str, code: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ["", "12 345", "COD", "\x00\ufffe", "..."])
def test_what_cannot_be_told_is_undetermined(text: str) -> None:
    assert detect(text) == "und"


def test_confidence_is_a_ranked_share() -> None:
    ranked = confidence("reducción del consumo de agua")
    shares = [share for _, share in ranked]

    assert ranked[0][0] == "es"
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=0.01)
    assert {code for code, _ in ranked} <= set(LANGUAGES)


def test_a_foreign_beginning_does_not_decide_a_long_text() -> None:
    preface = "La présente étude a été réalisée avec le soutien du ministère. " * 20
    body = "The plant reused its rinse water and saved money every year. " * 300

    assert detect(preface + body) == "en"


SPANISH = (
    "La planta reutilizó el agua de enjuague de la sala de tintura y ahorró dinero cada año.",
    "El agua de la sala de enjuague se reutilizó en la planta, y cada año la planta ahorró dinero.",
)
PORTUGUESE = "A fábrica reutilizou a água de enxágue da sala de tingimento e economizou dinheiro todos os anos."


def test_chunks_of_familiar_words_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a chunk whose language a model told, others that are made of its words are told without one."""
    languages = ChunkLanguages("es")
    first = languages.of(SPANISH[0] * 4)
    monkeypatch.setattr(told, "confidence", _unasked)

    assert [first, languages.of(SPANISH[1] * 4), languages.of(SPANISH[0] * 2)] == ["es", "es", "es"]


def test_a_chunk_in_a_neighbouring_language_is_told_among_familiar_ones() -> None:
    """Words that two languages share do not make a chunk of the one pass for the other."""
    languages = ChunkLanguages("es")

    assert [languages.of(text * 4) for text in (*SPANISH, PORTUGUESE, SPANISH[0])] == ["es", "es", "pt", "es"]


def test_words_of_a_foreign_chunk_do_not_become_familiar() -> None:
    """However many foreign chunks a document holds, each is told to be one."""
    languages = ChunkLanguages("es")

    assert [languages.of(PORTUGUESE * 4) for _ in range(3)] == ["pt", "pt", "pt"]


def test_a_short_chunk_is_in_its_documents_language() -> None:
    """Of a few words no language is told."""
    assert ChunkLanguages("es").of(PORTUGUESE[:60]) == "es"


def _unasked(text: str) -> list[tuple[str, float]]:
    raise AssertionError(f"the model was asked about {text!r}")

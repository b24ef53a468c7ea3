"""The language of a text, or that it cannot be told."""

from __future__ import annotations

import pytest

from ingest.language import LANGUAGES, confidence, detect


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

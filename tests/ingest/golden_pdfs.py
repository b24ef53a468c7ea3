"""Twelve PDFs of the kinds that manuals and leaflets come in; tests/ingest/golden holds what is read of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pypdfium2
import typst

from tests.ingest.sample_pdfs import column, document, encrypted, show

_TIMESTAMP = 1_767_225_600  # 1 January 2026, UTC

PROSE = (
    "The dye house rinsed every batch three times in fresh water and let all of it go to the river. In the spring of "
    "2019 it began to collect the last rinse in a tank and to use it for the first rinse of the next batch. Fresh "
    "water fell from 120 to 84 litres per kilogram of fabric, and the boiler used 11 % less gas because the collected "
    "water is still warm. The tank and its pump cost 14 000 euros, which came back within nine months."
)


def typeset(markup: str) -> bytes:
    """Return the PDF that typst makes of its own markup, with none but its own fonts."""
    fonts = typst.Fonts(include_system_fonts=False)
    pdf = typst.compile(markup.encode(), format="pdf", font_paths=fonts, ignore_system_fonts=True, timestamp=_TIMESTAMP)
    assert isinstance(pdf, bytes)  # a PDF is one file
    return pdf


def two_columns() -> bytes:
    """Return a page drawn line by line across its columns, and one whose right column is drawn first."""
    left = ["Rinse water is collected in a", "tank below the machine and it is", "pumped back for the first rinse,"]
    left += ["so that the plant uses less wa-", "ter and less heat than before.", "The tank holds what one batch re-"]
    right = ["quires, and what is more runs", "over into the drain. A float in", "the tank opens the valve for"]
    right += ["fresh water only when there is", "nothing left to be used again.", "Operators check it once a shift."]
    across = b"".join(
        show(text, x, 680 - 14 * row)
        for row, pair in enumerate(zip(left, right, strict=True))
        for text, x in zip(pair, (72, 320), strict=True)
    )
    title = show("Reuse of the last rinse", 200, 740, 18)
    return document(title + across, column(right, x=320) + column(left, x=72))


def running_heads() -> bytes:
    """Return six pages with heads that differ left and right and by chapter, and a sentence that goes on overleaf."""
    return typeset(
        """#set page(width: 300pt, height: 260pt, margin: 45pt,
          header: context if calc.even(counter(page).get().first()) [Handbook of rinsing]
            else [#h(1fr) #query(selector(heading).before(here())).at(-1, default: [Preface])],
          footer: context align(center, counter(page).display("i")))
        #set heading(numbering: "1.1")
        """
        + "#pagebreak()\n".join(f"= Part {name}\n{PROSE} {PROSE}\n" for name in ("one", "two", "three"))
    )


def rotated() -> bytes:
    """Return a page turned by its entry until it reads, and one whose text stays on its side."""
    lines = ["Steam traps were checked by sound.", "Eleven of forty leaked and were", "replaced within two weeks."]
    upwards = b"".join(
        b"BT /F1 11 Tf 0 1 -1 0 %d 150 Tm (%s) Tj ET\n" % (200 + 14 * row, line.encode())
        for row, line in enumerate(lines)
    )
    return document(upwards, column(lines), page_entries=b"/Rotate 90")


def hyphenated() -> bytes:
    """Return narrow justified text with hyphens at line ends, at the page's end too, and compounds that keep theirs."""
    return typeset(
        """#set page(width: 200pt, height: 175pt, margin: 30pt)
        #set text(hyphenate: true, lang: "en", size: 11pt)
        #set par(justify: true)
        Counter-current rinsing recirculates comparatively uncontaminated water. A well-maintained counter-current
        installation considerably decreases consumption; short- and long-term expenditure on treatment decreases
        correspondingly. Manufacturers recommend conductivity-controlled replenishment. Electroplating establishments
        demonstrated extraordinarily satisfactory improvements notwithstanding intermittent production."""
    )


def table_over_two_pages() -> bytes:
    """Return a ruled table that a page break cuts; its header comes again."""
    rows = "".join(f"[Machine {number}], [{10 + number}], [{8 + number}.5]," for number in range(1, 12))
    return typeset(
        """#set page(width: 320pt, height: 240pt, margin: 40pt)
        #show figure: set block(breakable: true)
        Water use was metered at every machine for a month before and a month after the change.
        #figure(caption: [Water use by machine], table(columns: 3,
          table.header([Machine], [Before (m3/t)], [After (m3/t)]), """
        + rows
        + "))\nThe largest machines gained least."
    )


def scan() -> bytes:
    """Return a page that is one picture."""
    source = pypdfium2.PdfDocument(typeset(f"#set page(width: 420pt, height: 220pt)\n= Rinsing\n{PROSE}"))
    out = io.BytesIO()
    source[0].render(scale=200 / 72, grayscale=True).to_pil().save(out, format="PDF", resolution=200)
    source.close()
    return out.getvalue()


def arabic() -> bytes:
    """Return Arabic lines drawn as they are seen, and one that is drawn word by word from the right."""
    seen = ["تعيد المصبغة استخدام مياه الشطف", "وفرت المصبغة 30% من المياه"]
    lines = b"".join(show(_as_seen(line), 250, 700 - 16 * row) for row, line in enumerate(seen))
    words = b"".join(
        show(_as_seen(word), 500 - 80 * place, 650) for place, word in enumerate(["الماء", "النظيف", "أقل"])
    )
    return document(lines + words)


def vietnamese() -> bytes:
    """Return Vietnamese prose under a heading."""
    return typeset(
        """#set page(width: 320pt, height: 220pt)
        = Tuần hoàn nước giặt
        Nhà máy dệt nhuộm thu gom nước giặt cuối và dùng lại cho lần giặt đầu của mẻ sau. Lượng nước sạch giảm từ 120
        xuống 84 lít cho mỗi kilôgam vải, tiết kiệm 30 %."""
    )


def chinese() -> bytes:
    """Return Chinese lines, which have no spaces."""
    lines = ["印染厂收集最后一次漂洗水，", "用于下一批织物的第一次漂洗。", "新鲜水用量减少了30%。"]
    return document(b"".join(show(line, 72, 700 - 18 * row, 12) for row, line in enumerate(lines)))


def form() -> bytes:
    """Return a form with filled fields, and some that nobody sees."""
    labels = ["Company:", "Water used in 2019:", "Unit:", "Remarks:"]
    boxes = {8: (150, 705), 9: (200, 665), 40: (120, 625), 41: (150, 585), 42: (400, 585), 43: (400, 625)}
    fields: Mapping[int, bytes] = {
        8: b"/FT /Tx /T (company) /V (Blue River Dyeing)",
        9: b"/FT /Tx /T (water) /V (12 400)",
        40: b"/FT /Ch /Ff 131072 /Opt [(m3) (L)] /T (unit) /V (m3)",
        41: b"/FT /Tx /Ff 4096 /T (remarks) /V (Metered at the well.\\nChecked monthly.)",
        42: b"/FT /Tx /Ff 8192 /T (code) /V (secret)",
        43: b"/FT /Tx /F 2 /T (unseen) /V (hidden)",
    }
    extra = {
        number: b"<< /Type /Annot /Subtype /Widget /Rect [%d %d %d %d] %s >>"
        % (*boxes[number], boxes[number][0] + 150, boxes[number][1] + 14, entries)
        for number, entries in fields.items()
    }
    names = b" ".join(b"%d 0 R" % number for number in fields)
    return document(
        b"".join(show(label, 72, 708 - 40 * row) for row, label in enumerate(labels)),
        page_entries=b"/Annots [%s]" % names,
        catalog_entries=b"/AcroForm << /Fields [%s] /DA (/F1 11 Tf) >>" % names,
        extra=extra,
    )


def owner_password() -> bytes:
    """Return a file that opens without a password, and whose owner has one."""
    return encrypted(document(column([PROSE[:60], PROSE[60:94]])), user="", owner="secret")


def six_hundred_pages() -> bytes:
    """Return six hundred pages, numbered, under one running head, each with a heading of its own."""
    return typeset(
        """#set page(width: 200pt, height: 160pt, margin: 40pt, numbering: "1", header: [Log of the water meters])
        #set heading(numbering: "1")
        #for day in range(1, 601) { pagebreak(weak: true); [= Day #day
        The meter at the well showed #(40 * day) cubic metres in the evening.] }"""
    )


def _as_seen(line: str) -> str:
    """Return a right-to-left line from its left end; numbers run from the left in it."""
    words = [word if word[0].isdigit() else word[::-1] for word in line.split()]
    return " ".join(reversed([f"%{word[:-1]}" if word.endswith("%") else word for word in words]))


GOLDEN: Mapping[str, Callable[[], bytes]] = {
    "arabic": arabic,
    "chinese": chinese,
    "encrypted": owner_password,
    "form": form,
    "hyphenated": hyphenated,
    "rotated": rotated,
    "running-heads": running_heads,
    "scan": scan,
    "six-hundred-pages": six_hundred_pages,
    "table-over-two-pages": table_over_two_pages,
    "two-columns": two_columns,
    "vietnamese": vietnamese,
}

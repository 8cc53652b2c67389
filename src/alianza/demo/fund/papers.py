"""Papers and letters of the story: small, plain PDF files, each of which says that it is invented."""

from collections.abc import Iterable
from io import BytesIO
from textwrap import wrap

INVENTED = {
    "en": "This paper belongs to the demonstration of Alianza. Everything in it is invented.",
    "es": "Este documento pertenece a la demostración de Alianza. Todo en él es inventado.",
    "fr": "Ce document appartient à la démonstration d'Alianza. Tout y est inventé.",
}
NOTE = {
    "en": (
        "Note by the secretariat",
        (
            "The body is asked to decide the text below. The file of the matter is on the platform, with endorsements "
            "and the opinion of the advisory group where there is one."
        ),
    ),
    "es": (
        "Nota de la secretaría",
        (
            "Se pide al órgano que decida el texto siguiente. El expediente está en la plataforma, con los avales y el "
            "dictamen del grupo asesor donde lo haya."
        ),
    ),
    "fr": (
        "Note du secrétariat",
        (
            "L'organe est prié de décider du texte ci-dessous. Le dossier se trouve sur la plateforme, avec soutiens "
            "et l'avis du groupe consultatif s'il y en a un."
        ),
    ),
}


def note(language: str, title: str, text: str) -> BytesIO:
    """A note to a body in one of its working languages; the text to be decided stays as it was drafted."""
    heading, asks = NOTE[language]
    return page((heading, "", title, "", asks, "", text, "", INVENTED[language]))


def letter(sender: str, *paragraphs: str) -> BytesIO:
    return page((sender, "", *(line for each in paragraphs for line in (each, "")), INVENTED["en"]))


def page(lines: Iterable[str]) -> BytesIO:
    """One page of text as PDF, in a font that every reader has."""
    shown = [part for line in lines for part in (wrap(line, 84) or [""])]
    text = "".join(f"({_escaped(line)}) Tj T*\n" for line in shown)
    stream = f"BT /F1 11 Tf 15 TL 64 770 Td\n{text}ET".encode("cp1252", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    )
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return BytesIO(out.getvalue())


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

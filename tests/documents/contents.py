"""Small files of each kind, made here."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
CSV = "name,país\nAna,PHL\n".encode()


def workbook(*extra: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *extra):
            parts.writestr(name, "<x/>")
    return packed.getvalue()

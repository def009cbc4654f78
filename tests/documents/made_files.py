"""Small PDFs, Word files and archives, made by hand: tests keep no binaries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx

Words = tuple[float, float, float, str]
"""x, y, size, text, from the page's lower left corner in points."""


def pdf(*pages: Sequence[Words], title: str = "", made: str = "", extra: str = "") -> bytes:
    """A PDF with these words on its pages; ``extra`` goes into its trailer."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /CreationDate ({made}) >>".encode("latin-1"),
    ]
    kids: list[str] = []
    for page in pages:
        drawn = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n" for x, y, size, text in page
        ).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 4 0 R " % (len(objects) + 1))
    out.write(f"{extra} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def lines(*texts: str, x: float = 50, top: float = 700, size: float = 11) -> list[Words]:
    """Lines one under the other; an empty text leaves a gap."""
    return [(x, top - 13 * n, size, text) for n, text in enumerate(texts) if text]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def word(*paragraphs: tuple[str, str | None], title: str = "") -> bytes:
    """A Word file with these paragraphs, each a text and the name of its style."""
    file = docx.Document()
    file.core_properties.title = title
    for text, style in paragraphs:
        file.add_paragraph(text, style)
    return saved(file)


def saved(file: docx.document.Document) -> bytes:
    """A Word file as bytes."""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """A .zip with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, member: str, new: bytes) -> bytes:
    """An archive with one of its files replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as made:
        for name in old.namelist():
            made.writestr(name, new if name == member else old.read(name))
    return out.getvalue()

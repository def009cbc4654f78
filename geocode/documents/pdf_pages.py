"""What stands where on the pages of a PDF: run as a process of its own, which may be lost.

PDFium is quick and reads what nothing else does, but it is C++ and a PDF may be built to harm it.
So it runs beside us, without our modules, in bounded memory and time, and its answer is lines of
JSON: first ``{"pages", "title", "made"}``, then a line a page, or ``{"error"}`` at any place.

Run: ``python -I pdf_pages.py MOST_PAGES MOST_CHARS < file.pdf``.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any, cast

MEMORY_BYTES = 1_000_000_000
SECONDS = 60
"""Of processor time: a page of a newspaper takes a hundredth of one."""
_WIDE_GAP = 1.2
"""Of a line's height: what stands farther apart is another column's, or another cell's."""
_ENDS = frozenset({0x0A, 0x0D})
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium has for a hyphen at a line's end."""


def bound() -> None:
    """Take no more memory and time than any honest file needs, where the system can hold us to."""
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the parent's clock is all there is
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def say(value: object) -> None:
    """One line of JSON on stdout."""
    sys.stdout.write(json.dumps(value) + "\n")


def main(most_pages: int, most_chars: int) -> None:
    """Tell the pages of the file on stdin."""
    import pypdfium2  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs] - inside our bounds

    try:
        file = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        say({"error": "locked" if "password" in str(error).lower() else "broken"})
        return
    about = file.get_metadata_dict()
    say({"pages": len(file), "title": about["Title"], "made": about["CreationDate"]})
    if len(file) > most_pages:
        return
    chars = 0
    for number in range(len(file)):
        try:
            page = file[number]
            lines = list(lines_of(page.get_textpage()))
            pictures = bool(lines) or any(map(bool, cast("Any", page).get_objects((3,), 3)))
        except pypdfium2.PdfiumError:
            say({"broken": True, "lines": [], "pictures": False})
            continue
        say({"lines": lines, "pictures": pictures})
        page.close()
        chars += sum(len(piece[5]) for line in lines for piece in line)
        if chars > most_chars:
            say({"error": "long"})
            return


def lines_of(textpage: Any) -> Iterator[list[list[Any]]]:  # noqa: ANN401 - PDFium's
    """Its lines as the file has them, each as pieces: x0, y0, x1, y1, weight, text.

    ``y`` grows upwards, in points. What stands far apart on one line are several pieces.
    """
    from pypdfium2 import raw  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs] - likewise

    box = raw.FS_RECTF()
    line: list[list[Any]] = []
    piece: list[Any] = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in _ENDS:
            if line:
                yield [_plain(piece) for piece in line]
            line, piece = [], []
            continue
        char = _HYPHENS.get(code) or (chr(code) if ord(" ") <= code <= sys.maxunicode else "")
        if not char or not raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            continue
        sides = box.left, box.bottom, box.right, box.top
        if char.isspace() or not all(map(math.isfinite, sides)):
            if piece:
                piece[5].append(" ")
            continue
        if piece and not piece[1] < (box.bottom + box.top) / 2 < piece[3]:
            yield [_plain(each) for each in line]  # a word goes on behind a hyphen
            line, piece = [], []
        far = piece and abs(box.left - piece[2]) > _WIDE_GAP * (piece[3] - piece[1])
        if not piece or far:
            weight = raw.FPDFText_GetFontWeight(textpage, index)
            piece = [*sides, weight, []]
            line.append(piece)
        piece[0], piece[1] = min(piece[0], box.left), min(piece[1], box.bottom)
        piece[2], piece[3] = max(piece[2], box.right), max(piece[3], box.top)
        piece[5].append(char)
    if line:
        yield [_plain(piece) for piece in line]


def _plain(piece: list[Any]) -> list[Any]:
    return [*(round(side, 1) for side in piece[:4]), piece[4], "".join(piece[5]).strip()]


if __name__ == "__main__":
    bound()
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    except MemoryError:
        say({"error": "large"})

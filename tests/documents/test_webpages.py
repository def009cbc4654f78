"""What a page's own marks say of its parts is kept, in the page's own order."""

from __future__ import annotations

from datetime import date

import pytest

from geocode.documents import read_bytes
from geocode.records import Document

PAGE = """<html lang="en"><head><title>Drills begin - Site</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Drills begin</h1>
<div class="article__byline">By <a rel="author">Ana Kovač</a> in Zagreb</div>{stamp}
<p>KYIV, Feb. 14 (Reuters) — Troops trained on Monday in the south, the ministry said there.</p>
<figure><img src="x"><figcaption>Launchers near Yelsk (AP)</figcaption></figure>
<blockquote><p>We saw tanks near Homyel. They moved all night long to the border.</p></blockquote>
<p>They left on 2 March 2021 for the border, according to those who spoke to this site.</p>
<p>(Reporting by Ana Kovač in Zagreb; editing by John Roe)</p></article></body></html>"""


def page(text: str) -> Document:
    (found,) = read_bytes("a.html", text.encode())
    assert isinstance(found, Document), found
    return found


def test_bylines_captions_and_quotations_stand_where_the_page_has_them() -> None:
    found = page(PAGE.format(stamp=""))
    assert [(b.kind, b.span.of(found.text)[:27]) for b in found.blocks] == [
        ("headline", "Drills begin"),
        ("byline", "By Ana Kovač in Zagreb"),
        ("dateline", "KYIV, Feb. 14 (Reuters) —"),
        ("body", "Troops trained on Monday in"),
        ("caption", "Launchers near Yelsk (AP)"),
        ("quote", "We saw tanks near Homyel. T"),
        ("body", "They left on 2 March 2021 f"),
        ("byline", "(Reporting by Ana Kovač in "),
    ]
    assert found.published is None


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ('<time class="published" datetime="2022-02-14T23:30:00-08:00">', date(2022, 2, 14)),
        ('<time itemprop="datePublished" datetime="2022-02-14">', date(2022, 2, 14)),
        ('<time datetime="2022-02-14">', None),
        ('<time class="published" datetime="soon">', None),
    ],
)
def test_a_time_dates_a_page_only_where_it_is_said_to_be_of_publication(
    stamp: str, day: date | None
) -> None:
    assert page(PAGE.format(stamp=f"{stamp}then</time>")).published == day


def test_a_part_that_only_bears_the_name_of_a_byline_is_read_as_text() -> None:
    long = "Troops trained on Monday in the south, the ministry said there. " * 5
    found = page(f'<html><body><article><p class="author-box">{long}</p><p>{long}</p></article>')
    assert {block.kind for block in found.blocks} == {"body"}

"""A saved feed gives a document an entry, whatever its dialect; nothing is fetched or expanded."""

from __future__ import annotations

from datetime import date

import pytest

from geocode.documents import feeds, read_bytes
from geocode.documents.snippets import paragraphs_of
from geocode.records import Document, Rejected

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Kyiv &amp; Post</title>
<pubDate>Tue, 15 Feb 2022 00:00:00 GMT</pubDate>
<item><title>Troops &amp;amp; tanks</title><link>https://example.org/a</link><guid>g1</guid>
<media:description>A picture</media:description>
<description>&lt;p&gt;In short&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Troops <b>moved</b> near Yelsk.</p><figure><img src="x.png"
onerror="alert(1)"><figcaption>Tanks near Gomel</figcaption></figure><blockquote><p>We shall stay
here.</p></blockquote><script>alert(1)</script>They left.<br>All of them.]]></content:encoded>
<pubDate>Mon, 14 Feb 2022 23:30:00 -0500</pubDate></item>
<item><title>Only a title</title><pubDate>some day</pubDate></item><item/></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>
<updated>2022-03-01T00:00:00Z</updated>
<entry><title type="html">Floods in &lt;b&gt;Lima&lt;/b&gt;</title><id>urn:1</id>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/>
<updated>2022-02-16T00:00:00Z</updated><published>2022-02-14T00:00:00Z</published>
<source><title>The Lima Times</title></source><summary>In short</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Floods hit Lima.</p>
<p>Ten died there.</p></div></content></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Old news</title></channel><item><title>A fire in Goma</title>
<link>https://example.org/f</link><description>A market burned.</description>
<dc:date>2022-02-14T08:00:00+02:00</dc:date></item></rdf:RDF>"""


def entries(data: bytes, name: str = "a.rss") -> tuple[Document | Rejected, ...]:
    found = tuple(read_bytes(name, data))
    assert all(isinstance(one, (Document, Rejected)) for one in found)
    return found  # type: ignore[return-value]


def shown(found: Document | Rejected) -> list[tuple[str, str]]:
    assert isinstance(found, Document), found
    return [(b.kind, b.span.of(found.text)) for b in found.blocks]


def test_rss_gives_title_text_day_link_and_source() -> None:
    first, second, third = entries(RSS)
    assert shown(first) == [
        ("headline", "Troops & tanks"),
        ("body", "Troops moved near Yelsk."),
        ("caption", "Tanks near Gomel"),
        ("quote", "We shall stay here."),
        ("body", "They left."),
        ("body", "All of them."),
    ]
    assert isinstance(first, Document)
    assert (first.published, first.url) == (date(2022, 2, 14), "https://example.org/a")
    assert (first.source, first.doc_id) == ("Kyiv & Post", "g1")
    assert isinstance(second, Document)
    assert (second.text, second.published) == ("Only a title", None)
    assert second.notes == ('its date "some day" is no day; write it as 2022-02-14',)
    assert third == Rejected("a.rss:3", "has no text; nothing was read")


def test_atom_and_rdf_are_read_alike() -> None:
    (atom,) = entries(ATOM, "a.xml")
    assert shown(atom) == [
        ("headline", "Floods in Lima"), ("body", "Floods hit Lima."), ("body", "Ten died there."),
    ]  # fmt: skip
    assert isinstance(atom, Document)
    assert (atom.published, atom.url, atom.source, atom.doc_id) == (
        date(2022, 2, 14), "https://example.org/1", "The Lima Times", "urn:1",
    )  # fmt: skip
    (rdf,) = entries(RDF, "a.atom")
    assert shown(rdf) == [("headline", "A fire in Goma"), ("body", "A market burned.")]
    assert isinstance(rdf, Document)
    assert (rdf.published, rdf.source) == (date(2022, 2, 14), "Old news")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no RSS or Atom feed"),
        (b"<urlset><url/></urlset>", "is no RSS or Atom feed"),
        (b"\x00\xff not xml", "is no RSS or Atom feed"),
        (b"<rss><channel><title>x</title></channel></rss>", "is a feed without entries"),
        (
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss>&b;</rss>',
            "declares XML entities",
        ),
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><rss/>'.encode("utf-16-le"),
            "declares XML entities",
        ),
    ],
)
def test_what_is_no_feed_or_hostile_is_rejected(data: bytes, says: str) -> None:
    (found,) = entries(data, "a.xml")
    assert isinstance(found, Rejected)
    assert found.where == "a.xml"
    assert found.reason.startswith(says)


def test_entries_are_limited_and_deep_pages_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 1)
    found = entries(RSS)
    assert [type(one) for one in found] == [Document, Rejected]
    deep = b"&lt;div&gt;" * 300
    (entry,) = entries(
        b"<rss><channel><item><description>" + deep + b"</description></item></channel></rss>"
    )
    assert isinstance(entry, Rejected)
    assert entry.reason.startswith("is a page of 300 tags nested 300 deep")


def test_a_piece_of_html_keeps_all_its_words_once_and_in_order() -> None:
    found = paragraphs_of("a<p>b <i>c</i> d<ul><li>e<li>f</ul>g<!-- h -->i<style>j</style>")
    assert not isinstance(found, Rejected)
    assert [part.text for part in found] == ["a", "b c d", "e", "f", "gi"]

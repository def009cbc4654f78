"""Bytes that do not say their encoding are read by it all the same, and doubt is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import read_bytes
from geocode.documents.decoding import Decoded, decode
from geocode.documents.encodings import guess
from geocode.records import Document, Rejected


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Войска покинули город."),
        ("cp1251", "Взрыв в Луганске"),
        ("cp1251", "Київ спокійний."),
        ("koi8-r", "Войска покинули город."),
        ("koi8-u", "Війська залишили Київ."),
        ("cp866", "Войска покинули город."),
        ("iso8859-5", "Войска покинули город."),
        ("cp1250", "Wojska opuściły Łódź w poniedziałek."),
        ("iso8859-2", "Wojska opuściły Łódź w poniedziałek."),
        ("cp1250", "Požár v Plzni si vyžádal oběti."),
        ("cp1252", "Les troupes ont quitté la ville."),
        ("cp1252", "Die Truppen verließen München."),
        ("cp1252", "Øresund blev lukket på mandag."),
        ("cp1253", "Ο στρατός έφυγε από την Αθήνα."),
        ("cp1254", "Askerler şehri terk etti, İstanbul'da."),
        ("cp1256", "غادرت القوات المدينة"),
        ("shift_jis", "警察は月曜日に東京で会合を開いた。抗議は穏やかだった。"),
    ],
)
def test_a_short_text_is_read_in_the_encoding_it_was_written_in(encoding: str, text: str) -> None:
    found = guess(text.encode(encoding))
    assert found is not None
    assert found.text == text


def test_two_readings_that_fit_as_well_are_said_to_be_a_guess() -> None:
    found = decode("A tüntetők Győrben gyűltek össze.".encode("cp1250"))
    assert isinstance(found, Decoded)
    (note,) = found.notes
    assert note.startswith("its encoding is not told and was taken for cp1250; save it as UTF-8")
    assert decode("Wojska opuściły Łódź.".encode("cp1250")).notes == ()


def test_lost_bytes_are_counted() -> None:
    (found,) = read_bytes("a.txt", ("Київ спокійний. " * 20).encode() + b"\xff")
    assert isinstance(found, Document)
    assert found.notes[0].startswith("1 of its bytes are no UTF-8 and were lost")


def test_what_a_page_or_letter_says_goes_before_a_guess() -> None:
    data = "<meta charset=iso-8859-2><p>Łódź".encode("iso8859-2")
    found = decode(data, html=True)
    assert isinstance(found, Decoded)
    assert found.text.endswith("Łódź")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_rejection(data: bytes) -> None:
    assert isinstance(decode(data), (Decoded, Rejected))

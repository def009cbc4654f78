"""Dateline: text in; dated, placed, sourced events out; with no network."""

__version__ = "0.1.0"

"""Mentions to places: which entry is meant, what ground the wording means, what part it plays."""

from __future__ import annotations

from geocode.places.queries.answers import place_query, why_no_place
from geocode.places.resolution import resolve

__all__ = ["place_query", "resolve", "why_no_place"]

"""When an event was: from its clause, its sentence, its entry's heading, or else the dateline."""

from __future__ import annotations

from geocode.events.dating.dated import Dating, default_when
from geocode.events.dating.headings import headings
from geocode.events.dating.hours import hours
from geocode.events.dating.linking import link_dates

__all__ = ["Dating", "default_when", "headings", "hours", "link_dates"]

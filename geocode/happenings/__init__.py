"""Events told in several reports: which of them are one happening, and why we think so.

A step after reading, over events that stand: it changes no reading, needs no text but the quotes,
and gives the same groups for the same events in whatever order they come.
"""

from geocode.happenings.accounts import Account, Joined, Site

# Not ``grouping``: whoever only keeps what it found need not load what it weighs events by.
__all__ = ["Account", "Joined", "Site"]

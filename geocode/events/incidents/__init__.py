"""Events of violence weighed as wholes: whether they are one, where and when, from all tellings."""

from geocode.events.incidents.scene import dateline_of, rare_words
from geocode.events.incidents.settling import settle

__all__ = ["dateline_of", "rare_words", "settle"]

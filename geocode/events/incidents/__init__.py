"""Events of violence weighed as wholes: whether they are one, where and when, from all tellings."""

from geocode.events.incidents.scene import rare_words
from geocode.events.incidents.settling import settle

__all__ = ["rare_words", "settle"]

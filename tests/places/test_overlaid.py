"""In a text, a place of a user's overlay is meant before its namesakes."""

from small_world import SmallWorld, marked

from geocode.places.ranking.ranker import rank
from geocode.records import Entry


class Overlaid(SmallWorld):
    """The small world with a site of the user's own that is called Kyiv."""

    def __init__(self, *, moved=()):
        super().__init__()
        own = Entry(
            "overlay:kyiv", "Kyiv", "LCTY", "BY", None, None, 28.9, 51.8, 0, None, None, 1e3
        )
        self.entries = {own.id: own, **self.entries}
        self.overlaid = {own.id: "my.csv", **dict.fromkeys(moved, "my.csv")}

    def lookup(self, name, *, limit=50):
        found = super().lookup(name, limit=limit)
        return tuple(sorted(found, key=lambda e: not e.id.startswith("overlay:")))


def test_what_an_overlay_lists_beats_its_namesakes_and_says_so():
    document, mentions = marked("Shells fell on [Kyiv], [Ukraine], and [Moscow] denied it.")
    kyiv, *_ = rank(document, mentions, Overlaid())
    assert [c.entry.id for c in kyiv] == ["overlay:kyiv", "kyiv"]
    assert kyiv[0].why[0] == "from an overlay of your own"
    assert kyiv[0].score == 0.95
    assert kyiv[1].score <= 0.05 + 1e-9
    assert rank(document, mentions, SmallWorld())[0][0].entry.id == "kyiv"


def test_an_entry_that_an_overlay_changed_wins_where_it_is_the_first_so_called():
    document, mentions = marked("A fair opened in [Paris] on Monday.")
    (paris,) = rank(document, mentions, Overlaid(moved=["paris-tx"]))
    assert paris == rank(document, mentions, SmallWorld())[0]
    (moved,) = rank(document, mentions, Overlaid(moved=["paris"]))
    assert moved[0].entry.id == "paris"
    assert moved[0].why[0] == "from an overlay of your own"

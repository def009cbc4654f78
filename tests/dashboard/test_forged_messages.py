"""What a browser may send that no script of ours says: it is ignored, and the page goes on.

The messages go in where Streamlit puts those of a browser, so that the page's own callbacks run.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from page_samples import SAMPLES, write_store
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from dashboard.layers.feed import row_key
from dashboard.messages import DAYS, MESSAGES, SENT, said_in
from dashboard.view import LARGEST_KEY
from geocode import open_store

ROOT = Path(__file__).resolve().parents[2]
PAGE = str(ROOT / "dashboard" / "page.py")
DEEP: Any = []
for _ in range(50):
    DEEP = [DEEP]
FORGED: tuple[Any, ...] = (
    True, -1, 1.5, math.nan, math.inf, 2**63, -(10**400), [], {}, [None], DEEP, {"x": 1},
    [math.nan, math.nan], [1, 2, 3, 4.5], ["sure", "0", None], [1, -(10**9), None], [[], {}],
    [0] * 200_000, "A" * 1_000_000, {"type": {}}, {"type": "drawn", "points": ["1"]},
    {"event": 7}, {"who": None}, {"text": 5}, {"n": "now"}, {"at": [0, math.inf]},
)  # fmt: skip
"""Of no form that any widget of ours speaks in."""
OF_FORM: dict[str, dict[str, tuple[Any, ...]]] = {
    "timeline": {
        "range": ([*DAYS], [*reversed(DAYS)], [None, DAYS[0]]),
        "rule": (["sure", DAYS[1], DAYS[0]],),
        "step": ([-1, *DAYS], [1, None, None]),
    },
    "listing": {"chosen": (LARGEST_KEY - 1, 0), "start": (SENT,), "act": (LARGEST_KEY - 1,)},
    "saved_views": {
        "opened": tuple(text[:200] for text in PAYLOADS.values()),
        "deleted": ("__proto__", PAYLOADS["statement"]),
        "restored": (1,),
    },
    "evidence": {"chosen": (LARGEST_KEY - 1,), "alone": (1,), "closed": (SENT,)},
    "corrections": {
        "sought": tuple(
            {"for": about, "text": PAYLOADS[name]}
            for name in ("match", "surrogate", "pattern", "long")
            for about in ("places", "others")
            if name != "long"
        ),
        "said": (
            {"type": "drawn", "shape": "point", "points": "nan, inf", "who": "x"},
            {"type": "drawn", "shape": "disc", "points": "1, 1", "radius_km": "1e999", "who": "x"},
            {"type": "drawn", "shape": "disc", "points": "1, 1", "radius_km": "nan", "who": "x"},
            {"type": "drawn", "shape": "area", "points": "9" * 5000, "who": "x"},
            {"type": "dated", "earliest": "9999-99-99", "who": "x"},
            {"type": "undone", "number": SENT, "who": "x"},
            {"type": "undone", "number": 0, "who": "x"},
            {"type": "kind", "kind": PAYLOADS["image"], "who": "x"},
            {"type": "role", "role": "site", "at": [SENT, 0], "who": "x"},
            {"type": "role", "role": "__class__", "at": [0, 1], "who": "x"},
            {"type": "wording", "entry": "x", "query": PAYLOADS["match"], "who": "x"},
            {"type": "merged", "document": "../x", "event": PAYLOADS["statement"], "who": "x"},
            {"type": PAYLOADS["cycler"][:20], "who": "x"},
        ),
    },
    "emptied": {"dropped": ("__class__",)},
    "howto": {"done": (SENT,)},
}
"""Of a form that is heard, and beyond all that a person does."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("forged") / "events.sqlite", SAMPLES)


def sent(page: AppTest, widget: str, name: str, value: object) -> AppTest:
    """The page after a browser said so of a widget."""
    states = page._tree.get_widget_states()
    told = json.dumps([{"event": name, "value": value}])
    called = f"dateline.{NAMED.get(widget, widget)}"
    for element in page.main:
        if element.type == "bidi_component" and element.proto.component_name == called:
            trigger = f"$$STREAMLIT_INTERNAL_KEY_{element.proto.id}__events"
            states.widgets.append(WidgetState(id=trigger, json_trigger_value=told))
            return page._run(states)
    pytest.fail(f"the page shows no {widget}")


NAMED = {"saved_views": "views"}
SHOWN = {
    "timeline": {}, "listing": {}, "saved_views": {}, "howto": {}, "table": {"as": "table"},
    "evidence": {"event": "1"}, "corrections": {"event": "1"}, "emptied": {"q": "Zzyzx"},
    "rejected": {"show": "rejected"},
}  # fmt: skip
"""By widget the address that shows it."""


@pytest.fixture
def opened(store: Path, key: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    monkeypatch.setenv("DATELINE_STORE", str(store))

    def page_with(widget: str) -> AppTest:
        page = AppTest.from_file(PAGE, default_timeout=60)
        for name, value in SHOWN[widget].items():
            page.query_params[name] = str(key) if name == "event" else value
        page.run()
        assert not page.exception
        return page

    return page_with


@pytest.fixture(scope="module")
def key(store: Path) -> int:
    with open_store(store, read_only=True) as opened_:
        return row_key(opened_.rows()[0])


def test_every_message_has_a_form_and_no_forged_one_has_it() -> None:
    for widget, names in MESSAGES.items():
        for name in names:
            for value in FORGED:
                said = said_in(widget, name, {name: value})
                assert said is None, (widget, name, str(value)[:80])
    assert said_in("listing", "chosen", {"chosen": 7}) == 7
    assert said_in("listing", "chosen", [7]) is None
    assert said_in("listing", "chosen", None) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON)
def test_whatever_is_sent_is_heard_as_it_is_or_not_at_all(value: object) -> None:
    for widget, names in MESSAGES.items():
        for name in names:
            assert said_in(widget, name, {name: value}) in (None, value)
            assert said_in(widget, name, value) is None or isinstance(value, dict)


def test_what_a_script_of_ours_says_is_heard(opened: Callable[[str], AppTest], key: int) -> None:
    assert sent(opened("listing"), "listing", "chosen", key).session_state["view"].event == key
    page = sent(opened("timeline"), "timeline", "range", [19_050, 19_030])
    assert page.query_params["since"] == "2022-02-07"
    assert page.query_params["until"] == "2022-02-27"
    assert sent(opened("table"), "table", "sort", "place").session_state["view"].sort == "place"


@pytest.mark.parametrize("widget", SHOWN)
def test_a_forged_message_leaves_the_page_as_it_was(
    opened: Callable[[str], AppTest], store: Path, widget: str
) -> None:
    page, before = opened(widget), store.read_bytes()
    view = page.session_state["view"]
    for number, name in enumerate(MESSAGES[widget]):
        for value in FORGED[number::5]:
            assert not sent(page, widget, name, value).exception
            assert page.session_state["view"] == view
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("widget", "name"), [(widget, name) for widget, names in OF_FORM.items() for name in names]
)
def test_a_message_beyond_what_a_person_does_breaks_nothing(
    opened: Callable[[str], AppTest], store: Path, widget: str, name: str
) -> None:
    values = OF_FORM[widget][name]
    for value in values[:: max(1, len(values) // 15)]:
        assert said_in(widget, name, {name: value}) == value
        assert not sent(opened(widget), widget, name, value).exception, value
    with open_store(store, read_only=True) as kept:
        assert kept.corrections() == ()
        assert kept.views() == ()


def test_no_widget_is_listened_to_but_through_the_one_door() -> None:
    listening = set()
    for path in sorted((ROOT / "dashboard" / "panels").glob("*.py")):
        for call in (
            n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
        ):
            if ast.unparse(call.func).startswith("component("):
                named = {k.arg for k in call.keywords if k.arg}
                assert not {name for name in named if name.startswith("on_")}, path.name
                listening |= {path.stem for k in call.keywords if k.arg is None}
    assert {NAMED.get(name, name) for name in MESSAGES} == listening | {"map"}

"""The command line as a stranger types it: results on stdout, advice on stderr, honest statuses."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geocode import __version__
from geocode.errors import StoreError
from geocode.gazetteer import DEFAULT_PATH
from geocode.gazetteer.protocol import Gazetteer
from geocode.store import open_store
from geocode.terminal import heed_signals, progress

VERBS = ("build", "lookup", "parse", "read", "export", "merge", "corrections")
REPORT = (
    "date 2022-02-14 Soldiers held exercises near Yelsk, Belarus, on Monday.\n\n"
    "Shells hit the town of Pinsk on February 12, officials said.\n\n"
    "Washington condemned the attack."
)


def run(*arguments: str, given: bytes = b"", **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "geocode", *arguments],
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


def failure(*arguments: str, status: int = 1, **environment: str) -> str:
    done = run(*arguments, **environment)
    said = done.stderr.decode()
    assert done.returncode == status, said
    assert "Traceback" not in said
    assert done.stdout == b""
    return said


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    """A folder with a report, its store, and its whole export."""
    folder = tmp_path_factory.mktemp("line")
    (folder / "report.txt").write_text(REPORT)
    store = str(folder / "events.sqlite")
    assert run("read", str(folder / "report.txt"), "--store", store).returncode == 0
    done = run("export", str(folder / "all.geojson"), "--store", store, "--unplaced")
    assert done.returncode == 0, done.stderr
    return folder


def features(folder: Path, *options: str) -> list[dict[str, Any]]:
    done = run("export", "-", "--store", str(folder / "events.sqlite"), *options)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["metadata"]["counts"]["features"] == len(found["features"])
    return found["features"]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_teaches_with_an_example(verb: str) -> None:
    done = run(verb, "--help")
    assert done.returncode == 0
    assert f"python -m geocode {verb}" in done.stdout.decode()


def test_the_help_names_every_verb_and_the_version_is_the_packages() -> None:
    told = run("--help").stdout.decode()
    assert all(f"\n  {verb} " in told for verb in VERBS)
    assert run("--version").stdout.decode().strip() == f"dateline, version {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["read"],
        ["lookup"],
        ["export", "x.geojson", "--since", "yesterday"],
        ["read", "x", "--published", "2022-13-45"],
        ["lookup", "Kyiv", "--limit", "0"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    assert "Error" in failure(*arguments, status=2)


def test_a_missing_and_a_corrupt_gazetteer_say_to_build_it(tmp_path: Path) -> None:
    for content in (None, b"not a database " * 500):
        if content:
            (tmp_path / "gazetteer.sqlite").write_bytes(content)
        said = failure("lookup", "Kyiv", DATELINE_CACHE=str(tmp_path))
        assert "python -m geocode build" in said
        assert said.count("\n") == 1


def test_a_missing_store_says_to_read_first(tmp_path: Path) -> None:
    said = failure("export", str(tmp_path / "x.geojson"), DATELINE_CACHE=str(tmp_path))
    assert "python -m geocode read PATH" in said
    assert list(tmp_path.iterdir()) == []


def test_lookup_prints_one_array_of_the_promised_members(gazetteer: Gazetteer) -> None:
    found = json.loads(run("lookup", "Yelsk, Belarus", "--json").stdout)
    assert list(found[0]) == [
        "id", "name", "feature", "country", "admin1", "lat", "lon", "precision_m", "score",
        "reasons", "geometry",
    ]  # fmt: skip
    assert (found[0]["id"], found[0]["country"]) == ("geonames:619598", "BY")
    assert json.loads(run("lookup", "Zzyzxqq", "--json").stdout) == []


def test_lookup_reads_a_query_a_line_and_writes_an_array_a_line(gazetteer: Gazetteer) -> None:
    done = run("lookup", "-", given="Kyiv\n\nZzyzxqq\nКиев\n".encode())
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line[0]["id"] if line else None for line in lines] == [
        "geonames:703448", None, None, "geonames:703448"
    ]  # fmt: skip


def test_lookup_for_people_says_why(gazetteer: Gazetteer) -> None:
    done = run("lookup", "Yelsk")
    assert "geonames:619598" in done.stdout.decode()
    assert "nothing is called" in run("lookup", "Zzyzxqq").stderr.decode()


def test_lookup_of_a_misspelt_name_asks_back_and_answers_nothing(gazetteer: Gazetteer) -> None:
    done = run("lookup", "Minskk", "--limit", "1")
    assert done.stdout == b""
    nothing, asked_back, minsk, why = done.stderr.decode().splitlines()[:4]
    assert nothing == "nothing is called 'Minskk'; try another spelling, or add the country"
    assert asked_back == "did you mean:"
    assert minsk.endswith("  Minsk, BY  [PPLC]  53.9002, 27.5665 ± 16,651 m  geonames:625144")
    assert why == "      did you mean: spelt Minsk, edit distance 1"
    assert json.loads(run("lookup", "Minskk", "--json").stdout) == []


def test_lookup_marks_what_is_only_spelt_so_where_it_is_asked_for(gazetteer: Gazetteer) -> None:
    done = run("lookup", "-", "--fuzzy", "--limit", "1", given=b"Minskk\nMinsk\nZzyzxqq\n")
    (fuzzy,), (exact,), none = (json.loads(line) for line in done.stdout.splitlines())
    assert (fuzzy["id"], exact["id"], none) == ("geonames:625144", "geonames:625144", [])
    assert (fuzzy["match"], "match" in exact) == ("fuzzy", False)
    assert fuzzy["score"] == pytest.approx(exact["score"] / 2, abs=1e-4)
    assert fuzzy["reasons"][0] == "did you mean: spelt Minsk, edit distance 1"
    assert b"  Minsk, BY  [PPLC]" in run("lookup", "Minskk", "--fuzzy").stdout.splitlines()[0]


def test_lookup_passes_over_a_line_that_is_not_utf8(gazetteer: Gazetteer) -> None:
    done = run("lookup", "-", "--limit", "1", given=b"Kyiv\nS\xe3o Paulo\nMinsk\n")
    assert [bool(json.loads(line)) for line in done.stdout.splitlines()] == [True, False, True]
    assert done.stderr.decode() == "line 2: is not UTF-8 (byte 0xe3 at 2); write names as UTF-8\n"
    said = failure("lookup", os.fsdecode(b"S\xe3o Paulo"))
    assert said == "Error: the query is not UTF-8 (byte 0xe3 at 2); write names as UTF-8\n"


def parsed(given: bytes) -> tuple[list[dict[str, Any]], str]:
    done = run("parse", "-", "-", given=given)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def test_parse_answers_every_line_in_order_bad_ones_too(gazetteer: Gazetteer) -> None:
    rows = [
        json.dumps({"doc_id": 1, "text": "😀 Talks in Kyiv\r\nand Minsk."}),
        "{oops",
        json.dumps({"doc_id": "b"}),
        "",
        json.dumps({"doc_id": "c", "text": ""}),
        json.dumps({"doc_id": "d", "text": "No place here \ud800."}),
    ]
    out, said = parsed("\n".join(rows).encode())
    assert [row["doc_id"] for row in out] == [1, None, "b", "c", "d"]
    assert ["error" in row for row in out] == [False, True, True, True, False]
    kyiv, minsk = out[0]["toponyms"]
    assert list(kyiv) == [
        "start", "end", "text", "lat", "lon", "id", "feature", "kind", "relation", "role",
        "confidence",
    ]  # fmt: skip
    assert (kyiv["start"], kyiv["end"], kyiv["text"]) == (11, 15, "Kyiv")
    assert (minsk["start"], minsk["end"], minsk["id"]) == (21, 26, "geonames:625144")
    assert "line 2: is no JSON" in said
    assert "5 documents, 3 of them rejected" in said


def test_parse_takes_a_line_of_megabytes(gazetteer: Gazetteer) -> None:
    text = "Nothing of note was said that day. " * 30_000
    out, _ = parsed(json.dumps({"doc_id": "x", "text": text + "They met in Kyiv."}).encode())
    assert [t["text"] for t in out[0]["toponyms"]] == ["Kyiv"]


def test_parse_writes_its_file_whole_or_leaves_the_old(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"doc_id": "a", "text": "Talks in Kyiv."}\n')
    assert run("parse", str(source), str(target)).returncode == 0
    assert json.loads(target.read_text())["doc_id"] == "a"
    assert "check the path" in failure("parse", str(tmp_path / "gone"), str(target))
    assert json.loads(target.read_text())["doc_id"] == "a"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_read_counts_add_up_and_a_second_reading_changes_nothing(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    folder, store = tmp_path / "in", str(tmp_path / "s.sqlite")
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT)
    (folder / "b.txt").write_bytes("In São Paulo, police clashed with marchers.".encode("latin-1"))
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.txt").write_bytes(b"\0\1")
    first = run("read", str(folder), "--store", store, "--json")
    told = json.loads(first.stdout)
    assert (first.returncode, told["inputs"], told["documents"]) == (0, 4, 2)
    assert (told["new"], told["already_there"]) == (2, 0)
    assert [Path(r["where"]).name for r in told["rejected"]] == ["c.txt", "d.txt"]
    assert told["mentions"] == sum(told["mentions_by_role"].values())
    assert told["events"] == told["events_placed"] + told["events_unplaced"]
    assert told["events"] == told["events_dated"] + told["events_undated"]
    again = json.loads(run("read", str(folder), "--store", store, "--json").stdout)
    assert (again.pop("new"), again.pop("already_there")) == (0, 2)
    assert again == {k: v for k, v in told.items() if k not in {"new", "already_there"}}
    table = run("read", str(folder), "--store", store)
    assert "documents read" in table.stdout.decode()
    assert "d.txt: is binary, not text" in table.stderr.decode()


def test_read_of_nothing_readable_is_an_error(tmp_path: Path, gazetteer: Gazetteer) -> None:
    done = run("read", str(tmp_path / "gone.txt"), "--store", str(tmp_path / "s.sqlite"))
    assert done.returncode == 1
    assert "is not there; check the path" in done.stderr.decode()


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "file").write_text("x")
    report = tmp_path / "a.txt"
    report.write_text(REPORT)
    said = failure("read", str(report), "--store", str(tmp_path / "file" / "s.sqlite"))
    assert "give a file in a folder you may write to" in said


def test_the_export_says_what_it_is(exported: Path) -> None:
    told = json.loads((exported / "all.geojson").read_text())
    metadata = told["metadata"]
    assert metadata["version"] == __version__
    assert metadata["filter"]["unplaced"] is True
    assert len(metadata["gazetteer"]) == 12
    counts = metadata["counts"]
    assert counts["features"] == len(told["features"])
    assert counts["events"] == counts["placed"] + counts["unplaced"]
    assert {f["properties"]["event_id"] for f in told["features"]} >= {
        f["properties"]["event_id"] for f in features(exported)
    }


def test_the_export_pins_where_things_happened_and_not_who_spoke(exported: Path) -> None:
    found = features(exported)
    places = {f["properties"]["place_id"] for f in found}
    assert {"geonames:619598", "geonames:623549"} <= places
    assert all("Washington" not in f["properties"]["place"] for f in found)
    for told in (f["properties"] for f in found):
        assert REPORT[told["place_start"] : told["place_end"]] in told["quote"]
        assert REPORT[told["trigger_start"] : told["trigger_end"]] in told["quote"]


@pytest.mark.parametrize(
    ("since", "until"),
    [("2022-02-12", "2022-02-12"), ("2022-02-14", "2022-02-14"), ("2022-02-12", "2022-02-14"),
     ("2022-02-13", "2022-02-13"), ("1900-01-01", "1900-01-02")],
)  # fmt: skip
def test_a_range_of_the_export_is_the_range_of_the_whole_to_the_event(
    exported: Path, since: str, until: str
) -> None:
    everything = json.loads((exported / "all.geojson").read_text())["features"]
    expected = [
        f
        for f in everything
        if f["geometry"] is not None
        and (f["properties"]["earliest"] or f["properties"]["latest"] or "~") <= until
        and (f["properties"]["latest"] or f["properties"]["earliest"] or "") >= since
    ]
    assert features(exported, "--since", since, "--until", until) == expected


def test_kinds_may_be_written_small_and_repeated(exported: Path) -> None:
    everything = features(exported, "--unplaced")
    kinds = sorted({f["properties"]["kind"] for f in everything})
    options = [o for kind in kinds for o in ("--kind", kind.lower())]
    assert features(exported, "--unplaced", *options) == everything
    assert features(exported, "--kind", "NOSUCH") == []


def test_the_ending_chooses_csv(exported: Path) -> None:
    path = exported / "all.csv"
    store = str(exported / "events.sqlite")
    assert run("export", str(path), "--store", store, "--unplaced").returncode == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(), newline="")))
    everything = json.loads((exported / "all.geojson").read_text())["features"]
    assert [r["event_id"] for r in rows] == [f["properties"]["event_id"] for f in everything]
    assert "end the file in one of" in failure("export", str(exported / "x.shp"), "--store", store)


def test_control_c_says_what_was_kept(tmp_path: Path, gazetteer: Gazetteer) -> None:
    source, store = tmp_path / "in.jsonl", tmp_path / "s.sqlite"
    lines = [json.dumps({"doc_id": n, "text": f"{n}. {REPORT}"}) for n in range(2000)]
    source.write_text("\n".join(lines))
    process = subprocess.Popen(
        [sys.executable, "-m", "geocode", "read", str(source), "--store", str(store)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    while not (store.exists() and _documents(store) >= 3):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert f"stopped; {_documents(store):,} documents are kept in {store}" in said.decode()


def test_a_control_c_that_a_library_swallows_ends_the_next_step_of_long_work() -> None:
    held = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    heed_signals()
    try:
        with progress("reading") as show:
            show("a.txt")
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            with pytest.raises(KeyboardInterrupt):
                show("b.txt")
        heed_signals()  # another command is asked for: nothing is left of it
        with progress("reading") as show:
            show("c.txt")
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)


def _documents(path: Path) -> int:
    try:
        with open_store(path, read_only=True) as store:
            return store.counts().documents
    except StoreError:  # it is being made
        return 0


def test_a_gazetteer_damaged_inside_says_to_build_it(tmp_path: Path, gazetteer: Gazetteer) -> None:
    damaged = bytearray(DEFAULT_PATH.read_bytes())
    damaged[12_288:40_000_000] = b"\xa5" * (40_000_000 - 12_288)
    (tmp_path / "gazetteer.sqlite").write_bytes(damaged)
    said = failure("lookup", "Kyiv", DATELINE_CACHE=str(tmp_path))
    assert "damaged" in said
    assert said.endswith("run: python -m geocode build\n")


def test_bad_lines_of_jsonl_say_what_is_wrong_with_each(gazetteer: Gazetteer) -> None:
    lines = [
        b'{"doc_id": NaN, "text": "Talks in Kyiv."}',
        b'{"doc_id": 1e999, "text": "Talks in Kyiv."}',
        b'{"doc_id": 1' + b"0" * 5000 + b', "text": "x"}',
        b"[" * 100_000,
        '{"doc_id": "l", "text": "S\xe3o Paulo"}'.encode("latin-1"),
        b'{"doc_id": "n", "text": 7}',
        b"null",
        b'{"doc_id": "t", "text": "Tal',
    ]
    out, said = parsed(b"\n".join(lines))
    assert [row["doc_id"] for row in out] == [None, None, None, None, None, "n", None, None]
    assert [len(row["toponyms"]) for row in out] == [1, 1, 0, 0, 0, 0, 0, 0]
    for number, why in enumerate(
        ("a number too long", "brackets too deep", "is not UTF-8; save the file as UTF-8",
         'needs a "text" that is a string', "is no document", "starting at character 25"), start=3,
    ):  # fmt: skip
        assert why in next(line for line in said.splitlines() if line.startswith(f"line {number}:"))


def test_parse_does_not_write_over_what_it_reads(tmp_path: Path, gazetteer: Gazetteer) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"doc_id": "a", "text": "Talks in Kyiv."}\n')
    (tmp_path / "link.jsonl").symlink_to(source)
    said = failure("parse", str(source), str(tmp_path / "link.jsonl"))
    assert "is the file to read; name another to write" in said
    assert json.loads(source.read_text())["doc_id"] == "a"


def shell(line: str) -> tuple[int, str]:
    """Status and stderr of a line of shell, in which ``dateline`` is the command line."""
    told = f'dateline() {{ "{sys.executable}" -m geocode "$@"; }}; {line}'
    done = subprocess.run(["bash", "-c", told], capture_output=True, timeout=120, check=False)
    return done.returncode, done.stderr.decode()


def test_closed_and_full_streams_are_no_surprise(exported: Path, gazetteer: Gazetteer) -> None:
    store = exported / "events.sqlite"
    assert shell("dateline lookup Yelsk >&-") == (0, "")
    assert shell("dateline lookup Yelsk 2>&-") == (0, "")
    for line in ("dateline lookup - <&-", "dateline parse - - <&-"):
        assert shell(line) == (
            1, "Error: standard input is closed; pipe something in, or name a file\n"
        )  # fmt: skip
    for line in ("dateline lookup Yelsk", f"dateline export - --store '{store}'"):
        status, said = shell(f"{line} > /dev/full")
        assert status == 1
        assert said.splitlines()[-1].startswith("Error: No space left on device at the output")
        assert "Traceback" not in said
    status, said = shell("dateline lookup Springfield --limit 50 | head -1 > /dev/null")
    assert (status, said) == (0, "")


def test_a_file_too_large_for_the_disk_leaves_nothing_and_says_so(exported: Path) -> None:
    target, store = exported / "limited.geojson", exported / "events.sqlite"
    status, said = shell(f"ulimit -f 1; dateline export '{target}' --store '{store}' --unplaced")
    assert status == 1
    assert "File too large" in said
    assert "on a disk with space" in said
    assert not list(exported.glob("*limited*"))


def test_names_of_files_may_be_anything(tmp_path: Path, gazetteer: Gazetteer) -> None:
    folder = tmp_path / 'sp ace #?% Ünï "q"'
    folder.mkdir()
    name = "<script>alert(1)</script>\n'.txt".replace("/", "_")
    (folder / name).write_text(REPORT)
    store = str(folder / "s #?.sqlite")
    told = json.loads(run("read", str(folder), "--store", store, "--json").stdout)
    assert (told["documents"], told["rejected"]) == (1, [])
    out = json.loads(run("export", "-", "--store", store, LC_ALL="C").stdout)
    assert {f["properties"]["source"] for f in out["features"]} == {name}


def test_loops_of_links_end_and_an_empty_folder_is_said(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    folder, store = tmp_path / "loop", str(tmp_path / "s.sqlite")
    folder.mkdir()
    (folder / "self").symlink_to(folder)
    (tmp_path / "one.txt").symlink_to(tmp_path / "two.txt")
    (tmp_path / "two.txt").symlink_to(tmp_path / "one.txt")
    done = run("read", str(folder), "--store", store)
    assert done.returncode == 0
    assert f"nothing to read in {folder}; give .txt" in done.stderr.decode()
    done = run("read", str(tmp_path / "one.txt"), "--store", store)
    assert done.returncode == 1
    assert "one.txt: is not there; check the path" in done.stderr.decode()


def test_an_unknown_kind_is_named_with_those_there_are(exported: Path) -> None:
    done = run("export", "-", "--store", str(exported / "events.sqlite"), "--kind", "ASAULT")
    assert done.returncode == 0
    assert "no event is of kind ASAULT; there are " in done.stderr.decode()


def test_nothing_dates_a_document_but_what_says_its_date(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / "a.txt").write_text("Shells hit the town of Pinsk, officials said.")
    (tmp_path / "b.csv").write_text("text,date\nShells hit the town of Yelsk.,0000-00-00\n")
    rows = ({"text": f"{n}. Shells hit the town of Pinsk.", "date": d}
            for n, d in enumerate(("0000-01-01", "99999-01-01", 20220214, None)))  # fmt: skip
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))
    store = str(tmp_path / "s.sqlite")
    told = json.loads(run("read", str(tmp_path), "--store", store, "--json").stdout)
    assert (told["documents"], told["events_dated"]) == (6, 0)
    out = json.loads(run("export", "-", "--store", store, "--unplaced").stdout)["features"]
    assert {f["properties"]["published"] for f in out} == {None}


def test_a_text_full_of_distances_from_a_country_is_read_in_bounded_time(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    text = " ".join(f"Troops camped {n}.{n % 10} km from Jordan." for n in range(20, 320))
    out, _ = parsed(json.dumps({"doc_id": 1, "text": text}).encode())
    assert [t["text"] for t in out[0]["toponyms"]] == ["Jordan"] * 300


def test_what_is_joined_is_exported_once_apart_on_request_and_undone(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, more in (("a.txt", ""), ("b.txt", "\n\nMore to follow.\n")):
        (folder / name).write_text(REPORT + more)
    store = str(tmp_path / "events.sqlite")
    told = json.loads(run("read", str(folder), "--store", store, "--json").stdout)
    assert told["events_told"] == 2 * told["events"] == 2 * told["events_joined"]
    assert told["reports"] == 2
    once, apart = features(tmp_path), features(tmp_path, "--no-merge")
    assert {f["properties"]["reports"] for f in (*once, *apart)} == {2}
    assert len(apart) == 2 * len(once)
    ids = {f["properties"]["happening_id"] for f in once}
    assert ids == {f["properties"]["happening_id"] for f in apart}
    undone = run("merge", "--undo", "--store", store)
    assert (undone.returncode, undone.stdout.split()[3]) == (0, b"0")
    assert len(features(tmp_path)) == len(apart)
    assert run("merge", "--store", store).returncode == 0
    assert features(tmp_path) == once

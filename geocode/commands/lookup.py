"""``lookup``: what a name may mean."""

from __future__ import annotations

import os

import click

from geocode.commands.options import gazetteer_at_hand
from geocode.errors import InputError
from geocode.settings import Settings
from geocode.terminal import clean, print_json, say, standard_input


@click.command()
@click.argument("query")
@click.option(
    "--json", "json_wanted", is_flag=True, help="Print one JSON array; [] where not found."
)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only there; repeat.")
@click.option("--fuzzy", is_flag=True, help="Where nothing is called so, names spelt almost so.")
def lookup(
    query: str, *, json_wanted: bool, limit: int, countries: tuple[str, ...], fuzzy: bool
) -> None:
    """What a name may mean, best first, with reasons.

    \b
    Examples:  python -m geocode lookup "Yelsk, Belarus"
               python -m geocode lookup "Belarus-Poland border" --json
               python -m geocode lookup "Minskk" --fuzzy
               python -m geocode lookup - < names.txt     (a query a line, a JSON array a line)

    JSON members: id name feature country admin1 lat lon precision_m score reasons geometry.
    With --fuzzy, where nothing is called so, the array holds what is spelt almost so, and each
    record has one member more: "match": "fuzzy". It is a question back, no answer.
    """  # noqa: D301
    from geocode.lookups import Asking, answer_lines, nothing_found, records, utf8  # noqa: PLC0415 - slow to load

    codes = tuple(code.upper() for code in countries)
    asking = Asking(gazetteer_at_hand(), Settings(), limit=limit, countries=codes)
    if query == "-":
        for number, line in enumerate(standard_input(), start=1):
            try:
                name = utf8(line)
            except InputError as error:
                say(f"line {number}: {error}")
                name = ""
            print_json(records(name, asking, fuzzy=fuzzy) if name else [])
        return
    try:
        query = utf8(os.fsencode(query))  # whatever the locale made of it
    except InputError as error:
        raise InputError(f"the query {error}") from error
    if json_wanted:
        print_json(records(query, asking, fuzzy=fuzzy))
        return
    found = asking.answers(query)
    meant = () if found else asking.suggestions(query)
    if not found:
        say(nothing_found(query, asking))
    if meant:
        say("did you mean:")
    for line in answer_lines(found or meant):
        click.echo(clean(line), err=not (found or fuzzy))

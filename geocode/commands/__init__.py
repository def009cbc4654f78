"""The commands that people type, one module each; ``geocode/__main__.py`` holds them together."""

from geocode.commands.build import build
from geocode.commands.corrections import corrections
from geocode.commands.export import export
from geocode.commands.lookup import lookup
from geocode.commands.merge import merge
from geocode.commands.parse import parse
from geocode.commands.read import read

COMMANDS = (build, lookup, parse, read, export, merge, corrections)
"""What ``--help`` lists."""

__all__ = ["COMMANDS"]

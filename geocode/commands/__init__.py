"""The commands that people type, one module each; ``geocode/__main__.py`` holds them together."""

from geocode.commands.build import build
from geocode.commands.export import export
from geocode.commands.lookup import lookup
from geocode.commands.parse import parse
from geocode.commands.read import read

COMMANDS = (build, lookup, parse, read, export)
"""As ``--help`` has them, by name."""

__all__ = ["COMMANDS"]

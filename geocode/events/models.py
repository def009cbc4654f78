"""Weights of the models of events as files beside the code that reads them."""

from __future__ import annotations

import json
from importlib.resources.abc import Traversable
from typing import Any

from geocode.errors import ModelError


def read_model(file: Traversable, *, version: int, called: str, remedy: str) -> dict[str, Any]:
    """The content of a file of weights; ``called`` names them and ``remedy`` says what to do.

    Raises: ModelError where it is missing or of another version.
    """
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{called} cannot be read; {remedy}") from error
    if raw.get("version") != version:
        raise ModelError(f"{called} are of another version; {remedy}")
    return raw

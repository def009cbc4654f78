"""One frozen set of knobs, ranges checked once; its digest says with what a reading was made."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from geocode.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """How careful to be. The defaults are what the benchmarks were run with."""

    min_confidence: float = 0.35
    """Below this a mention is left unplaced rather than guessed (0..1)."""
    near_radius_m: float = 15_000.0
    """Radius of the disc for "near X" and "close to X" where the wording gives no distance."""
    border_band_m: float = 10_000.0
    """Half-width of the band around a border within which "on the border" is meant."""
    max_document_chars: int = 2_000_000
    """A longer text is rejected, with its length, rather than read in part."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.min_confidence <= 1.0:
            raise SettingsError(f"min_confidence is {self.min_confidence}; give 0 to 1")
        for name in ("near_radius_m", "border_band_m", "max_document_chars"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; give a number above 0")

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any knob."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:12]

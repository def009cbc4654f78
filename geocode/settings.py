"""One frozen set of knobs, ranges checked once; its digest says with what a reading was made."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from geocode.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """How careful to be. The defaults are what the benchmarks were run with."""

    min_confidence: float = 0.4
    """Below this a mention is left unplaced rather than guessed (0..1)."""
    near_radius_m: float = 15_000.0
    """Radius of the disc for "near X" and "close to X" where the wording gives no distance."""
    border_band_m: float = 10_000.0
    """Half-width of the band around a border within which "on the border" is meant."""
    max_document_chars: int = 2_000_000
    """A longer text is rejected, with its length, rather than read in part."""
    helper_url: str | None = None
    """Where a language model of your own answers as OpenAI's do, "http://127.0.0.1:8080/v1"; it
    may propose words to look at (``proposals``). None: nobody is asked."""
    helper_model: str = "local"
    """The name that the endpoint knows its model by."""
    helper_may_be_remote: bool = False
    """Whether reports may be sent to a helper on another machine."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.min_confidence <= 1.0:
            raise SettingsError(f"min_confidence is {self.min_confidence}; give 0 to 1")
        if self.helper_url is not None:
            _check_helper(self.helper_url, remote=self.helper_may_be_remote)
        for name in ("near_radius_m", "border_band_m", "max_document_chars"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; give a number above 0")

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any knob; a helper's count where one is asked."""
        knobs = asdict(self).items()
        told = [(k, v) for k, v in knobs if self.helper_url or not k.startswith("helper_")]
        return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:12]


def _check_helper(url: str, *, remote: bool) -> None:
    """Raises: SettingsError where it is no address, or one of another machine and none may be."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.username:
        raise SettingsError(f"helper_url is {url!r}; write it as http://127.0.0.1:8080/v1")
    try:
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        here = False
    if not (here or remote):
        raise SettingsError(
            f"helper_url is on another machine ({host}) and reports would be sent there; "
            "say helper_may_be_remote (--helper-remote) if they may"
        )

"""Every error Dateline raises on purpose. Each message says what went wrong and what to do next."""


class GeocodeError(Exception):
    """Parent of all errors raised by this package; catch it to catch them all."""


class InputError(GeocodeError, ValueError):
    """A document, query or option that cannot be read as given."""


class SettingsError(GeocodeError, ValueError):
    """A setting outside its range."""


class GazetteerError(GeocodeError, LookupError):
    """The gazetteer cache is missing, corrupt, half-built or of another version."""


class ModelError(GeocodeError, LookupError):
    """A weights file is missing or does not belong to this version."""


class StoreError(GeocodeError, OSError):
    """The event store cannot be opened, read or written."""

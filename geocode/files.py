"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geocode.errors import StoreError


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """A stream whose content takes the place of ``path`` when the block ends without an error.

    It is written beside the file, so that a reader never sees a half; what was there stays until
    then, and stays where the block fails.

    Raises: StoreError where it cannot be written.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            yield stream
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BrokenPipeError:  # the reader of another stream left; not about this file
        raise
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            f"cannot write {path} ({error.strerror or error}); "
            "give a file in a folder you may write to, on a disk with space"
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask

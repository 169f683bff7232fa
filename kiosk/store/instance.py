"""One kiosk per database: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from kiosk.store.errors import DatabaseMissingError, SecondInstanceError

if TYPE_CHECKING:
    from pathlib import Path


class InstanceLock:
    """flock on a file beside the database. The kernel drops it when the process dies, so a kill -9 leaves nothing behind."""

    def __init__(self, database: Path) -> None:
        """Take the lock. Raises SecondInstanceError when another process holds it."""
        self._path = database.with_name(database.name + ".lock")
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseMissingError(f"{self._path} cannot be created ({error.strerror})") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise SecondInstanceError(
                f"Another kiosk already works with {database}"
                + (f" (process {holder})" if holder.isdigit() else "")
            ) from error
        except OSError as error:
            os.close(self._descriptor)
            raise DatabaseMissingError(f"{self._path} cannot be locked ({error.strerror})") from error
        # The number is a courtesy to whoever finds the lock taken: a full disk must not keep the kiosk from starting.
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process in. The file stays: removing it would let two in."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

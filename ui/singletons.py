"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11.

That wheel is built as if these objects were immortal (PEP 683, Python 3.12): each call of a Qt method that returns nothing
drops one reference to None which was never taken, and after some five thousand calls the interpreter aborts with
"none_dealloc: deallocating None". Giving them more references than a kiosk's life can drop is what PEP 683 itself does.
"""

from __future__ import annotations

import ctypes
import sys

LIFETIME = 1 << 48
SINGLETONS = (None, True, False, NotImplemented, ...)


def keep_singletons() -> None:
    """Make the singletons immortal where the interpreter does not. Harmless to call again."""
    if sys.version_info >= (3, 12):
        return
    for value in SINGLETONS:
        references = ctypes.c_ssize_t.from_address(
            id(value)
        )  # PyObject.ob_refcnt, the first field of every object
        if references.value < LIFETIME:
            references.value += LIFETIME

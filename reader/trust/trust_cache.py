"""What a trust store was found to be, kept beside its files' sizes and times, so that the next start judges nothing anew.

Only this user's own cache counts: a file or folder that is another's, or that others may write, is not read. A change
of any file (size, time of change, inode) makes the cache void. Below ``MIN_FILES_LENGTH`` bytes of files nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.trust.trust_entry import (
    CrlEntry,
    ListEntry,
    NotedCertificate,
    RefusedCertificate,
    TrustContents,
    TrustEntry,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_FILES_LENGTH = 65_536
_FORMAT = b"emrtd-trust-cache-1\n"
_MAX_LENGTH = 268_435_456
_FOREIGN_WRITE = stat.S_IWGRP | stat.S_IWOTH

Inputs = list[list[str | int]]


def default_directory() -> Path | None:
    """Return the user's own cache folder; None where the user has none."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117 - an empty or relative value means the default, by the XDG specification
        return Path(base) / "cccd-kiosk" / "trust"
    try:
        return Path.home() / ".cache" / "cccd-kiosk" / "trust"
    except RuntimeError:
        return None


def inputs_of(files: Sequence[Path]) -> Inputs:
    """Return what tells whether any of the files changed. Raises OSError if one cannot be looked at."""
    found: Inputs = []
    for file in files:
        status = os.stat(file)  # noqa: PTH116 - a thousand of these are most of a start
        found.append(
            [str(file), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]
        )
    return found


def is_worth_it(inputs: Inputs) -> bool:
    """Whether judging the files anew would take noticeably longer than reading a cache."""
    return sum(int(size) for _, size, *_ in inputs) >= MIN_FILES_LENGTH


def read(directory: Path, inputs: Inputs) -> TrustContents | None:
    """Return the contents kept for exactly these inputs; None if there are none that are this user's own and sound."""
    try:
        if not _is_own(directory.stat()):
            return None
        with _path(directory, inputs).open("rb") as stream:
            if not _is_own(os.fstat(stream.fileno())):
                return None
            data = stream.read(_MAX_LENGTH)
        return _decode(data, inputs)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def write(directory: Path, inputs: Inputs, contents: TrustContents) -> None:
    """Keep the contents; a place that cannot be written costs the next start some time and nothing else."""
    with contextlib.suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_own(directory.stat()):
            return
        descriptor, name = tempfile.mkstemp(dir=directory, prefix=".writing-")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_encode(inputs, contents))
            temporary.replace(_path(directory, inputs))
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def _is_own(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & _FOREIGN_WRITE


def _path(directory: Path, inputs: Inputs) -> Path:
    names = "\0".join(str(entry[0]) for entry in inputs)
    return directory / f"{hashlib.sha256(names.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.cache"


def _encode(inputs: Inputs, contents: TrustContents) -> bytes:
    """Return format line, SHA-256 of the rest, length of the JSON, JSON, and the DER values in its order."""
    blobs = [entry.encoded for entry in contents.entries] + [crl.encoded for crl in contents.crls]
    head = {
        "inputs": inputs,
        "lengths": [len(blob) for blob in blobs],
        "entries": [
            [
                entry.fingerprint,
                entry.key_identifier.hex(),
                entry.has_key_identifier,
                entry.subject_key,
                entry.country,
                entry.source,
                entry.master_list,
            ]
            for entry in contents.entries
        ],
        "refused": [[item.source, item.reason, item.detail] for item in contents.refused],
        "noted": [[item.source, item.reason, item.detail, item.fingerprint] for item in contents.noted],
        "lists": [
            [item.fingerprint, item.root_fingerprint, item.signed_at, item.certificates, item.source]
            for item in contents.lists
        ],
        "crls": [[crl.fingerprint, crl.issuer_fingerprint, crl.source] for crl in contents.crls],
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    body = len(text).to_bytes(4, "big") + text + b"".join(blobs)
    return _FORMAT + hashlib.sha256(body).digest() + body


def _decode(data: bytes, inputs: Inputs) -> TrustContents | None:
    body = data[len(_FORMAT) + 32 :]
    if not data.startswith(_FORMAT) or hashlib.sha256(body).digest() != data[len(_FORMAT) :][:32]:
        return None
    end = 4 + int.from_bytes(body[:4], "big")
    head: dict[str, Any] = json.loads(body[4:end])
    if head["inputs"] != inputs:
        return None
    blobs = []
    for length in head["lengths"]:
        blobs.append(body[end : end + length])
        end += length
    count = len(head["entries"])
    return TrustContents(
        tuple(
            TrustEntry(blob, fingerprint, bytes.fromhex(identifier), *others)
            for blob, (fingerprint, identifier, *others) in zip(blobs[:count], head["entries"], strict=True)
        ),
        tuple(RefusedCertificate(*item) for item in head["refused"]),
        tuple(NotedCertificate(*item) for item in head["noted"]),
        tuple(CrlEntry(blob, *item) for blob, item in zip(blobs[count:], head["crls"], strict=True)),
        tuple(ListEntry(*item) for item in head["lists"]),
    )

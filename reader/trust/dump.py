"""Passive authentication of dumped files: a folder with the SOD and data groups of one document, whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError, ReaderError
from reader.lds.dg1 import parse_dg1
from reader.trust.passive import judge_sod

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from reader.codec.mrz import Mrz
    from reader.result import Check
    from reader.trust.passive import JudgedSod
    from reader.trust.trust_store import TrustStore

_NAME = re.compile(
    r"(?:EF[ ._-]?)?(?:(SOD)|(?:DG|DATA[ _-]?GROUP)[ _-]?0*([1-9][0-9]?))(?:\.[A-Z0-9]+)?", re.ASCII
)
_MAX_LENGTH = 4_194_304
_MAX_FILES = 1_024
_MAX_DATA_GROUP = 16
# The keys by which a chip proves itself: a card whose SOD does not list them is not asked to (chip and active
# authentication are then not supported), so a dump may hold them unsigned. Everything else unsigned is refused.
_CHIP_KEYS = frozenset({14, 15})


class DumpError(ReaderError):
    """A folder is no dump of one document: name another, or take the surplus files out."""

    default_reason = "dump-unusable"


@dataclass(frozen=True, slots=True)
class Dump:
    """The raw files of one document; ``names`` are those of the data groups' files."""

    sod: bytes = field(repr=False)
    data_groups: Mapping[int, bytes] = field(repr=False)
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class VerifiedDump:
    """What passive authentication says of a dump. ``left_out`` are files of chip keys that nobody signed."""

    check: Check
    sod: JudgedSod = field(repr=False)
    left_out: tuple[int, ...]
    mrz: Mrz | None = field(repr=False)


def read_dump(directory: Path) -> Dump:
    """Read ``EF_SOD.bin`` or ``SOD.bin``, and ``DG1.bin``, ``EF_DG1.bin`` or ``Datagroup1.bin`` ..., in any case.

    Raises DumpError with the reason ``dump-unreadable``, ``dump-without-sod`` or ``dump-ambiguous``.
    """
    sods: list[Path] = []
    groups: dict[int, Path] = {}
    for file in _listing(directory):
        match = _NAME.fullmatch(file.name.upper())
        if match is None:
            continue
        if match[1]:
            sods.append(file)
            continue
        number = int(match[2])
        if number in groups:
            raise DumpError(f"two files for data group {number}", reason="dump-ambiguous")
        if number <= _MAX_DATA_GROUP:
            groups[number] = file
    if not sods:
        raise DumpError("there is no EF_SOD.bin or SOD.bin", reason="dump-without-sod")
    if len(sods) > 1:
        raise DumpError("there are two files for the SOD", reason="dump-ambiguous")
    return Dump(
        _bytes(sods[0]),
        {number: _bytes(file) for number, file in sorted(groups.items())},
        {number: file.name for number, file in sorted(groups.items())},
    )


def verify_dump(dump: Dump, trust: TrustStore, *, now: datetime | None = None) -> VerifiedDump:
    """Judge SOD and files as of a card that was read; never raises for what the files hold."""
    sod = judge_sod(dump.sod, trust, now=now)
    left_out = tuple(number for number in dump.data_groups if number in _CHIP_KEYS - set(sod.data_groups))
    held = {number: raw for number, raw in dump.data_groups.items() if number not in left_out}
    mrz = _mrz(dump.data_groups.get(1))
    check = sod.with_data_groups(
        held,
        issuing_state=mrz.issuing_state if mrz else None,
        document_code=mrz.document_code if mrz else None,
    )
    if left_out:
        evidence = {**check.evidence, "left_out_data_groups": ",".join(map(str, left_out))}
        check = replace(check, evidence=evidence)
    return VerifiedDump(check, sod, left_out, mrz)


def _listing(directory: Path) -> list[Path]:
    try:
        files = sorted(file for file in directory.iterdir() if file.is_file())
    except OSError as error:
        raise DumpError(f"{directory} cannot be read: {error.strerror}", reason="dump-unreadable") from error
    if len(files) > _MAX_FILES:
        raise DumpError(f"{directory} holds more than {_MAX_FILES} files", reason="dump-unreadable")
    return files


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_LENGTH + 1)
    except OSError as error:
        raise DumpError(f"{file} cannot be read: {error.strerror}", reason="dump-unreadable") from error
    if len(data) > _MAX_LENGTH:
        raise DumpError(f"{file} is larger than any file of a chip", reason="dump-unreadable")
    return data


def _mrz(dg1: bytes | None) -> Mrz | None:
    """Return the MRZ, if there is one: what DG1's hash says of it is the check's business."""
    try:
        return parse_dg1(dg1) if dg1 is not None else None
    except MalformedDataError:
        return None

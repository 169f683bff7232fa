"""Writes the sound and the cleverly broken inputs of the stored corpus: `python -m tests.fuzz.seeds`.

The emulator's files come out the same each time; what campaigns find is added to the corpus beside them by hand.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.card.files import ApplicationEf, MasterFileEf
from emulator.card.profiles import PROFILES
from emulator.citizens import by_name
from emulator.issuer.authority import Authority
from emulator.issuer.issuing import make_authority
from emulator.issuer.master_list import master_list
from emulator.issuer.personalise import Recipe, personalise

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parent / "corpus"
SAMPLE = by_name("nguyen-van-mau")
_BSI_NAMES = {"sod": "EF_SOD", "dg1": "Datagroup1", "dg14": "Datagroup14", "dg15": "Datagroup15"}
_HOSTILE_DEPTH = 2_000

Seed = tuple[str, str, bytes]
"""Target, name, bytes."""


def seeds() -> Iterator[Seed]:
    """Yield every seed."""
    yield from _emulated_cards()
    yield from _issuers()
    yield from _published()
    yield from _qr_texts()
    yield from _shapes()


def _emulated_cards() -> Iterator[Seed]:
    for profile in ("cccd", "aa-rsa", "aa-ecdsa", "several-pace", "cam", "ca-keyid", "dh"):
        image = personalise(SAMPLE, PROFILES[profile])
        files_of = image.application
        for target, number in (("dg1", 1), ("dg13", 13), ("dg14", 14), ("dg15", 15)):
            if 0x0100 | number in files_of:
                yield target, profile, files_of[0x0100 | number]
        yield "security_infos", profile, image.master_file[MasterFileEf.CARD_ACCESS]
        if profile == "cccd":
            yield "sod", profile, files_of[ApplicationEf.SOD]
            yield "optional_groups", "com", files_of[ApplicationEf.COM]
            yield "optional_groups", "atr-info", image.master_file[MasterFileEf.ATR_INFO]
            yield "optional_groups", "dir", image.master_file[MasterFileEf.DIR]
            yield "tlv", "sod", files_of[ApplicationEf.SOD]
            yield "dg2", "header-alone", files_of[0x0102][:400]
            yield "dg2", "whole", files_of[0x0102]
            yield "mrz", "td1", "\n".join(SAMPLE.mrz_lines).encode()


def _issuers() -> Iterator[Seed]:
    for algorithm in ("ecdsa-p256-explicit", "rsa-2048", "rsa-pss-2048"):
        authority = make_authority("VNM", [algorithm])
        image = personalise(SAMPLE, recipe=Recipe(authority=authority))
        yield "sod", algorithm, image.application[ApplicationEf.SOD]
        yield "certificate", algorithm, authority.document_signer().certificate
    usual = Authority()
    yield "certificate", "root", usual.root_certificate()
    yield "certificate", "link", usual.link_certificate()
    yield "crl", "usual", usual.crl()
    yield "master_list", "usual", master_list(usual, [usual.root_certificate(), usual.link_certificate()])


def _published() -> Iterator[Seed]:
    for folder in ("2008", "tr03105-5"):
        for target, name in _BSI_NAMES.items():
            yield (
                target,
                f"bsi-{folder}",
                files("fixtures").joinpath("bsi", folder, f"{name}.bin").read_bytes(),
            )


def _qr_texts() -> Iterator[Seed]:
    """Yield the layouts of identity card and insurance card, whole, cut and mangled."""
    identity = "001090000001|123456789|Nguyễn Văn Mẫu|01011990|Nam|Số 1, Phố Mẫu|01012021"
    for name, text in (
        ("identity", identity),
        ("identity-of-six", "|".join(identity.split("|")[:6])),
        ("identity-of-eleven", identity + "||Nguyễn Văn Cha|Trần Thị Mẹ|"),
        ("mangled", identity.replace("|", "\\")),
        (
            "insurance",
            "GD4010012345678|4e677579e1bb856e2056c4836e204de1baab75|01/01/1990|1|53e1bb912031|01 - 001|01/01/2026|-|01/01/2026|01001234567890|-|4|01/01/2030|15e4a1f2b3c4-7102|$",
        ),
        ("number", "001090000001"),
        ("no-date", identity.replace("01011990", "31029999")),
        ("empty", ""),
    ):
        yield "qr", name, text.encode()


def _shapes() -> Iterator[Seed]:
    """Yield what breaks parsers: nothing, lengths that lie, depth, indefinite lengths without end."""
    broken = {
        "empty": b"",
        "length-lies": bytes.fromhex("3084ffffffff00"),
        "deep": b"\x30\x80" * _HOSTILE_DEPTH,
        "deep-ended": b"\x30\x80" * _HOSTILE_DEPTH + b"\x00\x00" * _HOSTILE_DEPTH,
        "no-tag-of-indefinite-length": bytes.fromhex("00800000"),
        "tag-without-end": b"\x1f" + b"\xff" * 64,
        "many": b"\x04\x00" * 4_096,
    }
    for target in ("tlv", "sod", "certificate", "crl", "master_list", "security_infos", "dg2", "dg13"):
        for name, data in broken.items():
            yield target, name, data
    for kind, digits in (("no-data", "9000"), ("status-cut", "90"), ("command", "00a4040c07a0000002471001")):
        yield "apdu", kind, bytes.fromhex(digits)
    yield "apdu", "extended", bytes.fromhex("00b0000000ffff")
    yield "iso9796", "partial", b"\x6a" + bytes(106) + bytes(20) + b"\xbc"
    yield "iso9796", "padded", b"\x4b" + b"\xbb" * 40 + b"\xba" + bytes(52) + bytes(32) + b"\x34\xcc"
    yield "iso9796", "greatest", b"\xff" * 128
    yield "master_list", "pem", b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    yield (
        "master_list",
        "ldif",
        b"version: 1\ndn: c=VN\ncACertificate;binary:: MAA=\nCscaMasterListData:: !\n",
    )


def main() -> None:
    """Write them all."""
    for target, name, data in seeds():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()

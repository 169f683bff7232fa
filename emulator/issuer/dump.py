"""A chip from a directory of files: a dump of a card, or one that `emulator issue` wrote.

Without its keys such a chip fails chip and active authentication, as a clone does, and that is what is expected of it.
"""

import re
from base64 import b64decode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from emulator.card.active_authentication import EcdsaActiveKey, RsaActiveKey
from emulator.card.data_objects import DataObjectError, parse_data_objects, split_data_objects
from emulator.card.files import ApplicationEf, MasterFileEf
from emulator.card.image import ActiveKey, CardImage, ChipKey
from emulator.card.modp import MODP
from emulator.card.profile import CCCD, ChipProfile
from emulator.issuer.data_groups import build_atr_info, build_dir
from emulator.mrz import mrz_information
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import PARAMETER_IDS, curve_by_id

_LARGEST_FILE = 1 << 24
_DATA_GROUP = re.compile(r"(?:EF[._ ]?)?(?:DG|DATAGROUP)[._ ]?(\d{1,2})")
_IDENTIFIER = re.compile(r"[0-9A-F]{4}")
_NAMED = {
    "COM": ApplicationEf.COM,
    "SOD": ApplicationEf.SOD,
    "CARDACCESS": MasterFileEf.CARD_ACCESS,
    "CARDSECURITY": MasterFileEf.CARD_SECURITY,
    "ATRINFO": MasterFileEf.ATR_INFO,
    "DIR": MasterFileEf.DIR,
}
_LINE_LENGTHS = {90: 30, 88: 44, 72: 36}
_DIGITS_OF_CAN = 6
_SEQUENCE = 0x30


class DumpError(Exception):
    """The directory holds no card, or a key file no key of a kind that chips have."""


def image_from_files(  # noqa: PLR0913 - what the files cannot tell, by keyword
    directory: Path,
    *,
    can: str = "",
    chip_key: Path | None = None,
    active_key: Path | None = None,
    digest: str = "sha1",
    profile: ChipProfile = CCCD,
) -> CardImage:
    """Return a chip with the files of `directory`, opened by the MRZ of its DG1 and by `can`.

    Files are recognised by name (DG1.bin, EF_SOD.bin, Datagroup14.bin, EF.CardAccess) or by identifier (0101.bin, with EF.DIR
    and EF.CardAccess in a folder mf). `chip_key` and `active_key` are PEM files; `digest` is that of active authentication.
    Without `can` it is 000000. DumpError if there is no DG1 with an MRZ or a key is of no use, OSError if a file cannot be read.
    """
    master_file: dict[int, bytes] = {
        MasterFileEf.DIR: build_dir(),
        MasterFileEf.ATR_INFO: build_atr_info(profile.command_buffer, profile.response_buffer, profile),
    }
    application: dict[int, bytes] = {}
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        _sort_in(path, master_file, application)
    if ApplicationEf.DG1 not in application:
        raise DumpError(f"{directory} holds no DG1")
    if can and not (len(can) == _DIGITS_OF_CAN and can.isascii() and can.isdigit()):
        raise DumpError("a card access number has six digits")
    keys = (_chip_key(chip_key),) if chip_key is not None else ()
    return CardImage(
        master_file=master_file,
        application=application,
        locked=frozenset(),
        can=can or "0" * _DIGITS_OF_CAN,
        mrz_information=mrz_information(_mrz_lines(application[ApplicationEf.DG1])),
        chip_private_key=keys[0].secret if keys else 0,
        chip_keys=keys,
        active_key=_active_key(active_key, digest) if active_key is not None else None,
        profile=profile,
    )


def _sort_in(path: Path, master_file: dict[int, bytes], application: dict[int, bytes]) -> None:
    """Put a file where its name says; a name that says nothing is passed over."""
    stem = path.name.upper().removesuffix(".BIN").removesuffix(".DAT")
    if path.stat().st_size > _LARGEST_FILE:
        raise DumpError(f"{path} is longer than any file of a chip")
    group = _DATA_GROUP.fullmatch(stem)
    plain = re.sub(r"[^A-Z]", "", stem.removeprefix("EF"))
    if group and 1 <= int(group[1]) <= 16:
        application[0x0100 | int(group[1])] = path.read_bytes()
    elif plain in _NAMED:
        identifier = _NAMED[plain]
        files = application if isinstance(identifier, ApplicationEf) else master_file
        files[identifier] = path.read_bytes()
    elif _IDENTIFIER.fullmatch(stem):
        files = master_file if path.parent.name == "mf" else application
        files[int(stem, 16)] = path.read_bytes()


def _mrz_lines(dg1: bytes) -> tuple[str, ...]:
    try:
        mrz = parse_data_objects(parse_data_objects(dg1)[0x61])[0x5F1F].decode("ascii")
        length = _LINE_LENGTHS[len(mrz)]
    except (DataObjectError, KeyError, UnicodeDecodeError) as error:
        raise DumpError("DG1 holds no MRZ") from error
    return tuple(mrz[start : start + length] for start in range(0, len(mrz), length))


def _chip_key(path: Path) -> ChipKey:
    """Return a chip authentication key that serves every cipher."""
    every = tuple(SymmetricCipher)
    diffie_hellman = _diffie_hellman(path)
    if diffie_hellman is not None:
        return ChipKey(*diffie_hellman, every)
    key = _load(path)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return ChipKey(_parameter_id(key), key.private_numbers().private_value, every)
    raise DumpError(f"{path} holds no key for chip authentication")


def _diffie_hellman(path: Path) -> tuple[int, int] | None:
    """Return parameter id and secret of a MODP key in PKCS #8, None if it is none; the library gives such keys up."""
    encoded = re.search(rb"-----BEGIN PRIVATE KEY-----([^-]+)-----END", path.read_bytes())
    if encoded is None:
        return None
    try:
        ((_, info),) = split_data_objects(b64decode(encoded[1]))
        _, (_, algorithm), (_, key) = split_data_objects(info)[:3]
        _, (tag, parameters) = split_data_objects(algorithm)
        if tag != _SEQUENCE:
            return None
        modulus = int.from_bytes(split_data_objects(parameters)[0][1], "big")
        ((_, secret),) = split_data_objects(key)
    except (DataObjectError, ValueError, IndexError):
        return None
    for parameter_id, (known, _, _) in MODP.items():
        if int(known, 16) == modulus:
            return parameter_id, int.from_bytes(secret, "big")
    return None


def _active_key(path: Path, digest: str) -> ActiveKey:
    key = _load(path)
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        return RsaActiveKey(numbers.public_numbers.n, numbers.d, digest)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return EcdsaActiveKey(_parameter_id(key), key.private_numbers().private_value, digest)
    raise DumpError(f"{path} holds no key for active authentication")


def _load(path: Path) -> object:
    try:
        return load_pem_private_key(path.read_bytes(), None)
    except (TypeError, ValueError) as error:
        raise DumpError(f"{path} holds no private key in PEM") from error


def _parameter_id(key: ec.EllipticCurvePrivateKey) -> int:
    for parameter_id in PARAMETER_IDS:
        if curve_by_id(parameter_id).name.lower() == key.curve.name.lower():
            return parameter_id
    raise DumpError(f"no chip has a key on {key.curve.name}")

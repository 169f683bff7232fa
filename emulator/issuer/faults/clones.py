"""Clones: the files of a genuine card on a chip that has not its keys."""

from collections.abc import Callable
from dataclasses import replace

from emulator.card.apdu import Instruction, StatusWord
from emulator.card.files import ApplicationEf, MasterFileEf
from emulator.card.image import CardImage
from emulator.card.misbehaviour import Misbehaviour, Refusal
from emulator.citizens import CardKind, Citizen
from emulator.issuer.faults.fault import Fault, FaultKind, after_signing, image_edit
from emulator.issuer.keys import TestKey
from emulator.issuer.security_infos import build_dg14
from reader.codec.tlv import encode

_FOREIGN = "foreign chip"


def _foreign_keys(citizen: Citizen) -> Citizen:
    return replace(citizen, kind=CardKind.CLONE)


def _no_keys(image: CardImage) -> CardImage:
    return replace(image, chip_keys=(), chip_private_key=0, active_key=None)


def _without(*identifiers: int) -> Callable[[CardImage], CardImage]:
    def edit(image: CardImage) -> CardImage:
        kept = {file: content for file, content in image.application.items() if file not in identifiers}
        return replace(image, application=kept)

    return edit


def _with_own_dg14(image: CardImage) -> CardImage:
    """Put a key of the forger's own into the chip and its DG14; the SOD still has the hash of the genuine one."""
    keys = tuple(
        replace(key, secret=TestKey.derive(_FOREIGN, 13).secret % (key.group.order - 1) + 1)
        for key in image.authentication_keys
    )
    dg14 = build_dg14(image.profile, keys)
    if dg14 is None or ApplicationEf.DG14 not in image.application:
        return image
    return replace(image, chip_keys=keys, application={**image.application, ApplicationEf.DG14: dg14})


def _without_pace(image: CardImage) -> CardImage:
    """Leave of EF.CardAccess only what tells nothing of PACE, so that a terminal falls back to BAC."""
    if MasterFileEf.CARD_ACCESS not in image.master_file:
        return image
    stripped = encode(0x31, bytes.fromhex("300D060804007F0007020202020101"))
    return replace(image, master_file={**image.master_file, MasterFileEf.CARD_ACCESS: stripped})


def _refuses_chip_authentication(_image: CardImage, _argument: str) -> Misbehaviour:
    def is_meant(header: bytes) -> bool:
        instruction = Instruction.MANAGE_SECURITY_ENVIRONMENT
        return header[1:] in {bytes((instruction, 0x41, 0xA4)), bytes((instruction, 0x41, 0xA6))}

    return Refusal(is_meant, StatusWord.CONDITIONS_NOT_SATISFIED)


def _refuses_active_authentication(_image: CardImage, _argument: str) -> Misbehaviour:
    return Refusal(
        lambda header: header[1] == Instruction.INTERNAL_AUTHENTICATE, StatusWord.INS_NOT_SUPPORTED
    )


CLONES = (
    Fault(
        "clone-foreign-key",
        FaultKind.CLONE,
        "The chip has keys, but not those of DG14 and DG15",
        citizen=_foreign_keys,
    ),
    Fault("clone-no-keys", FaultKind.CLONE, "The chip has no keys at all", recipe=image_edit(_no_keys)),
    Fault(
        "clone-hides-dg14",
        FaultKind.CLONE,
        "DG14, which the SOD lists, is answered 6A82",
        recipe=image_edit(_without(ApplicationEf.DG14)),
    ),
    Fault(
        "clone-hides-dg15",
        FaultKind.CLONE,
        "DG15, which the SOD lists, is answered 6A82",
        recipe=image_edit(_without(ApplicationEf.DG15)),
    ),
    Fault(
        "clone-refuses-ca",
        FaultKind.CLONE,
        "MSE for chip authentication is answered 6985",
        misbehaviour=_refuses_chip_authentication,
    ),
    Fault(
        "clone-refuses-aa",
        FaultKind.CLONE,
        "INTERNAL AUTHENTICATE is answered 6D00",
        misbehaviour=_refuses_active_authentication,
    ),
    Fault(
        "clone-own-dg14",
        FaultKind.CLONE,
        "DG14 holds a key of the forger's own, which the chip proves",
        recipe=image_edit(_with_own_dg14),
    ),
    Fault(
        "clone-pace-stripped",
        FaultKind.CLONE,
        "EF.CardAccess says nothing of the PACE that DG14 announces",
        recipe=image_edit(_without_pace),
    ),
    Fault(
        "clone-no-card-access",
        FaultKind.CLONE,
        "EF.CardAccess is missing though DG14 announces PACE",
        recipe=image_edit(
            lambda image: replace(
                image,
                master_file={
                    file: content
                    for file, content in image.master_file.items()
                    if file != MasterFileEf.CARD_ACCESS
                },
            )
        ),
    ),
)

TAMPERED = tuple(
    Fault(
        f"tampered-dg{number}",
        FaultKind.DATA,
        f"DG{number} has one bit turned since it was signed",
        recipe=after_signing(number, lambda content, _citizen: content[:-1] + bytes((content[-1] ^ 1,))),
    )
    for number in (1, 2, 13, 14, 15)
)

"""From a citizen to the contents of a chip."""

from emulator.card.emrtd import COMMAND_BUFFER, RESPONSE_BUFFER
from emulator.card.files import ApplicationEf, MasterFileEf
from emulator.card.image import CardImage
from emulator.citizens import CardKind, Citizen
from emulator.issuer import data_groups
from emulator.issuer.authority import BRAINPOOL_P256R1
from emulator.issuer.keys import TestKey
from emulator.issuer.portrait import HEIGHT, WIDTH, draw_portrait
from emulator.issuer.sod import build_sod
from emulator.mrz import name_field

_FILE_OF_DATA_GROUP = {
    1: ApplicationEf.DG1,
    2: ApplicationEf.DG2,
    3: ApplicationEf.DG3,
    13: ApplicationEf.DG13,
    14: ApplicationEf.DG14,
}


def personalise(citizen: Citizen) -> CardImage:
    """Return the chip image of `citizen`: the same bytes in every process.

    A clone gets the very files of the genuine card, and a private key that is not the one of its DG14. A tampered card
    gets a DG1 with another name than the one that was signed.
    """
    chip_key = TestKey.derive(f"chip {citizen.number}", BRAINPOOL_P256R1)
    signed = _data_groups(citizen, chip_key)
    sod = build_sod(signed, citizen.issue_date)
    stored = dict(signed)
    if citizen.kind is CardKind.TAMPERED_DG1:
        stored[1] = data_groups.build_dg1((*citizen.mrz_lines[:2], name_field(citizen.false_name)))
    if citizen.kind is CardKind.CLONE:
        chip_key = TestKey.derive(f"clone of {citizen.number}", BRAINPOOL_P256R1)
    application = {int(_FILE_OF_DATA_GROUP[number]): content for number, content in stored.items()}
    application[ApplicationEf.COM] = data_groups.build_com(signed)
    application[ApplicationEf.SOD] = sod
    return CardImage(
        master_file={
            MasterFileEf.DIR: data_groups.build_dir(),
            MasterFileEf.ATR_INFO: data_groups.build_atr_info(COMMAND_BUFFER, RESPONSE_BUFFER),
            MasterFileEf.CARD_ACCESS: data_groups.CARD_ACCESS,
        },
        application=application,
        locked=frozenset({ApplicationEf.DG3}),
        can=citizen.can,
        mrz_information=data_groups.mrz_information(citizen.mrz_lines),
        chip_private_key=chip_key.secret,
        chip_curve_id=BRAINPOOL_P256R1,
    )


def _data_groups(citizen: Citizen, chip_key: TestKey) -> dict[int, bytes]:
    """Return the data groups as they are signed, by number."""
    groups = {
        1: data_groups.build_dg1(citizen.mrz_lines),
        2: data_groups.build_dg2(draw_portrait(citizen.portrait), WIDTH, HEIGHT, citizen.sex),
        3: data_groups.build_dg3(),
        14: data_groups.build_dg14(chip_key),
    }
    if citizen.national is not None:
        groups[13] = data_groups.build_dg13(citizen, citizen.national)
    return groups

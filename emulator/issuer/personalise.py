"""From a citizen to the contents of a chip."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import shake_256

from emulator.card.active_authentication import EcdsaActiveKey, RsaActiveKey
from emulator.card.files import ApplicationEf, MasterFileEf
from emulator.card.groups import EcGroup, group_by_id
from emulator.card.image import ActiveKey, CardImage, ChipKey
from emulator.card.profile import CCCD, CHIP_KEY_OF_VIETNAM, ActiveChoice, ChipProfile
from emulator.citizens import CardKind, Citizen
from emulator.issuer import data_groups
from emulator.issuer.authority import Authority
from emulator.issuer.certificate import UTOPIA, VIETNAM
from emulator.issuer.keys import TestKey, seeded
from emulator.issuer.portrait import HEIGHT, WIDTH, draw_portrait
from emulator.issuer.rsa import derive_rsa
from emulator.issuer.security_infos import build_card_access, build_card_security, build_dg14
from emulator.issuer.sod import SodRecipe, build_sod
from emulator.mrz import mrz_information, name_field

_DH_SECRET_BYTES = 40

Groups = dict[int, bytes]
GroupEdit = Callable[[Groups, Citizen], Groups]
"""Changes the data groups (number -> file) of a citizen's card."""
ImageEdit = Callable[[CardImage], CardImage]

_COUNTRIES = {country.alpha3: country for country in (VIETNAM, UTOPIA)}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done otherwise than right when a card is made; the defaults are right."""

    before_signing: tuple[GroupEdit, ...] = ()
    after_signing: tuple[GroupEdit, ...] = ()
    sod: SodRecipe = field(default_factory=SodRecipe)
    authority: Authority | None = None
    """Who issues, None for the authority of the citizen's state."""
    image: tuple[ImageEdit, ...] = ()


def authority_of(citizen: Citizen) -> Authority:
    """Return who issues the document of `citizen`."""
    return Authority(_COUNTRIES[citizen.issuing_state])


def personalise(citizen: Citizen, profile: ChipProfile = CCCD, recipe: Recipe | None = None) -> CardImage:
    """Return the chip image of `citizen`: the same bytes in every process.

    A clone gets the very files of the genuine card, and a private key that is not the one of its DG14. A tampered card
    gets a DG1 with another name than the one that was signed.
    """
    recipe = recipe or Recipe()
    authority = recipe.authority or authority_of(citizen)
    keys = _chip_keys(citizen, profile, "chip")
    active_key, active_info = _active_key(citizen, profile, "active")
    signed = _data_groups(citizen, profile, keys, active_info)
    for edit in recipe.before_signing:
        signed = edit(signed, citizen)
    sod_recipe = recipe.sod
    if profile.lds_version:
        sod_recipe = replace(sod_recipe, lds_version=profile.lds_version)
    sod = build_sod(signed, citizen.issue_date, authority=authority, recipe=sod_recipe)
    stored = dict(signed)
    if citizen.kind is CardKind.TAMPERED_DG1:
        stored[1] = data_groups.build_dg1((*citizen.mrz_lines[:2], name_field(citizen.false_name)))
    for edit in recipe.after_signing:
        stored = edit(stored, citizen)
    master_file = _master_file(citizen, profile, keys, authority)
    if citizen.kind is CardKind.CLONE:
        keys = _chip_keys(citizen, profile, "clone of")
        active_key, _ = _active_key(citizen, profile, "clone of active")
    application = {0x0100 | number: content for number, content in stored.items()}
    application[ApplicationEf.COM] = data_groups.build_com(signed, profile.lds_version)
    application[ApplicationEf.SOD] = sod
    image = CardImage(
        master_file=master_file,
        application=application,
        locked=frozenset({ApplicationEf.DG3}),
        can=citizen.can,
        mrz_information=mrz_information(citizen.mrz_lines),
        chip_private_key=keys[0].secret if keys else 0,
        chip_keys=None if profile.chip_authentication == (CHIP_KEY_OF_VIETNAM,) else keys,
        active_key=active_key,
        profile=profile,
    )
    for change in recipe.image:
        image = change(image)
    return image


def _master_file(
    citizen: Citizen, profile: ChipProfile, keys: tuple[ChipKey, ...], authority: Authority
) -> dict[int, bytes]:
    atr_info = data_groups.build_atr_info(profile.command_buffer, profile.response_buffer, profile)
    files = {
        MasterFileEf.DIR: data_groups.build_dir(),
        MasterFileEf.ATR_INFO: atr_info,
        MasterFileEf.CARD_ACCESS: build_card_access(profile, keys),
        MasterFileEf.CARD_SECURITY: build_card_security(profile, keys, citizen.issue_date, authority),
    }
    return {int(identifier): content for identifier, content in files.items() if content is not None}


def _data_groups(
    citizen: Citizen, profile: ChipProfile, keys: tuple[ChipKey, ...], active_info: bytes
) -> Groups:
    """Return the data groups as they are signed, by number."""
    picture = draw_portrait(citizen.portrait, citizen.picture)
    groups = {
        1: data_groups.build_dg1(citizen.mrz_lines),
        2: data_groups.build_dg2(picture, WIDTH, HEIGHT, citizen.sex),
        3: data_groups.build_dg3(),
    }
    if citizen.national is not None:
        groups[13] = data_groups.build_dg13(citizen, citizen.national)
    dg14 = build_dg14(profile, keys)
    if dg14 is not None:
        groups[14] = dg14
    if active_info:
        groups[15] = data_groups.build_dg15(active_info)
    return groups


def _chip_keys(citizen: Citizen, profile: ChipProfile, role: str) -> tuple[ChipKey, ...]:
    """Return the chip authentication keys; the first is labelled by its role and the number on the card alone."""
    keys = []
    for place, choice in enumerate(profile.chip_authentication):
        label = f"{role} {citizen.number}" + (f" {place + 1}" if place else "")
        keys.append(
            ChipKey(choice.parameter_id, _secret(label, choice.parameter_id), choice.ciphers, choice.key_id)
        )
    return tuple(keys)


def _secret(label: str, parameter_id: int) -> int:
    group = group_by_id(parameter_id)
    if isinstance(group, EcGroup):
        return TestKey.derive(label, parameter_id).secret
    return int.from_bytes(shake_256(seeded(label)).digest(_DH_SECRET_BYTES), "big") % (group.order - 1) + 1


def _active_key(citizen: Citizen, profile: ChipProfile, role: str) -> tuple[ActiveKey | None, bytes]:
    """Return the active authentication key and its SubjectPublicKeyInfo; None and nothing for a chip without."""
    choice = profile.active_authentication
    if choice is None:
        return None, b""
    label = f"{role} {citizen.number}"
    return _rsa_key(choice, label) if choice.rsa_bits else _ecdsa_key(choice, label)


def _rsa_key(choice: ActiveChoice, label: str) -> tuple[ActiveKey, bytes]:
    numbers = derive_rsa(seeded(label).decode(), choice.rsa_bits)
    return RsaActiveKey(numbers.modulus, numbers.private_exponent, choice.digest), numbers.public_key_info()


def _ecdsa_key(choice: ActiveChoice, label: str) -> tuple[ActiveKey, bytes]:
    key = TestKey.derive(label, choice.parameter_id)
    active = EcdsaActiveKey(choice.parameter_id, key.secret, choice.digest, choice.form)
    return active, key.explicit_public_key_info()

"""Faults of EF.SOD and of who signed it."""

from collections.abc import Callable
from dataclasses import replace

from emulator.citizens import by_name
from emulator.issuer.algorithms import ALGORITHMS
from emulator.issuer.authority import Authority, SignerState
from emulator.issuer.cms import CmsRecipe
from emulator.issuer.faults.fault import Fault, FaultKind, RecipeEdit, image_edit
from emulator.issuer.personalise import Recipe, personalise
from emulator.issuer.sod import SodRecipe

_MASTER_LIST = "2.23.136.1.1.2"
_SOD_FILE = 0x011D
_EXPLICIT = Authority(csca=ALGORITHMS["ecdsa-brainpool-384-explicit"], seed="explicit")


def _sod(edit: Callable[[SodRecipe], SodRecipe]) -> RecipeEdit:
    def change(recipe: Recipe) -> Recipe:
        return replace(recipe, sod=edit(recipe.sod))

    return change


def _cms(edit: Callable[[CmsRecipe], CmsRecipe]) -> RecipeEdit:
    return _sod(lambda sod: replace(sod, cms=edit(sod.cms)))


def _signed_by(state: SignerState) -> RecipeEdit:
    return _sod(lambda sod: replace(sod, state=state))


def _issued_by(authority: Authority) -> RecipeEdit:
    def change(recipe: Recipe) -> Recipe:
        return replace(recipe, authority=authority)

    return change


def _sod_of_another() -> RecipeEdit:
    return image_edit(
        lambda image: replace(
            image,
            application={
                **image.application,
                _SOD_FILE: personalise(by_name("le-vi-du"), image.profile).application[_SOD_FILE],
            },
        )
    )


def _named(kind: FaultKind, faults: tuple[tuple[str, str, RecipeEdit], ...]) -> tuple[Fault, ...]:
    return tuple(Fault(name, kind, about, recipe=recipe) for name, about, recipe in faults)


SIGNATURE_FAULTS = _named(
    FaultKind.SIGNATURE,
    (
        ("sod-of-another", "EF.SOD is another person's", _sod_of_another()),
        (
            "sod-content-type",
            "The signed content claims to be a master list",
            _sod(lambda sod: replace(sod, content_type=_MASTER_LIST)),
        ),
        (
            "sod-content-type-attribute",
            "The signed attribute names another content type than the content has",
            _cms(lambda cms: replace(cms, content_type_attribute=_MASTER_LIST)),
        ),
        ("sod-version", "SignedData has version 5", _cms(lambda cms: replace(cms, version=5))),
        ("sod-signer-version", "SignerInfo has version 7", _cms(lambda cms: replace(cms, signer_version=7))),
        (
            "sod-lds-version",
            "LDSSecurityObject has version 9",
            _sod(lambda sod: replace(sod, claimed_version=9)),
        ),
        (
            "sod-wrong-digest",
            "The message digest is not that of the content",
            _cms(lambda cms: replace(cms, spoils_message_digest=True)),
        ),
        (
            "sod-claimed-digest",
            "The hashes are SHA-256, the list says SHA-512",
            _sod(lambda sod: replace(sod, claimed_digest="sha512")),
        ),
        (
            "sod-bad-signature",
            "The signature is wrong",
            _cms(lambda cms: replace(cms, spoils_signature=True)),
        ),
        (
            "sod-no-attributes",
            "There are no signed attributes: the content itself is signed",
            _cms(lambda cms: replace(cms, has_attributes=False)),
        ),
        (
            "sod-no-content-type",
            "The signed attributes lack the content type",
            _cms(lambda cms: replace(cms, has_content_type=False)),
        ),
        (
            "sod-no-message-digest",
            "The signed attributes lack the message digest",
            _cms(lambda cms: replace(cms, has_message_digest=False)),
        ),
        (
            "sod-trailing-byte",
            "A byte follows the signed data",
            _sod(lambda sod: replace(sod, trailing=b"\x00")),
        ),
        (
            "sod-leaves-dg1-out",
            "The list of hashes has none of DG1",
            _sod(lambda sod: replace(sod, left_out=frozenset({1}))),
        ),
        (
            "sod-leaves-dg13-out",
            "The list of hashes has none of DG13",
            _sod(lambda sod: replace(sod, left_out=frozenset({13}))),
        ),
        (
            "sod-no-certificate",
            "EF.SOD does not carry the document signer's certificate",
            _cms(lambda cms: replace(cms, has_certificate=False)),
        ),
    ),
)

SIGNATURE_VARIANTS = (
    *_named(
        FaultKind.VARIANT,
        (
            (
                "sod-by-key-id",
                "SignerInfo names the certificate by its key identifier",
                _cms(lambda cms: replace(cms, signer_by_key_id=True, signer_version=3)),
            ),
            (
                "sod-indefinite-length",
                "EF.SOD is BER with indefinite lengths and a content in two pieces",
                _cms(lambda cms: replace(cms, indefinite_length=True)),
            ),
            ("sod-sha512", "The hashes are SHA-512", _sod(lambda sod: replace(sod, digest="sha512"))),
            ("sod-sha1", "The hashes are SHA-1", _sod(lambda sod: replace(sod, digest="sha1"))),
        ),
    ),
    *(
        Fault(
            f"signer-{name}",
            FaultKind.VARIANT,
            f"The document signer signs by {name}",
            recipe=_issued_by(Authority(signer=ALGORITHMS[name])),
        )
        for name in ALGORITHMS
        if name != "ecdsa-brainpool-256"
    ),
    Fault(
        "csca-link",
        FaultKind.VARIANT,
        "The document signer is certified by the CSCA's next key, which a link certificate carries",
        recipe=_signed_by(SignerState.LINKED),
        anchors=lambda: (Authority().link_certificate(),),
    ),
    Fault(
        "csca-explicit",
        FaultKind.VARIANT,
        "The CSCA's key has explicit curve parameters",
        recipe=_issued_by(_EXPLICIT),
        anchors=lambda: (_EXPLICIT.root_certificate(),),
    ),
)

SIGNER_FAULTS = (
    *_named(
        FaultKind.SIGNER,
        (
            (
                "signer-expired",
                "The document signer's certificate had expired when it signed",
                _signed_by(SignerState.EXPIRED),
            ),
            (
                "signer-not-yet-valid",
                "The document signer's certificate was not yet valid when it signed",
                _signed_by(SignerState.NOT_YET_VALID),
            ),
            (
                "signer-unknown",
                "The document signer was certified by a key that only has the CSCA's name",
                _signed_by(SignerState.UNKNOWN),
            ),
        ),
    ),
    Fault(
        "signer-revoked",
        FaultKind.SIGNER,
        "The document signer's certificate stands in the CRL",
        recipe=_signed_by(SignerState.REVOKED),
        needs_crl=True,
    ),
)

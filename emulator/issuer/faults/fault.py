"""Fault: one thing that can be wrong, declared by name."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from emulator.card.misbehaviour import Maker
from emulator.citizens import Citizen
from emulator.issuer.personalise import Groups, ImageEdit, Recipe

RecipeEdit = Callable[[Recipe], Recipe]


class FaultKind(StrEnum):
    """Where it is wrong."""

    LINK = "link"
    """Between card and reader."""
    PROTOCOL = "protocol"
    """The chip does not keep to a protocol."""
    CLONE = "clone"
    """Right files on a wrong chip."""
    DATA = "data"
    """Files that are not what was signed, or signed though they are wrong."""
    SIGNATURE = "signature"
    """EF.SOD is not as it must be."""
    SIGNER = "signer"
    """Who signed."""
    VARIANT = "variant"
    """Nothing is wrong: what terminals have been seen to stumble over."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A named fault: each part that is given is applied when a card is made.

    `argument` says what the number in NAME=NUMBER means and what it is when left out. `anchors` gives the CSCA certificates
    that a terminal must trust besides the test CSCA to see the card as it is meant.
    """

    name: str
    kind: FaultKind
    about: str
    citizen: Callable[[Citizen], Citizen] | None = None
    recipe: RecipeEdit | None = None
    misbehaviour: Maker | None = field(default=None, repr=False)
    argument: tuple[str, str] | None = None
    anchors: Callable[[], tuple[bytes, ...]] | None = None
    needs_crl: bool = False


def before_signing(number: int, edit: Callable[[bytes, Citizen], bytes]) -> RecipeEdit:
    """Return what changes one data group before it is signed; a card without it is left alone."""
    return lambda recipe: replace(recipe, before_signing=(*recipe.before_signing, _edit_group(number, edit)))


def after_signing(number: int, edit: Callable[[bytes, Citizen], bytes]) -> RecipeEdit:
    """Return what changes one data group after it was signed; a card without it is left alone."""
    return lambda recipe: replace(recipe, after_signing=(*recipe.after_signing, _edit_group(number, edit)))


def image_edit(edit: ImageEdit) -> RecipeEdit:
    """Return what changes the finished image."""
    return lambda recipe: replace(recipe, image=(*recipe.image, edit))


def _edit_group(number: int, edit: Callable[[bytes, Citizen], bytes]) -> Callable[[Groups, Citizen], Groups]:
    def change(groups: Groups, citizen: Citizen) -> Groups:
        return {**groups, number: edit(groups[number], citizen)} if number in groups else groups

    return change

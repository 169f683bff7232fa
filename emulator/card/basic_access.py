"""Basic access control, the card's side: a challenge, one mutual authentication, triple DES (Doc 9303-11 4.3)."""

import hmac
from collections.abc import Callable

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, StatusWord
from emulator.card.groups import Random
from emulator.card.profile import ChipProfile
from emulator.card.secure_messaging import session_for
from emulator.card.state import ChipState, Directory
from reader.crypto.cipher import SymmetricCipher, triple_des_cbc_decrypt, triple_des_cbc_encrypt
from reader.crypto.kdf import bac_seed, derive_session_keys
from reader.crypto.mac import retail_mac
from reader.crypto.padding import pad

_CHALLENGE_LENGTH = 8
_KEY_LENGTH = 16
_CRYPTOGRAM_LENGTH = 2 * _CHALLENGE_LENGTH + _KEY_LENGTH
_MAC_LENGTH = 8
_ZERO_IV = bytes(8)


class BasicAccess:
    """GET CHALLENGE and EXTERNAL AUTHENTICATE of one card, and how it counts wrong keys, through resets too."""

    def __init__(
        self, mrz_information: str, profile: ChipProfile, random: Random, wait: Callable[[float], None]
    ) -> None:
        """Derive the access keys; `wait` passes the seconds that the chip makes a guesser wait."""
        self._encryption_key, self._mac_key = derive_session_keys(
            bac_seed(mrz_information), SymmetricCipher.TRIPLE_DES
        )
        self._profile, self._random, self._wait = profile, random, wait
        self._wrong = 0

    def get_challenge(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """Give eight random bytes (Doc 9303-11 4.3.4.1)."""
        self._refuse_elsewhere(state)
        if command.p1_p2:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        if command.data or command.ne < _CHALLENGE_LENGTH:
            raise CommandError(StatusWord.WRONG_LENGTH)
        state.challenge = self._random(_CHALLENGE_LENGTH)
        return ResponseApdu(state.challenge)

    def external_authenticate(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """Check what the terminal made of the challenge; its session starts after the answer (Doc 9303-11 4.3.4.2)."""
        self._refuse_elsewhere(state)
        challenge, state.challenge = state.challenge, b""
        if command.p1_p2:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        if len(command.data) != _CRYPTOGRAM_LENGTH + _MAC_LENGTH:
            raise CommandError(StatusWord.WRONG_LENGTH)
        if not challenge:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        cryptogram, tag = command.data[:_CRYPTOGRAM_LENGTH], command.data[_CRYPTOGRAM_LENGTH:]
        plain = triple_des_cbc_decrypt(self._encryption_key, _ZERO_IV, cryptogram)
        terminal, returned, terminal_key = plain[:8], plain[8:16], plain[16:]
        if not (hmac.compare_digest(tag, self._mac(cryptogram)) and hmac.compare_digest(returned, challenge)):
            raise CommandError(self._refusal())
        self._wrong = 0
        own_key = self._random(_KEY_LENGTH)
        seed = bytes(mine ^ theirs for mine, theirs in zip(own_key, terminal_key, strict=True))
        counter = int.from_bytes(challenge[4:] + terminal[4:], "big")
        state.next_session = session_for(SymmetricCipher.TRIPLE_DES, seed, counter)
        answer = triple_des_cbc_encrypt(self._encryption_key, _ZERO_IV, challenge + terminal + own_key)
        return ResponseApdu(answer + self._mac(answer))

    def _mac(self, data: bytes) -> bytes:
        return retail_mac(self._mac_key, pad(data, 8))

    def _refusal(self) -> int:
        """Count a wrong key, wait as the chip does, and return the status word."""
        self._wrong += 1
        delays = self._profile.bac_delays
        if delays:
            self._wait(delays[min(self._wrong, len(delays)) - 1])
        if not self._profile.bac_tries:
            return StatusWord.AUTHENTICATION_FAILED
        return StatusWord.TRIES_LEFT | max(self._profile.bac_tries - self._wrong, 0)

    @staticmethod
    def _refuse_elsewhere(state: ChipState) -> None:
        """These commands belong to the application; whoever has a session needs no other."""
        if state.directory is not Directory.APPLICATION:
            raise CommandError(StatusWord.INS_NOT_SUPPORTED)
        if state.is_authenticated:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)

"""https: only a certificate of a trusted authority, for the right name, gets a patient's data."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.insurance.channel import GatewayChannel
from kiosk.insurance.deadline import Deadline
from kiosk.insurance.errors import GatewayUnreachableError
from tests.unit.kiosk.insurance.gateway_fake import TOKEN_PATH, GatewayFake, take_token
from tests.unit.kiosk.insurance.test_gateway_client import HandClock

if TYPE_CHECKING:
    from pathlib import Path


def server(directory: Path, address: str) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate of its own for ``address``, and that certificate's file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway of a test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = directory / "server.pem", directory / "server.key"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key_file)
    return context, certificate_file


def ask(url: str, ca_file: Path | None) -> int:
    clock = HandClock()
    channel = GatewayChannel(url, ca_file)
    try:
        return channel.post(TOKEN_PATH, b"x", {}, Deadline(clock.monotonic() + 5, clock.monotonic))[0]
    finally:
        channel.close()


def test_trusted_server_is_asked(tmp_path: Path) -> None:
    context, certificate = server(tmp_path, "127.0.0.1")
    with GatewayFake([take_token()], context) as fake:
        assert ask(fake.url, certificate) == 200


@pytest.mark.parametrize(("address", "trusted"), [("127.0.0.1", False), ("127.0.0.2", True)])
def test_unknown_authority_or_another_name_gets_nothing(tmp_path: Path, address: str, trusted: bool) -> None:
    context, certificate = server(tmp_path, address)
    with GatewayFake([], context) as fake:
        with pytest.raises(GatewayUnreachableError):
            ask(fake.url, certificate if trusted else None)
        assert fake.requests == []

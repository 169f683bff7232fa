"""The test country's certificates, read by OpenSSL and by `cryptography`."""

from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from emulator.issuer import authority
from tests.unit.emulator.issuer.openssl import run, to_pem

DOCUMENT_TYPES = x509.ObjectIdentifier("2.23.136.1.1.6.2")


def common_name(name: x509.Name) -> str:
    return str(name.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def test_openssl_accepts_the_chain_strictly(csca: Path, tmp_path: Path) -> None:
    signer = to_pem(authority.signer_der(), tmp_path / "signer.pem")
    assert run("verify", "-x509_strict", "-CAfile", csca, csca).endswith(b"OK\n")
    assert run("verify", "-x509_strict", "-CAfile", csca, signer).endswith(b"OK\n")


def test_everything_says_that_it_is_a_test() -> None:
    for certificate in map(x509.load_der_x509_certificate, (authority.test_csca(), authority.signer_der())):
        assert common_name(certificate.subject).startswith("TEST ")
        assert common_name(certificate.issuer).startswith("TEST ")
        assert certificate.serial_number.to_bytes(8, "big").startswith(b"TEST")


def test_csca_has_the_extensions_of_its_profile() -> None:
    certificate = x509.load_der_x509_certificate(authority.test_csca())
    extensions = certificate.extensions
    assert certificate.subject == certificate.issuer
    basic = extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert (basic.value.ca, basic.value.path_length) == (True, 0)
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.key_cert_sign
    assert usage.value.crl_sign
    assert not usage.value.digital_signature
    assert {extension.oid for extension in extensions} == {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        x509.ObjectIdentifier("2.5.29.16"),
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
    }


def test_signer_has_the_extensions_of_its_profile() -> None:
    certificate = x509.load_der_x509_certificate(authority.signer_der())
    extensions = certificate.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    oids = {extension.oid for extension in extensions}
    assert ExtensionOID.BASIC_CONSTRAINTS not in oids
    assert ExtensionOID.EXTENDED_KEY_USAGE not in oids
    types = extensions.get_extension_for_oid(DOCUMENT_TYPES).value
    assert isinstance(types, x509.UnrecognizedExtension)
    # DocumentTypeList { version 0, SET OF PrintableString }.
    assert types.value.hex().upper() == "300C020100310713014913024944"


def test_both_name_the_country_as_the_mrz_does() -> None:
    for certificate in map(x509.load_der_x509_certificate, (authority.test_csca(), authority.signer_der())):
        countries = [
            attribute.value for attribute in certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
        ]
        assert countries == ["VN"]
        subject = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        issuer = certificate.extensions.get_extension_for_class(x509.IssuerAlternativeName).value
        for names in (subject, issuer):
            (name,) = names.get_values_for_type(x509.DirectoryName)
            assert name.get_attributes_for_oid(NameOID.LOCALITY_NAME)[0].value == "VNM"


def test_signer_points_to_the_key_of_its_csca() -> None:
    root, signer = map(x509.load_der_x509_certificate, (authority.test_csca(), authority.signer_der()))
    own = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    for certificate in (root, signer):
        named = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        assert named.key_identifier == own.digest
    assert own == x509.SubjectKeyIdentifier.from_public_key(root.public_key())

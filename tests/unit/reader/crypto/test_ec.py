"""Point arithmetic against published examples, against OpenSSL, and against bytes that are no points."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec as openssl_ec
from hypothesis import given
from hypothesis import strategies as st

from reader.crypto import ec
from reader.crypto.curves import PARAMETER_IDS, curve_by_id
from tests import vectors

BRAINPOOL = curve_by_id(13)
G = ec.generator(BRAINPOOL)
G1 = vectors.load(vectors.ICAO_AND_VIETNAM)["pace_ecdh_gm_aes128_brainpoolP256r1"]
CAM = vectors.load(vectors.ICAO)["PACE_CAM_I"]
BSI = next(example for example in vectors.load(vectors.BSI)["examples"] if example["name"] == "ECDH")
SCALARS = st.integers(1, BRAINPOOL.n - 1)


def point(text: str) -> ec.Point:
    return ec.decode_point(BRAINPOOL, bytes.fromhex(text))


def number(text: str) -> int:
    return int(text, 16)


def test_mapping_and_agreement_of_appendix_g() -> None:
    assert ec.multiply(number(G1["map_sk_ifd"]), G) == point(G1["map_pk_ifd"])
    shared = ec.multiply(number(G1["map_sk_ifd"]), point(G1["map_pk_ic"]))
    assert shared == point(G1["H"])
    mapped = ec.add(ec.multiply(number(G1["nonce_s"]), G), shared)
    assert mapped == point(G1["G_mapped"])
    assert ec.multiply(number(G1["ka_sk_ifd"]), mapped) == point(G1["ka_pk_ifd"])
    agreed = ec.multiply(number(G1["ka_sk_ifd"]), point(G1["ka_pk_ic"]))
    assert agreed.x_bytes() == bytes.fromhex(G1["K_shared"])


def test_mapping_and_agreement_of_appendix_i() -> None:
    assert ec.multiply(number(CAM["map_sk_ifd"]), G) == point(CAM["map_pk_ifd"])
    assert ec.multiply(number(CAM["sk_ifd"]), point(CAM["g_mapped"])) == point(CAM["pk_ifd"])


@pytest.mark.parametrize(("private", "public"), [("pcd", "picc"), ("picc", "pcd")])
def test_both_sides_of_the_bsi_example(private: str, public: str) -> None:
    secret = number(BSI[f"pace_static_{private}_priv_key"])
    assert ec.multiply(secret, G) == point(BSI[f"pace_static_{private}_pub_key"])
    shared = ec.multiply(secret, point(BSI[f"pace_static_{public}_pub_key"]))
    assert shared == point(BSI["pace_shared_secret_h"])
    mapped = ec.add(ec.multiply(number(BSI["pace_nonce"]), G), shared)
    assert mapped == point(BSI["pace_eph_generator"])
    ephemeral = number(BSI[f"pace_eph_{private}_priv_key"])
    assert ec.multiply(ephemeral, mapped) == point(BSI[f"pace_eph_{private}_pub_key"])
    agreed = ec.multiply(ephemeral, point(BSI[f"pace_eph_{public}_pub_key"]))
    assert agreed.x_bytes() == bytes.fromhex(BSI["pace_shared_secret_k"])


@pytest.mark.parametrize(("private", "public"), [("pcd", "picc"), ("picc", "pcd")])
def test_chip_authentication_of_the_bsi_example(private: str, public: str) -> None:
    secret = number(BSI[f"ca_{private}_priv_key"])
    assert ec.multiply(secret, G) == point(BSI[f"ca_{private}_pub_key"])
    agreed = ec.multiply(secret, point(BSI[f"ca_{public}_pub_key"]))
    assert agreed.x_bytes() == bytes.fromhex(BSI["ca_shared_secret_k"])


@given(SCALARS, SCALARS)
def test_multiplication_distributes_over_addition(first: int, second: int) -> None:
    if (first + second) % BRAINPOOL.n:
        total = ec.multiply(first + second, G)
        assert ec.add(ec.multiply(first, G), ec.multiply(second, G)) == total


@given(SCALARS)
def test_agreement_equals_openssl(secret: int) -> None:
    theirs = openssl_ec.generate_private_key(openssl_ec.BrainpoolP256R1())
    numbers = theirs.public_key().public_numbers()
    ours = openssl_ec.derive_private_key(secret, openssl_ec.BrainpoolP256R1())
    agreed = ec.multiply(secret, ec.Point(BRAINPOOL, numbers.x, numbers.y))
    assert agreed.x_bytes() == ours.exchange(openssl_ec.ECDH(), theirs.public_key())


@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
def test_encoding_round_trip_on_every_curve(parameter_id: int) -> None:
    curve = curve_by_id(parameter_id)
    some = ec.multiply(ec.random_scalar(curve), ec.generator(curve))
    assert len(some.encode()) == 1 + 2 * curve.size
    assert ec.decode_point(curve, some.encode()) == some


def test_doubling_by_addition() -> None:
    assert ec.add(G, G) == ec.multiply(2, G)


def test_coordinates_keep_their_leading_zeros() -> None:
    found = next(
        candidate
        for candidate in (ec.multiply(scalar, G) for scalar in range(1, 2000))
        if candidate.x >> 248 == 0
    )
    assert len(found.x_bytes()) == 32
    assert ec.decode_point(BRAINPOOL, found.encode()) == found


@pytest.mark.parametrize("scalar", [0, BRAINPOOL.n, -BRAINPOOL.n])
def test_multiplication_to_infinity_is_refused(scalar: int) -> None:
    with pytest.raises(ec.PointError, match="infinity"):
        ec.multiply(scalar, G)


def test_addition_to_infinity_is_refused() -> None:
    with pytest.raises(ec.PointError, match="infinity"):
        ec.add(G, ec.multiply(-1, G))


def test_points_of_different_curves_are_not_added() -> None:
    with pytest.raises(ValueError, match="different curves"):
        ec.add(G, ec.generator(curve_by_id(12)))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00", id="infinity"),
        pytest.param(G.encode()[:-1], id="short"),
        pytest.param(G.encode() + b"\x00", id="long"),
        pytest.param(b"\x05" + G.encode()[1:], id="other-form"),
        pytest.param(b"\x06" + G.encode()[1:], id="hybrid-even"),
        pytest.param(b"\x07" + G.encode()[1:], id="hybrid-odd"),
        pytest.param(bytes((2 + G.y % 2,)) + G.x_bytes(), id="compressed"),
        pytest.param(G.encode()[1:], id="without-the-form"),
        pytest.param(G.encode()[:-1] + bytes((G.encode()[-1] ^ 1,)), id="off-curve"),
        pytest.param(b"\x04" + bytes(64), id="zero"),
        pytest.param(b"\x04" + (G.x).to_bytes(32, "big") + b"\xff" * 32, id="y-not-below-p"),
        pytest.param(b"\x04" + b"\xff" * 32 + G.y.to_bytes(32, "big"), id="x-not-below-p"),
        pytest.param(ec.generator(curve_by_id(12)).encode(), id="of-another-curve"),
    ],
)
def test_bytes_that_are_no_point_are_refused(data: bytes) -> None:
    with pytest.raises(ec.PointError):
        ec.decode_point(BRAINPOOL, data)


def test_coordinate_plus_p_is_refused_though_it_satisfies_the_equation() -> None:
    curve = curve_by_id(18)
    base = ec.generator(curve)
    # P-521's coordinates leave seven bits of their 66 bytes free.
    data = b"\x04" + (base.x + curve.p).to_bytes(66, "big") + base.y.to_bytes(66, "big")
    with pytest.raises(ec.PointError, match="range"):
        ec.decode_point(curve, data)


@pytest.mark.parametrize(("x", "y"), [(-1, 1), (1, -1)])
def test_negative_coordinates_are_refused(x: int, y: int) -> None:
    with pytest.raises(ec.PointError, match="range"):
        ec.Point(BRAINPOOL, x, y)


@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
@pytest.mark.parametrize("octet", [0x00, 0xFF])
def test_random_scalar_is_in_range(parameter_id: int, octet: int) -> None:
    curve = curve_by_id(parameter_id)
    assert 1 <= ec.random_scalar(curve, lambda count: bytes((octet,)) * count) < curve.n


def test_random_scalar_takes_eight_bytes_more_than_the_order() -> None:
    asked: list[int] = []

    def random(count: int) -> bytes:
        asked.append(count)
        return secrets.token_bytes(count)

    ec.random_scalar(curve_by_id(18), random)
    assert asked == [66 + 8]


def test_repr_shows_no_coordinates() -> None:
    assert repr(G) == "Point(brainpoolP256r1)"

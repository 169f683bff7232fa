"""The cache of the trust store: what it saves, when it is void, and whose it must be."""

import os
from pathlib import Path

import pytest

from reader.trust import TrustStore, trust_cache
from tests.unit.reader.trust.issuing import csca, ec_key, issue, key_usage, list_signer, master_list

ROOT = csca(200, "CSCA Goc")
LIST = master_list(
    list_signer(ROOT), [csca(number, f"CSCA {number}").certificate for number in range(300, 312)]
)
BROKEN = issue("X", ec_key(9), is_ca=True, usage=key_usage("crl_sign")).certificate


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trust store that is taken to be worth a cache."""
    monkeypatch.setattr(trust_cache, "MIN_FILES_LENGTH", 1)
    found = tmp_path / "trust"
    found.mkdir()
    (found / "a.ml").write_bytes(LIST)
    (found / "root.cer").write_bytes(ROOT.certificate)
    (found / "wrong.cer").write_bytes(BROKEN)
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.cache"))


def test_a_second_start_finds_the_same_and_parses_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = TrustStore.load([folder], cache=cache)
    monkeypatch.setattr("reader.trust.trust_store.TrustStore.of", None)
    monkeypatch.setattr("reader.trust.certificate.parse_certificate", None)

    second = TrustStore.load([folder], cache=cache)

    assert second.contents == first.contents
    assert len(second) == len(second.certificates) == 13
    assert [item.reason for item in second.refused] == ["key-usage"]


def test_what_comes_from_the_cache_finds_issuers(folder: Path, cache: Path) -> None:
    TrustStore.load([folder], cache=cache)

    store = TrustStore.load([folder], cache=cache)

    assert store.certificates[0].encoded == ROOT.certificate
    assert store.certificates[-1:] == (store.certificates[12],)
    assert store.by_fingerprint(store.entries[3].fingerprint) == store.certificates[3]
    assert store.with_key(store.entries[5].key_identifier) == (store.certificates[5],)


def test_a_changed_file_makes_it_void(folder: Path, cache: Path) -> None:
    TrustStore.load([folder], cache=cache)
    (folder / "wrong.cer").write_bytes(csca(600, "CSCA Moi").certificate)

    assert len(TrustStore.load([folder], cache=cache)) == 14


def test_a_new_file_makes_it_void(folder: Path, cache: Path) -> None:
    TrustStore.load([folder], cache=cache)
    (folder / "new.cer").write_bytes(csca(600, "CSCA Moi").certificate)

    assert len(TrustStore.load([folder], cache=cache)) == 14


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_cache_is_not_read(folder: Path, cache: Path, damage: str) -> None:
    expected = TrustStore.load([folder], cache=cache).contents
    (file,) = kept(cache)
    data = file.read_bytes()
    changed = data[:2000] + bytes([data[2000] ^ 1]) + data[2001:]
    file.write_bytes({"flip": changed, "cut": data[:-7], "empty": b""}[damage])

    assert TrustStore.load([folder], cache=cache).contents == expected


def test_a_cache_that_others_may_write_is_not_read(folder: Path, cache: Path) -> None:
    inputs = trust_cache.inputs_of([folder / "a.ml", folder / "root.cer", folder / "wrong.cer"])
    TrustStore.load([folder], cache=cache)
    (file,) = kept(cache)
    assert trust_cache.read(cache, inputs) is not None

    file.chmod(0o622)
    assert trust_cache.read(cache, inputs) is None
    file.chmod(0o600)
    cache.chmod(0o777)
    assert trust_cache.read(cache, inputs) is None


def test_nothing_is_kept_in_a_folder_that_others_may_write(folder: Path, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)

    assert len(TrustStore.load([folder], cache=cache)) == 13
    assert kept(cache) == []


def test_the_cache_is_its_owners_alone(folder: Path, cache: Path) -> None:
    TrustStore.load([folder], cache=cache)

    (file,) = kept(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    assert [item.name for item in cache.iterdir()] == [file.name]


def test_few_certificates_leave_no_trace(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "root.cer").write_bytes(ROOT.certificate)

    assert len(TrustStore.load([tmp_path], cache=cache)) == 1
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_costs_nothing(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"")

    assert len(TrustStore.load([folder], cache=place)) == 13


def test_the_default_place_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert trust_cache.default_directory() == tmp_path / "cccd-kiosk" / "trust"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert trust_cache.default_directory() == tmp_path / ".cache" / "cccd-kiosk" / "trust"


def test_a_store_shows_how_much_it_holds(folder: Path, cache: Path) -> None:
    assert repr(TrustStore.load([folder], cache=cache)) == "TrustStore(13 certificates, 1 refused, 0 CRLs)"


def test_only_the_owner_of_the_process_counts(
    cache: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    TrustStore.load([folder], cache=cache)
    inputs = trust_cache.inputs_of([folder / "a.ml", folder / "root.cer", folder / "wrong.cer"])
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)

    assert trust_cache.read(cache, inputs) is None

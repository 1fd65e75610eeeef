"""Keys come, go, and are remembered: what was signed with the former ones stays checkable."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certificates.history import History, SealKey, Term, jwks, pem_of
from certificates.keys import (
    CODES,
    DEMONSTRATION_PASSPHRASE,
    HISTORY,
    SEAL,
    check_in_use,
    is_demonstration,
    make_demonstration,
    open_code_signer,
    open_history,
    rotate_demonstration,
)
from certificates.sealers import Sealer, sealer_from_pkcs12
from tests.certificates.certifying import certified, problem_of

AT = datetime(2026, 11, 21, 10, 30, 15, 250_000, tzinfo=UTC)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def sealer_in(folder: Path) -> Sealer:
    return sealer_from_pkcs12(folder / SEAL, DEMONSTRATION_PASSPHRASE)


def test_demonstration_keys_are_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "keys"
    make_demonstration(folder, AT)
    before = contents(folder)
    make_demonstration(folder, AT + timedelta(days=1))
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["keys"]


def test_two_that_start_together_end_with_the_same_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: make_demonstration(folder, AT), range(2)))
    check_in_use(
        open_history(folder / HISTORY), sealer_in(folder), open_code_signer(folder / CODES), AT
    )
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_nobody_else_may_read_a_private_key(keys: Path) -> None:
    for name in (SEAL, CODES, "authority-key.pem"):
        assert stat.S_IMODE((keys / name).stat().st_mode) == 0o600


def test_new_keys_take_over_and_the_former_stay_in_the_history(tmp_path: Path) -> None:
    make_demonstration(tmp_path / "keys", AT)
    folder = tmp_path / "keys"
    before, old = open_history(folder / HISTORY), sealer_in(folder)
    rotate_demonstration(folder, AT + timedelta(days=100))
    after, new = open_history(folder / HISTORY), sealer_in(folder)
    assert [key.certificate for key in after.seals] == [old.certificate, new.certificate]
    assert after.codes[0].kid == before.codes[0].kid != after.codes[1].kid
    turn = (AT + timedelta(days=100)).replace(microsecond=0)
    for former, latest in (after.seals, after.codes):
        assert former.term.ends == latest.term.begins == turn
    ten_years = after.codes[1].term.ends - turn
    assert timedelta(days=3649) < ten_years < timedelta(days=3654)
    signer = open_code_signer(folder / CODES)
    check_in_use(after, new, signer, turn)
    assert problem_of(lambda: check_in_use(after, old, signer, turn))[0] == "seal_not_in_history"
    assert problem_of(lambda: check_in_use(before, old, signer, AT))[0] == (
        "code_key_not_in_history"
    )


def test_what_is_published_holds_no_private_key(history: History) -> None:
    published = jwks(history)["keys"]
    assert len(published) == 2
    assert all("d" not in key and key["use"] == "sig" for key in published)
    code, seal = published
    assert set(code) == {"kid", "use", "alg", "kty", "crv", "x", "y", "nbf", "exp"}
    assert len(seal["x5c"]) == 2
    chain = x509.load_pem_x509_certificates(pem_of(history.seals[0]).encode())
    chain[0].verify_directly_issued_by(chain[1])


def test_an_rsa_certificate_is_published_as_well(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    certificate = certified("Seal", key.public_key(), key, "Seal", False)
    history = History((SealKey(certificate.public_bytes(Encoding.DER), (), Term(AT)),))
    (published,) = jwks(history)["keys"]
    assert (published["kty"], published["e"]) == ("RSA", "AQAB")
    assert "exp" not in published


def test_demonstration_keys_are_known_for_what_they_are(keys: Path) -> None:
    assert is_demonstration(sealer_in(keys).certificate)
    key = ec.generate_private_key(ec.SECP256R1())
    own = certified("Seal", key.public_key(), key, "A real authority", False)
    assert not is_demonstration(own.public_bytes(Encoding.DER))


def test_a_key_of_codes_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "codes.pem"
    assert problem_of(lambda: open_code_signer(path))[0] == "code_key_missing"
    path.write_bytes(b"roses are red")
    assert problem_of(lambda: open_code_signer(path))[0] == "code_key_unreadable"
    other = ec.generate_private_key(ec.SECP384R1())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert problem_of(lambda: open_code_signer(path))[0] == "code_key_unreadable"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "parcours-keys-1"}'])
def test_a_history_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "history.json"
    assert problem_of(lambda: open_history(path))[0] == "history_missing"
    path.write_text(text)
    assert problem_of(lambda: open_history(path))[0] == "history_unreadable"

"""A sealed document: the same paper, closed with a key that other people's tools know too."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from pdfua.model import Severity
from pdfua.validator import validate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.checking import Finding, Verdict, check_pdf
from certificates.history import History, SealKey, Term
from certificates.keys import HISTORY, SEAL, open_history
from certificates.sealers import (
    Sealer,
    Token,
    outcome_of,
    sealer_from_pkcs12,
    sealer_from_token,
)
from certificates.sealing import seal
from certificates.signers import KeyElsewhere
from config import DEMO_PASSPHRASE
from tests.certificates.certifying import AT, LONG, certified, problem_of

#: They seal what others look at as it is printed, in the same process.
pytestmark = pytest.mark.xdist_group("documents")


def message_in(sealed: bytes) -> tuple[bytes, bytes]:
    """The signed message of a sealed document, and what it was signed over."""
    reader = PdfFileReader(BytesIO(sealed))
    (signature,) = reader.embedded_signatures
    _zero, begins, ends, _rest = signature.byte_range
    return signature.pkcs7_content, sealed[:begins] + sealed[ends:]


def test_what_was_printed_stays_as_it_was_and_the_seal_follows(
    printed: Callable[[str], bytes], sealed: bytes
) -> None:
    assert sealed.startswith(printed("en"))
    assert len(sealed) - len(printed("en")) < 5_000
    assert len(sealed) < 60_000


def test_the_same_document_key_and_moment_give_the_same_bytes(
    printed: Callable[[str], bytes], sealer: Sealer, sealed: bytes
) -> None:
    again = seal(printed("en"), sealer, at=AT, field_label="Seal of Parcours")
    assert again == sealed


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_a_sealed_document_is_as_accessible_as_before(
    printed: Callable[[str], bytes], sealer: Sealer, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "career.pdf"
    path.write_bytes(seal(printed(language), sealer, at=AT, field_label="Sceau"))
    assert validate(str(path)).worst_severity() in (None, Severity.INFO)


def test_the_seal_shows_nothing_on_the_page_and_breaks_no_rule_of_archive_files(
    sealed: bytes,
) -> None:
    page = pypdf.PdfReader(BytesIO(sealed)).pages[0]
    (widget,) = (each.get_object() for each in page["/Annots"])
    left, bottom, right, top = map(float, widget["/Rect"])
    assert (right - left, top - bottom) == (0, 0)
    # PDF/UA leaves out what lies outside the page; PDF/A wants it printable and not hidden.
    assert right < float(page.cropbox.left)
    assert widget["/F"] & 0b100111 == 0b100
    assert page["/Tabs"] == "/S"
    assert widget["/TU"] == "Seal of Parcours"


def test_the_metadata_of_the_document_are_not_touched(
    printed: Callable[[str], bytes], sealed: bytes
) -> None:
    before, after = (pypdf.PdfReader(BytesIO(each)) for each in (printed("en"), sealed))
    assert after.metadata == before.metadata
    assert after.trailer["/Root"]["/Metadata"].get_data() == (
        before.trailer["/Root"]["/Metadata"].get_data()
    )


def test_an_independent_validator_finds_a_certification_that_allows_no_change(
    sealed: bytes, sealer: Sealer
) -> None:
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    root = asn1.Certificate.load(sealer.chain[-1])
    trusted = ValidationContext(trust_roots=[root], moment=AT, allow_fetching=False)
    status = outcome_of(async_validate_pdf_signature(signature, trusted))
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_openssl_verifies_the_message_in_the_seal(
    sealed: bytes, sealer: Sealer, tmp_path: Path
) -> None:
    message, content = message_in(sealed)
    (tmp_path / "message.der").write_bytes(message)
    (tmp_path / "content").write_bytes(content)
    root = x509.load_der_x509_certificate(sealer.chain[-1]).public_bytes(Encoding.PEM)
    (tmp_path / "root.pem").write_bytes(root)
    command = "openssl cms -verify -binary -inform DER -in message.der -content content"
    options = "-CAfile root.pem -purpose any -no_check_time -out /dev/null"
    done = subprocess.run([*command.split(), *options.split()], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_poppler_finds_the_signature_valid_and_the_whole_document_signed(
    sealed: bytes, tmp_path: Path
) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    said = subprocess.run(
        ["pdfsig", "sealed.pdf"], cwd=tmp_path, env={"HOME": str(tmp_path)}, capture_output=True
    ).stdout.decode()
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_a_key_that_is_not_there_or_does_not_open_is_named(keys: Path, tmp_path: Path) -> None:
    def opening(path: Path, passphrase: str) -> Callable[[], object]:
        return lambda: sealer_from_pkcs12(path, passphrase)

    (tmp_path / "poem.p12").write_bytes(b"roses are red")
    nowhere = opening(tmp_path / "none.p12", "x")
    assert problem_of(nowhere) == ("key_missing", {"path": "none.p12"})
    assert problem_of(opening(keys / SEAL, "wrong")) == ("key_unreadable", {"path": "seal.p12"})
    assert problem_of(opening(tmp_path / "poem.p12", ""))[0] == "key_unreadable"
    assert problem_of(opening(tmp_path, ""))[0] == "key_missing"


def test_a_key_file_without_a_certificate_or_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.p12"
    key = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, None, None, NoEncryption()))
    assert problem_of(lambda: sealer_from_pkcs12(path, ""))[0] == "key_without_certificate"
    edwards = ed25519.Ed25519PrivateKey.generate()
    certificate = certified("Edwards", edwards.public_key(), key, "Root", None)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", edwards, certificate, None, NoEncryption())
    )
    assert problem_of(lambda: sealer_from_pkcs12(path, ""))[0] == "key_not_supported"


def test_a_passphrase_is_never_shown(sealer: Sealer) -> None:
    token = Token(Path("/lib/token.so"), "parcours", "seal", "123456", Path("seal.pem"))
    assert "123456" not in repr(token)
    assert "signer" not in repr(sealer)


def test_a_token_that_cannot_be_reached_is_named(sealer: Sealer, tmp_path: Path) -> None:
    path = tmp_path / "seal.pem"
    token = Token(tmp_path / "none.so", "parcours", "seal", "1234", path)
    assert problem_of(lambda: sealer_from_token(token))[0] in (
        "token_not_supported",
        "certificate_unreadable",
    )
    path.write_bytes(x509.load_der_x509_certificate(sealer.certificate).public_bytes(Encoding.PEM))
    assert problem_of(lambda: sealer_from_token(token))[0] in (
        "token_not_supported",
        "token_unreachable",
    )


@pytest.mark.parametrize(
    ("after", "code"), [(-LONG, "certificate_not_yet_valid"), (LONG, "certificate_expired")]
)
def test_a_certificate_that_does_not_hold_seals_nothing(
    printed: Callable[[str], bytes], sealer: Sealer, after: timedelta, code: str
) -> None:
    def act() -> object:
        return seal(printed("en"), sealer, at=AT + after, field_label="Seal")

    said, params = problem_of(act)
    assert said == code
    assert set(params) == {"day"}


def test_a_key_that_is_not_the_certificate_s_never_leaves_a_seal(
    printed: Callable[[str], bytes], sealer: Sealer, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.p12"
    other = ec.generate_private_key(ec.SECP256R1())
    certificate = certified("Seal", other.public_key(), other, "Seal", None)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", other, certificate, None, NoEncryption())
    )
    mixed = Sealer(
        sealer_from_pkcs12(path, "").signer, sealer.certificate, sealer.chain, sealer.room
    )
    assert problem_of(lambda: seal(printed("en"), mixed, at=AT, field_label="S"))[0] == (
        "seal_failed"
    )


def test_a_key_on_a_token_seals_with_each_certificate_once(
    printed: Callable[[str], bytes], keys: Path
) -> None:
    """A token's signer puts the certificate of its key in beside the one it is given."""
    on_token, plain = (sealer_from_pkcs12(keys / SEAL, DEMO_PASSPHRASE) for _ in range(2))
    certificate = on_token.signer.signing_cert
    on_token.signer.cert_registry.register(asn1.Certificate.load(certificate.dump()))
    elsewhere = KeyElsewhere(
        on_token.signer, signing_cert=certificate, cert_registry=plain.signer.cert_registry
    )
    made = seal(printed("en"), replace(plain, signer=elsewhere), at=AT, field_label="Seal")
    assert check_pdf(made, open_history(keys / HISTORY)).finding is Finding.GENUINE


def test_an_rsa_key_of_a_real_authority_seals_as_well(
    printed: Callable[[str], bytes], tmp_path: Path
) -> None:
    key, root_key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certified("Root", root_key.public_key(), root_key, "Root", True)
    certificate = certified("Seal", key.public_key(), root_key, "Root", False)
    path = tmp_path / "rsa.p12"
    protection = BestAvailableEncryption("passé".encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", key, certificate, [root], protection)
    )
    sealer = sealer_from_pkcs12(path, "passé")
    sealed = seal(printed("en"), sealer, at=AT, field_label="Seal")
    history = History((SealKey(sealer.certificate, sealer.chain, Term(AT)),))
    assert check_pdf(sealed, history) == Verdict(Finding.GENUINE, "Seal", AT)


def test_a_fat_chain_fits_even_when_a_token_said_that_its_message_is_short(
    printed: Callable[[str], bytes], tmp_path: Path
) -> None:
    names, key = ["Root", "One", "Two", "Three", "Four"], ec.generate_private_key(ec.SECP256R1())
    chain = [
        certified(name, key.public_key(), key, issuer, True, fat=4_000)
        for name, issuer in zip(names, ["Root", *names], strict=False)
    ]
    certificate = certified("Seal", key.public_key(), key, "Four", False)
    path = tmp_path / "fat.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", key, certificate, chain, NoEncryption())
    )
    sealer = sealer_from_pkcs12(path, "")
    history = History((SealKey(sealer.certificate, sealer.chain, Term(AT)),))
    for room in (sealer.room, 700):
        told = replace(sealer, room=room)
        sealed = seal(printed("en"), told, at=AT, field_label="Seal")
        assert check_pdf(sealed, history) == Verdict(Finding.GENUINE, "Seal", AT), room
        assert len(sealed) - len(printed("en")) > 40_000, "twenty kilobytes in hexadecimal"

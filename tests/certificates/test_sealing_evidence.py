"""A seal that outlasts its certificate: told the time by others, with proof of no revocation."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.checking import Finding, Verdict, check_pdf
from certificates.history import History, SealKey, Term
from certificates.sealers import Sealer, sealer_from_pkcs12
from certificates.sealing import Evidence, seal, timestamp_service
from tests.certificates.certifying import AT, certified, problem_of

#: They seal what others look at as it is printed, in the same process.
pytestmark = pytest.mark.xdist_group("documents")


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


class Service:
    """A timestamp service that tells the time of the attestation, one minute late."""

    def __init__(self) -> None:
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        public = self.root_key.public_key()
        self.root = certified("Time root", public, self.root_key, "Time root", True)
        key = rsa.generate_private_key(65537, 2048)
        certificate = certified(
            "Time", key.public_key(), self.root_key, "Time root", False, time=True
        )
        both = [asn1.Certificate.load(_der(each)) for each in (certificate, self.root)]
        store = SimpleCertificateStore()
        store.register_multiple(both)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.timestamps = DummyTimeStamper(
            both[0],
            asn1_keys.PrivateKeyInfo.load(private),
            certs_to_embed=store,
            fixed_dt=AT + timedelta(minutes=1),
        )

    def fat_certificate(self) -> asn1.Certificate:
        """Of three kilobytes, under the root."""
        key = self.root_key.public_key()
        fat = certified("Fat", key, self.root_key, "Time root", True, fat=3_000)
        return asn1.Certificate.load(_der(fat))

    def evidence(self, *crls: bytes) -> Evidence:
        return Evidence(self.timestamps, crls=crls, roots=(_der(self.root),))


@pytest.fixture(scope="module")
def service() -> Service:
    return Service()


def test_a_timestamped_seal_says_when_a_service_saw_it(
    printed: Callable[[str], bytes], sealer: Sealer, history: History, service: Service
) -> None:
    sealed = seal(printed("en"), sealer, at=AT, field_label="Seal", evidence=service.evidence())
    known = History(history.seals, (), (_der(service.root),))
    name = "Parcours demonstration seal"
    minute_later = AT + timedelta(minutes=1)
    assert check_pdf(sealed, known) == Verdict(Finding.GENUINE, name, minute_later, True)
    assert check_pdf(sealed + b" ", known) == Verdict(Finding.ALTERED, name, minute_later, True)
    # A time that nobody we trust has told is no time.
    assert check_pdf(sealed, history).finding is Finding.ALTERED


def test_every_byte_counts_in_a_timestamp_too(
    printed: Callable[[str], bytes], sealer: Sealer, history: History, service: Service
) -> None:
    sealed = seal(printed("en"), sealer, at=AT, field_label="Seal", evidence=service.evidence())
    known = History(history.seals, (), (_der(service.root),))
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    _zero, begins, ends, _rest = signature.byte_range
    for at in range(begins, ends, 41):
        changed = bytearray(sealed)
        changed[at] = ord("7") if changed[at] != ord("7") else ord("3")
        assert check_pdf(bytes(changed), known).finding is not Finding.GENUINE, at


@pytest.mark.parametrize("evidence", [Evidence(timestamp_service("http://127.0.0.1:9/"))])
def test_a_timestamp_service_that_does_not_answer_is_named(
    printed: Callable[[str], bytes], sealer: Sealer, evidence: Evidence
) -> None:
    def act() -> object:
        return seal(printed("en"), sealer, at=AT, field_label="S", evidence=evidence)

    assert problem_of(act)[0] == "timestamp_failed"


class Growing(TimeStamper):
    """A service that brings one more certificate along with each of its first answers."""

    def __init__(self, service: Service, times: int) -> None:
        super().__init__()
        self.service, self.times = service, times
        self.answers = copy.copy(service.timestamps)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        if self.times:
            self.times -= 1
            more = self.service.fat_certificate()
            self.answers.certs_to_embed = [*self.answers.certs_to_embed, more]
        return await self.answers.async_request_tsa_response(req)


def test_a_service_that_sends_more_than_it_showed_still_stamps_a_seal(
    printed: Callable[[str], bytes], sealer: Sealer, history: History, service: Service
) -> None:
    roots = (_der(service.root),)
    # One answer is asked for to measure its length; the second and the third are longer.
    sealed = seal(
        printed("en"),
        sealer,
        at=AT,
        field_label="Seal",
        evidence=Evidence(Growing(service, 3), roots=roots),
    )
    verdict = check_pdf(sealed, History(history.seals, (), roots))
    assert (verdict.finding, verdict.timestamped) == (Finding.GENUINE, True)

    def act() -> object:
        growing = Evidence(Growing(service, 99), roots=roots)
        return seal(printed("en"), sealer, at=AT, field_label="Seal", evidence=growing)

    code, params = problem_of(act)
    assert code == "seal_failed"
    assert params["needed"] > params["room"]


def revocations(issuer: str, key: object, now: datetime) -> bytes:
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)


def test_proof_that_nothing_was_revoked_lies_under_the_seal_itself(
    printed: Callable[[str], bytes], tmp_path: Path, service: Service
) -> None:
    key, root_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certified("Root", root_key.public_key(), root_key, "Root", True)
    certificate = certified("Seal", key.public_key(), root_key, "Root", False)
    path = tmp_path / "seal.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", key, certificate, [root], NoEncryption())
    )
    sealer = sealer_from_pkcs12(path, "")
    now = datetime.now(UTC)
    lists = (
        revocations("Root", root_key, now),
        revocations("Time root", service.root_key, now),
    )
    evidence = service.evidence(*lists)
    sealed = seal(printed("en"), sealer, at=AT, field_label="Seal", evidence=evidence)
    reader = PdfFileReader(BytesIO(sealed))
    assert len(DocumentSecurityStore.read_dss(reader).crls) == 2
    assert reader.xrefs.total_revisions == 2  # as printed, and the seal
    history = History(
        (SealKey(sealer.certificate, sealer.chain, Term(AT)),), (), (_der(service.root),)
    )
    assert check_pdf(sealed, history).finding is Finding.GENUINE


def test_revocation_that_nobody_can_tell_is_named(
    printed: Callable[[str], bytes], keys: Path, sealer: Sealer
) -> None:
    authority = load_pem_private_key((keys / "authority-key.pem").read_bytes(), None)
    foreign = revocations("Somebody else", authority, AT)

    def act() -> object:
        return seal(
            printed("en"), sealer, at=AT, field_label="S", evidence=Evidence(crls=(foreign,))
        )

    assert problem_of(act)[0] == "revocation_unknown"

"""Certificates of all kinds, made for a test, and what goes wrong with them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certificates.sealers import SealProblem

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
LONG = timedelta(days=3650)


def certified(
    name: str,
    key: object,
    by: object,
    issuer: str,
    ca: bool | None,
    *,
    time: bool = False,
    fat: int = 0,
) -> x509.Certificate:
    """A certificate of ten years; ``ca`` None leaves its constraints out, ``fat`` are bytes that
    it carries for nothing."""
    subject, issued_by = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer)
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - LONG)
        .not_valid_after(AT + LONG)
    )
    if ca is not None:
        made = made.add_extension(x509.BasicConstraints(ca, None), critical=True)
    if time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    if fat:
        ballast = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), bytes(fat))
        made = made.add_extension(ballast, critical=False)
    return made.sign(by, hashes.SHA256())


def problem_of(act: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(SealProblem) as caught:
        act()
    return caught.value.code, caught.value.params

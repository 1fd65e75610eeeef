"""Sealing: a PDF goes in, the same PDF with a PAdES certification signature comes out.

The seal is one addition at the end of the file: the bytes before it stay as they were.  It says
that no change is allowed.  Its form is stricter than PAdES asks, so that each byte of the file
counts (:mod:`certificates.checking`).  Nothing is drawn: the field lies outside the page, which
archive files (PDF/A) and accessible ones (PDF/UA) both allow.

The same PDF, key and moment give the same bytes, except where a timestamp service is asked.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from certificates.checking import Finding, check_pdf
from certificates.history import History, SealKey, Term
from certificates.sealers import Sealer, SealProblem, outcome_of

_DIGEST = "sha256"
_FIELD = SigFieldSpec(
    "Seal", invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
)
#: A timestamp may be somewhat longer than the one asked for to measure its length.
_ROOM_FOR_TIMESTAMP = 256
_SECONDS_TO_ANSWER = 10
#: How often a message is signed that does not fit the room kept for it: once for what a rehearsal
#: did not tell, once more for a service whose answers differ.
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What makes a seal outlast its certificate: a timestamp (B-T), and proof that nothing was
    revoked (B-LT).

    ``fetch`` asks the issuers that the certificates name; ``crls`` are lists we hold already,
    in DER.  ``roots`` are those of the timestamp service, in DER.
    """

    timestamps: TimeStamper | None = None
    fetch: bool = False
    crls: tuple[bytes, ...] = ()
    roots: tuple[bytes, ...] = ()

    @property
    def of_revocation(self) -> bool:
        return self.fetch or bool(self.crls)


#: PAdES baseline B-B: a seal and no more.
NO_EVIDENCE = Evidence()


def timestamp_service(address: str) -> TimeStamper:
    """The service that answers at an address (RFC 3161 over HTTP)."""
    return HTTPTimeStamper(address, timeout=_SECONDS_TO_ANSWER)


def seal(
    pdf: bytes,
    sealer: Sealer,
    *,
    at: datetime,
    field_label: str,
    reason: str = "",
    place: str = "",
    evidence: Evidence = NO_EVIDENCE,
) -> bytes:
    """The sealed PDF; ``at`` is aware, ``field_label`` is what a screen reader calls the seal.

    SealProblem: those of ``Sealer.check``, and ``timestamp_failed``, ``revocation_unknown``,
    ``seal_failed`` (the key or its token did not sign, what came out did not check, or the message
    was longer each time than the room kept for it; then ``room`` and ``needed``, in bytes).
    """
    sealer.check(at)
    return outcome_of(_seal(pdf, sealer, at, (field_label, reason, place), evidence))


async def _seal(
    pdf: bytes, sealer: Sealer, at: datetime, texts: tuple[str, str, str], evidence: Evidence
) -> bytes:
    room = await _room(sealer, evidence)
    for _attempt in range(_ATTEMPTS):
        steps, digest, output = await _prepared(pdf, sealer, at, texts, evidence, room)
        message = await _signature(sealer, evidence, digest)
        needed = len(message)
        if needed <= room:
            steps.send(message)
            sealed = output.getvalue()
            _check(sealed, sealer, at, evidence)
            return sealed
        # The room lies under the seal, so it cannot grow: the document is prepared anew.
        too_small, room = room, needed + _ROOM_FOR_TIMESTAMP
    raise SealProblem("seal_failed", room=too_small, needed=needed)


async def _prepared(
    pdf: bytes,
    sealer: Sealer,
    at: datetime,
    texts: tuple[str, str, str],
    evidence: Evidence,
    room: int,
) -> tuple[Generator[Any, Any, None], bytes, BytesIO]:
    """The document with room (bytes) for the signed message: whom to send that to, the SHA-256
    that it is to sign, and where the sealed document then stands."""
    field_label, reason, place = texts
    writer = _Addition(BytesIO(pdf))
    if evidence.of_revocation:
        await _store_evidence(writer, sealer, evidence)
    steps = _embedding(writer)
    widget = next(steps).get_object()
    widget["/TU"] = generic.pdf_string(field_label)
    blank = SignatureObject(
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
        bytes_reserved=2 * room,
    )
    certified = SigMDPSetup(_DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(blank, certified))
    prepared, output = steps.send(SigIOSetup(_DIGEST))
    return steps, prepared.document_digest, output


class _Addition(IncrementalPdfFileWriter):
    """pyHanko's writer of an addition, kept from noting the time and from drawing lots.

    The metadata were written with the document and say when it was issued; and a second
    identifier that follows from the content is as good as a random one.
    """

    def __init__(self, input_stream: BytesIO) -> None:
        content = input_stream.getvalue()
        super().__init__(input_stream)
        first, _random = self._document_id
        following = hashlib.sha256(content).digest()[:16]
        self._document_id = generic.ArrayObject([first, generic.ByteStringObject(following)])

    def _update_meta(self) -> None: ...


def _embedding(writer: IncrementalPdfFileWriter) -> Generator[Any, Any, None]:
    steps: Generator[Any, Any, None] = PdfCMSEmbedder(_FIELD).write_cms("Seal", writer)
    return steps


async def _room(sealer: Sealer, evidence: Evidence) -> int:
    """Bytes to keep free for the signed message, as far as a rehearsal can tell: a service may
    answer later with a longer chain of certificates."""
    if evidence.timestamps is None:
        return sealer.room
    token = await _first_timestamp(evidence.timestamps)
    return sealer.room + len(token.dump()) + _ROOM_FOR_TIMESTAMP


async def _first_timestamp(timestamps: TimeStamper) -> Any:
    """A timestamp of nothing, to measure its length; pyHanko asks for it once."""
    try:
        return await timestamps.async_dummy_response(_DIGEST)
    except Exception as error:
        # Whatever keeps a service from answering, and whatever it answers instead.
        raise SealProblem("timestamp_failed") from error


async def _signature(sealer: Sealer, evidence: Evidence, digest: bytes) -> bytes:
    try:
        signed = await sealer.signer.async_sign(
            digest, _DIGEST, use_pades=True, timestamper=evidence.timestamps
        )
    except Exception as error:
        # A token's own library may raise anything; so may a service that stops answering.
        raise SealProblem("seal_failed") from error
    return cast(bytes, signed.dump())


async def _store_evidence(
    writer: IncrementalPdfFileWriter, sealer: Sealer, evidence: Evidence
) -> None:
    """Put proof that nothing was revoked into the same addition, under the seal itself.

    Customary is a second addition, which no seal would cover.
    """
    certificates = [asn1.Certificate.load(each) for each in (sealer.certificate, *sealer.chain)]
    roots = [certificates[-1], *map(asn1.Certificate.load, evidence.roots)]
    context = ValidationContext(
        trust_roots=roots,
        other_certs=certificates,
        crls=list(evidence.crls),
        allow_fetching=evidence.fetch,
        revocation_mode="require",
    )
    try:
        validator = CertificateValidator(certificates[0], validation_context=context)
        paths = [await validator.async_validate_usage(set())]
        if evidence.timestamps:
            await _first_timestamp(evidence.timestamps)
            paths += [path async for path in evidence.timestamps.validation_paths(context)]
    except SealProblem:
        raise
    except Exception as error:
        logging.getLogger(__name__).warning("no proof of revocation", exc_info=error)
        raise SealProblem("revocation_unknown") from error
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=paths, validation_context=context
    )


def _check(sealed: bytes, sealer: Sealer, at: datetime, evidence: Evidence) -> None:
    """What leaves this house passes its own check, or does not leave."""
    moment = at.replace(microsecond=0)
    key = SealKey(sealer.certificate, sealer.chain, Term(moment))
    verdict = check_pdf(sealed, History((key,), (), evidence.roots))
    on_time = verdict.timestamped or verdict.sealed_at == moment
    if verdict.finding is not Finding.GENUINE or not on_time:
        raise SealProblem("seal_failed")

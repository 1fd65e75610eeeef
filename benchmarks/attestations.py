"""Making a sealed document beside WeasyPrint alone on the same HTML; fetching one that is kept.

A document takes facts from the database, a layout that is an archive file and accessible, a code,
a seal, and keeping; the limit is laying the same page out and nothing else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
import segno
from weasyprint import HTML

from app.application import create_app
from app.attestations.asking import Asked, ask_for_attestation
from app.attestations.gathering import gather
from app.attestations.issuing import Issued, issue
from app.attestations.jobs import workshop
from app.attestations.queries import document_of
from app.attestations.wishes import Wish
from app.audit.trail import Actor, Channel
from app.demo.populating import populate
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.foundation.languages import speaking
from app.identity.identifying import identify_persons
from benchmarks.figures import Figure, Measured
from benchmarks.place import Place
from certificates.attestation import Attestation, Kind
from certificates.document import page
from certificates.paper import STYLES, OwnFilesOnly

ROUNDS = 9
READS = 400
CAREER = Wish(Kind.CAREER, "fr")
#: As long as a real one.
CODE = "https://parcours.example/check#" + "A" * 330

Page = tuple[str, dict[str, bytes]]


def measure_made(place: Place) -> Measured:
    """A career of twenty years: all of it, and WeasyPrint alone on its HTML, in turns."""
    portal, amina = _populated(place)
    ours, alone = [], []
    with portal.app_context():
        html, images = _page(portal, amina)
        bare(html, images)
        _issued(portal, amina)
        for _ in range(ROUNDS):
            ours.append(_timed(lambda: _issued(portal, amina)))
            alone.append(_timed(lambda: bare(html, images)))
        size = len(_document(portal, amina))
    # The quickest of each: others at work on the machine only ever add.
    made, laid_out = min(ours), min(alone)
    return Measured(
        laid_out / made,
        f"a sealed career attestation of {size // 1000} kB in {made:.2f} s, from the "
        f"database to the database, beside WeasyPrint alone in {laid_out:.2f} s",
    )


def measure_kept(place: Place) -> Measured:
    """A document that is kept, through our query and by the driver alone."""
    portal, amina = _populated(place)
    with portal.app_context():
        key = _issued(portal, amina)
        address = portal.config["PARCOURS"].database_url
        asked = "select document from attestations where attestation_id = %s"
        ratios, rate = [], 0.0
        with psycopg.connect(address) as connection, transaction(portal.extensions["engine"]) as db:
            for _ in range(ROUNDS):
                ours = _timed(lambda: [document_of(db, key) for _ in range(READS)])
                alone = _timed(
                    lambda: [connection.execute(asked, (key,)).fetchone() for _ in range(READS)]
                )
                ratios.append(alone / ours)
                rate = READS / ours
    return Measured(
        median(ratios), f"a kept document read {rate:.0f}/s, beside the driver reading its row"
    )


def _populated(place: Place) -> tuple[Any, UUID]:
    address = place.fresh_database("bench_attestations")
    portal = create_app(place.config(address))
    with portal.app_context():
        populate(workers=90, seed=1, tell=lambda line: None)
        people = json.loads((place.folder / "demo" / "people.json").read_text("utf-8"))["people"]
        number = people[0]["ssin"]
        with transaction(portal.extensions["engine"]) as db:
            found = identify_persons(
                db, [number], vault=portal.extensions["vault"], at=datetime.now(UTC)
            )
    return portal, found[number]


def _issued(portal: Any, person_id: UUID) -> UUID:
    """Ask for a career and make it, as a page and the job worker do together."""
    at = portal.extensions["clock"].now()
    with transaction(portal.extensions["engine"]) as db:
        asked = ask_for_attestation(
            db, person_id, CAREER, by=Actor(person_id), via=Channel.JOB, at=at, anew=True
        )
        assert isinstance(asked, Asked)
        outcome = issue(db, asked.attestation_id, workshop=workshop(), at=at)
        assert isinstance(outcome, Issued), outcome
    return asked.attestation_id


def _document(portal: Any, person_id: UUID) -> bytes:
    key = _issued(portal, person_id)
    with transaction(portal.extensions["engine"]) as db:
        return document_of(db, key) or b""


def _page(portal: Any, person_id: UUID) -> Page:
    at = portal.extensions["clock"].now()
    with transaction(portal.extensions["engine"]) as db, speaking(CAREER.language):
        today = day_of(at)
        return html_of(gather(db, person_id, CAREER, today=today, at=at, check_address="x"))


def html_of(found: Attestation) -> Page:
    """The page of a document as it is laid out, and the drawings that it names."""
    numbered = replace(found, number="PC-2026-0000-0000", code_address=CODE)
    images = {
        "drawing.svg": numbered.drawing_svg.encode(),
        "code.svg": segno.make_qr(CODE, error="m").svg_inline(omitsize=True).encode(),
    }
    return page(numbered).replace("certificate:code", "certificate:code.svg"), images


def bare(html: str, images: dict[str, bytes]) -> None:
    """WeasyPrint alone."""
    HTML(string=html, url_fetcher=OwnFilesOnly(images)).write_pdf(stylesheets=[STYLES])


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


ATTESTATION = Figure("attestation", aim=0.8, floor=0.4, measure=measure_made)
KEPT = Figure("kept", aim=0.5, floor=0.2, measure=measure_kept)

"""What employers of the story state themselves: sizes, rights, ends, and corrections.

Each is an entry with the kind of act, the day, the enterprise, and what is stated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from app.demo.population import enterprises as at
from app.demo.population.facts import Announcement, Employment, Enterprise
from app.demo.population.society import Society

Entry = dict[str, Any]

#: How those left who left these enterprises last.
_LEFT = frozenset({at.MERIDIAN.order, at.CONFITURERIE.order})
_REASONS = ("resignation", "notice", "indemnity")
#: A leaver of these years still has an account to be seen.
_LEFT_SINCE = date(2024, 1, 1)
_NOTICE = timedelta(days=56)


def _entry(act: str, on: str, enterprise: Enterprise, **said: Any) -> Entry:
    return {"act": act, "on": on, "enterprise_number": enterprise.number, **said}


_SIZE = _entry(
    "size",
    "2026-01-19",
    at.CONFITURERIE,
    first_year=2026,
    fte=2150,
    reason="Deux ateliers repris en octobre 2025 : leurs travailleurs comptent avec nous",
)
# First nothing was settled; then an agreement of the enterprise gave two days.
_RIGHTS = (
    _entry(
        "right",
        "2025-02-10",
        at.ATELIER_NORD,
        year=2025,
        kind="opt_out",
        days=None,
        agreement=None,
        reason="Une convention collective est en négociation",
    ),
    _entry(
        "right",
        "2025-09-22",
        at.ATELIER_NORD,
        year=2025,
        kind="stated",
        days=200,
        agreement="190001/CO/329.02",
        reason="La convention du 15 septembre 2025 accorde deux jours",
    ),
)


def write_statements(folder: Path, society: Society, today: date) -> Path:
    """Everything stated until ``today``, in the order of its days."""
    # Only where somebody holds the mandate to state anything: small populations lack some.
    others = (enterprise.order for _, enterprise in society.colleagues)
    registering = frozenset({at.MERIDIAN.order, *others})
    entries = [*_corrections(society), *_ends(society, registering & _LEFT, today)]
    if at.CONFITURERIE.order in registering:
        entries.append(_SIZE)
    if at.ATELIER_NORD.order in registering:
        entries += _RIGHTS
    entries = sorted(
        (each for each in entries if each["on"] <= today.isoformat()), key=lambda each: each["on"]
    )
    path = folder / "statements.json"
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _corrections(society: Society) -> Iterator[Entry]:
    """Of Amina's trainings at Meridian: one had lasted longer, one had not taken place."""
    amina = society.personas["amina"].ssin
    yield _entry(
        "correction",
        "2025-03-17",
        at.MERIDIAN,
        ssin=amina,
        title="Dossier de soins informatisé",
        minutes=240,
        reason="La séance a duré une heure de plus",
    )
    yield _entry(
        "cancellation",
        "2026-07-06",
        at.MERIDIAN,
        ssin=amina,
        title="Prévenir l’épuisement professionnel",
        reason="La formatrice était malade : la journée n’a pas eu lieu",
    )


def _ends(society: Society, enterprises: frozenset[int], today: date) -> Iterator[Entry]:
    """How the last leavers of these enterprises left."""
    left = sorted(
        (
            job
            for job in society.employments()
            if job.enterprise.order in enterprises and _has_left(job, today)
        ),
        key=lambda job: (job.ends_on or today, job.order),
        reverse=True,
    )
    for reason, job in zip(_REASONS, islice(left, len(_REASONS)), strict=False):
        assert job.ends_on is not None, "asked before"
        notice_from = max(job.starts_on, job.ends_on - _NOTICE) if reason == "notice" else None
        yield _entry(
            "end",
            min(job.ends_on + timedelta(days=4), today).isoformat(),
            job.enterprise,
            ssin=job.person.ssin,
            ends_on=job.ends_on.isoformat(),
            end_reason=reason,
            notice_from=notice_from.isoformat() if notice_from else None,
        )


def _has_left(job: Employment, today: date) -> bool:
    return (
        job.ends_on is not None
        and _LEFT_SINCE <= job.ends_on <= today
        and job.announcement is not Announcement.CANCELLED
    )

"""The five lines at the head of the career attestation: the answer before the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.writing import Writing

if TYPE_CHECKING:
    from certificates.career import CareerAttestation

_EMPLOYERS_NAMED = 4


def summary_of(attestation: CareerAttestation, say: Writing) -> tuple[tuple[str, str], ...]:
    """Five pairs of a label and what there is to say."""
    return (
        (say("summary.work"), _work(attestation, say)),
        (say("summary.employers"), say.number(attestation.employer_count)),
        (say("summary.today"), _today(attestation, say)),
        (say("summary.trainings"), _trainings(attestation, say)),
        (say("summary.diplomas"), _diplomas(attestation, say)),
    )


def _work(attestation: CareerAttestation, say: Writing) -> str:
    duration = say.years_and_months(attestation.months_worked)
    first, last = attestation.first_day_worked, attestation.last_day_worked
    if first is None:
        return say("summary.none")
    if last is None:
        return say("summary.work_since", duration=duration, first=say.month(first))
    return say(
        "summary.work_between", duration=duration, first=say.month(first), last=say.month(last)
    )


def _today(attestation: CareerAttestation, say: Writing) -> str:
    employers = attestation.current_employers
    if not employers:
        return say("summary.nobody")
    named, others = employers[:_EMPLOYERS_NAMED], employers[_EMPLOYERS_NAMED:]
    rest = (say.count("more_employers", len(others)),) if others else ()
    return ", ".join((*named, *rest))


def _trainings(attestation: CareerAttestation, say: Writing) -> str:
    if not attestation.trainings:
        return say("summary.no_training")
    return say(
        "summary.trainings_in_all",
        number=say.number(len(attestation.trainings)),
        duration=say.duration(attestation.minutes_trained),
    )


def _diplomas(attestation: CareerAttestation, say: Writing) -> str:
    if not attestation.diplomas:
        return say("summary.none")
    latest = max(diploma.awarded_on for diploma in attestation.diplomas)
    number = say.number(len(attestation.diplomas))
    return say("summary.diplomas_latest", number=number, month=say.month(latest))

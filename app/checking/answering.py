"""From what a check found to what a person reads.

The scripts of the check page do the same for what stays in the browser
(``static/src/checker/answering.js``): change both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.checking.sentences import PARTS, SENTENCES
from app.checking.states import Standing, State
from app.foundation.clock import BRUSSELS
from app.foundation.languages import language
from certificates.checking import Finding, Verdict
from certificates.coded import FACTS, Unit, still_employed
from certificates.codes import CodedFacts, CodeFinding, CodeVerdict, Fact
from certificates.writing import Writing


class Tone(StrEnum):
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer large, what it means, and what to lay beside the paper."""

    tone: Tone
    title: str
    lines: tuple[str, ...]
    warning: str | None = None
    compare: str | None = None
    facts: tuple[tuple[str, str], ...] = ()


_TONES = {
    State.CURRENT: Tone.GOOD,
    State.NOT_ASKED: Tone.GOOD,
    State.OVERTAKEN: Tone.CAUTION,
    State.WITHDRAWN: Tone.BAD,
    State.UNLISTED: Tone.CAUTION,
}
_BAD = {Finding.ALTERED, Finding.KEY_NOT_VALID, CodeFinding.ALTERED, CodeFinding.KEY_NOT_VALID}


def answer_to_pdf(verdict: Verdict, standing: Standing, *, demonstration: bool) -> Answer:
    """About a file.  ``demonstration``: whether our own keys are those of one."""
    blanks = {"by": verdict.sealed_by or "–", "at": _moment(verdict.sealed_at)}
    answer = _answer("pdf", verdict.finding, blanks, standing, demonstration=demonstration)
    lines = list(answer.lines)
    if verdict.timestamped and verdict.sealed_at is not None:
        lines.insert(1, _say("timestamped", at=blanks["at"]))
    if verdict.finding is Finding.FOREIGN and (verdict.sealed_by or "").startswith(
        "Parcours demonstration"
    ):
        lines.append(_say("foreign.demonstration"))
    return replace(answer, lines=tuple(lines))


def answer_to_code(verdict: CodeVerdict, standing: Standing, *, demonstration: bool) -> Answer:
    """About a code; what it says is told whenever its signature holds."""
    say, facts = Writing(language()), verdict.facts
    blanks = {"on": say.long_date(facts.issued_on) if facts else "–"}
    answer = _answer("code", verdict.finding, blanks, standing, demonstration=demonstration)
    if facts is None:
        return answer
    return replace(answer, compare=_say("compare"), facts=_lines(facts, say))


def answer_to_number(standing: Standing) -> Answer:
    """About a number alone: that it exists, of which kind and day, and how it stands."""
    title = _say(f"number.{standing.state}")
    if standing.state is State.UNLISTED:
        return Answer(Tone.UNKNOWN, title, (_say("number.unlisted.next"),))
    say = Writing(language())
    assert standing.issued_on is not None  # It is in the register.
    facts = (
        (_say("label.kind"), say.or_code("titles", standing.kind)),
        (_say("label.number"), standing.number),
        (_say("label.issued"), say.long_date(standing.issued_on)),
    )
    lines = (_stands(standing), _say("number.only"))
    # No green for a number alone: it proves nothing of the paper on which it stands.
    current = standing.state is State.CURRENT
    tone = Tone.UNKNOWN if current else _TONES[standing.state]
    return Answer(tone, title, lines, facts=facts)


def _answer(
    how: str,
    finding: Finding | CodeFinding,
    blanks: dict[str, str],
    standing: Standing,
    *,
    demonstration: bool,
) -> Answer:
    why = _say(f"{how}.{finding}.why", **blanks)
    if finding == Finding.GENUINE:
        return Answer(
            _TONES[standing.state],
            _say(f"genuine.{standing.state}"),
            (why, _stands(standing)),
            warning=_say("demonstration") if demonstration else None,
        )
    tone = Tone.BAD if finding in _BAD else Tone.UNKNOWN
    return Answer(tone, _say(f"{how}.{finding}"), (why, _say(f"{how}.{finding}.next", **blanks)))


def _stands(standing: Standing) -> str:
    say = Writing(language())
    parts = [str(PARTS.get(part, part)) for part in standing.parts]
    return _say(
        f"state.{standing.state}",
        date=say.long_date(standing.on) if standing.on else "–",
        parts=", ".join([*parts[:-2], say("calendar.and").join(parts[-2:])]),
        address="",
    )


def _lines(facts: CodedFacts, say: Writing) -> tuple[tuple[str, str], ...]:
    born = [(_say("label.born"), say.birth_date(facts.born_on))] if facts.born_on else []
    return (
        (_say("label.kind"), say.or_code("titles", facts.kind)),
        (_say("label.number"), facts.number),
        (_say("label.name"), facts.name),
        *born,
        (_say("label.issued"), say.long_date(facts.issued_on)),
        *((say.words.get(f"facts.{name}", name), _said(name, facts, say)) for name in facts.facts),
    )


def _said(name: str, facts: CodedFacts, say: Writing) -> str:
    if name == "last" and still_employed(facts.facts):
        return _say("value.goes_on", date=say.long_date(facts.issued_on))
    return _value(FACTS.get(name), facts.facts[name], say)


def _value(unit: Unit | None, value: Fact, say: Writing) -> str:
    """A fact as the paper writes it; what does not fit its unit is shown as it came."""
    if value is None:
        return _say("value.not_known" if unit is Unit.YES_NO else "value.none")
    if unit is Unit.YES_NO:
        return say("yes_no.yes" if value else "yes_no.no")
    if isinstance(value, int):
        return _counted(unit, value, say)
    match unit:
        case Unit.DATE:
            return say.birth_date(value)
        case Unit.QUESTION:
            return say.or_code("asked", value)
        case Unit.ENTERPRISE:
            return say.enterprise_number(value)
        case _:
            return value


def _counted(unit: Unit | None, value: int, say: Writing) -> str:
    match unit:
        case Unit.MONTHS:
            return say.years_and_months(value)
        case Unit.YEARS:
            return say.count("years_worked", value)
        case Unit.CALENDAR_DAYS:
            return say.count("calendar_days", value)
        case Unit.MINUTES:
            return say.duration(value)
        case Unit.HUNDREDTHS:
            return say.decimal(value)
        case Unit.MONEY:
            return say.money(value)
        case Unit.COUNT:
            return say.number(value)
        case _:
            return str(value)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "–"
    here = moment.astimezone(BRUSSELS)
    day = Writing(language()).long_date(here.date())
    return _say("moment", day=day, time=f"{here:%H:%M}")


def _say(key: str, **blanks: str) -> str:
    return str(SENTENCES[key]) % blanks

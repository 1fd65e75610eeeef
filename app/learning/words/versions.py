"""What was registered or stated, version by version, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from app.enterprises.queries import SizeOrigin, SizeVersion
from app.foundation.writing import day_month_year, days, hours, hundredths
from app.learning.rules.ending import OUTCOMES, Outcome
from app.learning.rules.facts import NotCounting
from app.learning.rules.stating import RightKind
from app.learning.versions import EndVersion, RightVersion, TrainingVersion
from app.learning.words.contents import contents_said
from app.learning.words.ledger import end_reason

_CHANNELS: dict[str, Callable[[], str]] = {
    "page": lambda: _("on these pages"),
    "command": lambda: _("on the command line"),
    "job": lambda: _("automatically"),
    "batch": lambda: _("in a file"),
    "api": lambda: _("from another program"),
}
_NOT_COUNTING: dict[NotCounting, Callable[[], str]] = {
    NotCounting.TRAINING_LEAVE: lambda: _(
        "does not count: Flemish training leave or paid educational leave"
    ),
    NotCounting.OUTSIDE_WORK: lambda: _("does not count: outside the professional context"),
    NotCounting.OTHER: lambda: _("does not count"),
}
_OUTCOMES: dict[Outcome, Callable[[], str]] = {
    Outcome.LOST: lambda: _("The days left on the last day of the contract are lost."),
    Outcome.LAPSES: lambda: _("The days left may be used until the end of the notice."),
    Outcome.ACQUIRED: lambda: _("The days left stand, and are to be counted in the indemnity."),
    Outcome.NOT_REGULATED: lambda: _("The law does not say what becomes of the days left."),
    Outcome.NOT_STATED: lambda: _("What becomes of the days left hangs on the reason."),
}


def channel(code: str) -> str:
    """Through which door something came; KeyError for a code without words."""
    return _CHANNELS[code]()


def folder(office: str | None) -> str:
    """What came through the drop folder of another enterprise, or of one's own."""
    said: str = (
        _("The drop folder of %(office)s", office=office) if office else _("The drop folder")
    )
    return said


def made_by(
    name: str | None, office: str | None, employer: str, *, program: bool, through_folder: bool
) -> str:
    """Who registered or stated something for an employer: somebody of it, or of an office.

    ``office``: the other enterprise, of the person or of the program; ``through_folder``: the
    program is a drop folder.
    """
    said: str
    if through_folder and office:
        said = _(
            "the drop folder of %(office)s, for %(employer)s", office=office, employer=employer
        )
    elif through_folder:
        said = _("the drop folder of %(employer)s", employer=employer)
    elif program and office:
        said = _("a program of %(office)s, for %(employer)s", office=office, employer=employer)
    elif program:
        said = _("a program, for %(employer)s", employer=employer)
    elif name and office:
        said = _(
            "%(name)s of %(office)s, for %(employer)s", name=name, office=office, employer=employer
        )
    elif name or office:
        said = _("%(name)s, for %(office)s", name=name or office, office=employer)
    else:
        said = employer
    return said


def outcome(of: Outcome) -> str:
    """What becomes of the balance, before any date is known."""
    return _OUTCOMES[of]()


def outcomes() -> list[tuple[str, str]]:
    """For every reason a contract can end for, what becomes of the balance."""
    return [(end_reason(reason.value), outcome(of)) for reason, of in OUTCOMES.items()]


def counting_said(why_not: NotCounting | None) -> str:
    """Whether a training counts for the credit, and if not, why."""
    if why_not is None:
        said: str = _("counts for the training credit")
        return said
    return _NOT_COUNTING[why_not]()


def fte(value: int) -> str:
    """A size in hundredths of full-time equivalents."""
    said: str = _("%(fte)s full-time equivalents", fte=hundredths(value))
    return said


def size_said(version: SizeVersion) -> str:
    """What one version of a size said, or that a stated one was withdrawn."""
    if version.withdrawn:
        return _withdrawn(fte(version.fte))
    words: dict[SizeOrigin, Callable[[], str]] = {
        SizeOrigin.MEASURED: lambda: _("Worked out: %(size)s", size=fte(version.fte)),
        SizeOrigin.FIRST_QUARTER: lambda: _(
            "Counted in the first quarter: %(size)s", size=fte(version.fte)
        ),
        SizeOrigin.STATED: lambda: _("Stated: %(size)s", size=fte(version.fte)),
    }
    return words[version.origin]()


def right_said(version: RightVersion) -> str:
    """What one statement about a right said, or that it was withdrawn."""
    if version.kind is RightKind.OPT_OUT:
        words: str = _("The automatic right is declined")
    elif version.minutes is not None:
        words = _("%(hours)s for the year", hours=hours(version.minutes))
    else:
        words = _("%(days)s for a full-timer", days=days(version.days or 0, 100))
    if version.agreement:
        words = _("%(right)s, agreement %(number)s", right=words, number=version.agreement)
    return _withdrawn(words) if version.version.ended else words


def end_said(version: EndVersion) -> str:
    """What one statement about an end said, or that it was withdrawn."""
    words = end_reason(version.end_reason.value)
    if version.notice_from:
        words = _(
            "%(reason)s, notice from %(day)s",
            reason=words,
            day=day_month_year(version.notice_from),
        )
    return _withdrawn(words) if version.version.ended else words


def _withdrawn(words: str) -> str:
    said: str = _("Withdrawn: %(statement)s", statement=words)
    return said


def training_said(version: TrainingVersion) -> str:
    """All that one version of a training said, in one line."""
    return " · ".join(_said(version).values())


def training_changed(before: TrainingVersion, after: TrainingVersion) -> list[str]:
    """What a correction changed, one ``before → after`` for each thing."""
    said_before, said_after = _said(before), _said(after)
    return [
        f"{said_before.get(name, '–')} → {said_after.get(name, '–')}"
        for name in dict.fromkeys([*said_before, *said_after])
        if said_before.get(name) != said_after.get(name)
    ]


def _said(version: TrainingVersion) -> dict[str, str]:
    first, last = day_month_year(version.starts_on), day_month_year(version.ends_on)
    said = {
        "title": _("“%(said)s”", said=version.title),
        "dates": first if first == last else f"{first} – {last}",
        "length": hours(version.minutes),
        "status": _("followed") if version.followed else _("planned"),
        "kind": _("formal") if version.formal else _("informal"),
        "counting": counting_said(version.not_counting),
    }
    if version.certificate_until:
        until = day_month_year(version.certificate_until)
        said["certificate"] = _("certificate valid until %(day)s", day=until)
    elif version.certified:
        said["certificate"] = _("with a certificate")
    return said | contents_said(version.contents)

"""Acting in two steps: what would come of it is shown first, and done when it is asked again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from flask import flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under
from app.employers.forms import StatedForm
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.enterprises.seen import NOTHING_STOOD, seen_read, seen_written
from app.enterprises.stating import (
    NothingStated,
    Outcome,
    Refused,
    Stated,
    StatedAlready,
    Withdrawn,
)
from app.foundation.database import session

#: What the buttons say is wanted next; nothing said is looking first.
STATE, CHANGE = "state", "change"
Seen = TypeVar("Seen")
#: An act that is told what stood when it was looked at.
Doing = Callable[[datetime | None], Outcome]


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands: since when, and in words; neither where nothing is stated."""

    since: datetime | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What the page that confirms carries along, and tells of what stands.

    ``changed``: somebody changed it after it was looked at, so it is shown once more.
    """

    fields: list[tuple[str, str]]
    standing: str | None
    changed: bool

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields)


def changed_meanwhile(refused: Refused) -> bool:
    """Whether it was refused because what stands is not what was looked at."""
    return any(each.code == "changed_meanwhile" for each in refused.problems)


def rehearsed(
    db: Session, act: Callable[[], Outcome], look: Callable[[], Seen]
) -> Refused | tuple[Outcome, Seen]:
    """Carry an act out, look at what has become of things, and take it back.

    What is shown is thereby exactly what doing it will give.  A refusal is not taken back: its
    line in the trail stays.
    """
    savepoint = db.begin_nested()
    outcome = act()
    if isinstance(outcome, Refused):
        savepoint.commit()
        return outcome
    seen = look()
    savepoint.rollback()
    return outcome, seen


@dataclass(frozen=True, slots=True)
class TwoSteps(Generic[Seen]):
    """An act with the pages around it.

    ``act`` does it; ``stood`` tells what it takes the place of; ``look`` sees what is so;
    ``ask`` shows the form, ``confirm`` what was so and what would be, ``done`` leads on with a
    word about the outcome.  ``about_the_same``: what is asked again is about those who were
    looked at; of others it is shown first.
    """

    act: Doing
    stood: Callable[[], Stood]
    look: Callable[[], Seen]
    ask: Callable[[], str]
    confirm: Callable[[Seen, Seen, Carried], str]
    done: Callable[[Outcome], Response]
    about_the_same: bool = True

    def go(self, db: Session, form: StatedForm) -> str | Response:
        step = request.form.get("step")
        if step == CHANGE or not form.validate_on_submit():
            return self.ask()
        # Who has not seen what stands has not looked yet, whatever button says so.
        if step == STATE and "seen" in request.form:
            outcome: Outcome | str = self._do(db)
        else:
            outcome = self._look_first(db)
        if isinstance(outcome, Refused):
            form.show(outcome.problems)
            return self.ask()
        return outcome if isinstance(outcome, str) else self.done(outcome)

    def _do(self, db: Session) -> Outcome | str:
        """Do it, unless it is no longer what was looked at: then it is shown once more."""
        if not self.about_the_same:
            return self._look_first(db, changed=True)
        outcome = self.act(seen_read(request.form.get("seen")))
        if isinstance(outcome, Refused) and changed_meanwhile(outcome):
            return self._look_first(db, changed=True)
        return outcome

    def _look_first(self, db: Session, *, changed: bool = False) -> Outcome | str:
        """The page that confirms; the outcome itself where there is nothing to confirm."""
        stood, before = self.stood(), self.look()
        found = rehearsed(db, lambda: self.act(stood.since or NOTHING_STOOD), self.look)
        if isinstance(found, Refused):
            return found
        outcome, after = found
        if isinstance(outcome, Stated | Withdrawn):
            return self.confirm(before, after, _carried(stood, changed))
        return outcome  # so it stands already


def _carried(stood: Stood, changed: bool) -> Carried:
    """What was typed and what stood; the buttons of the page say what is next."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "step", "seen"}
    ]
    return Carried([*typed, ("seen", seen_written(stood.since))], stood.said, changed)


@dataclass(frozen=True, slots=True)
class Told:
    """What to say of each outcome of stating and withdrawing."""

    stated: str
    already: str
    withdrawn: str
    nothing: str

    def tell(self, outcome: Outcome) -> None:
        """Say it on the next page."""
        words = {
            Stated: (self.stated, "success"),
            StatedAlready: (self.already, "info"),
            Withdrawn: (self.withdrawn, "success"),
            NothingStated: (self.nothing, "info"),
        }
        flash(*words[type(outcome)])


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """What the page says on which something is withdrawn; ``effect`` is what holds then."""

    heading: str
    caption: str
    back_words: str
    effect: str


class Matter(ABC, Generic[Seen]):
    """Something of which an employer states how it is: everyone's right, one worker's, an end.

    A matter says what stands, what one sees of it and where its page is; how it is stated and
    withdrawn, each in two steps, is the same for all of them.
    """

    #: Acts of the matter: each takes a list of what is asked, and answers with as many outcomes.
    state_all: ClassVar[Callable[..., list[Outcome]]]
    withdraw_all: ClassVar[Callable[..., list[Outcome]]]

    def __init__(self, mandate: HeldMandate) -> None:
        self.mandate = mandate

    @property
    @abstractmethod
    def overview(self) -> str:
        """The address of its page."""

    @abstractmethod
    def told(self) -> Told: ...

    @abstractmethod
    def stood(self) -> Stood: ...

    @abstractmethod
    def look(self) -> Seen: ...

    @abstractmethod
    def effect(self, heading: str, before: Seen, after: Seen, carried: Carried) -> str:
        """The page that shows what would be, before it is so."""

    def state(
        self, form: StatedForm, said: Callable[[], Any], ask: Callable[[], str], heading: str
    ) -> str | Response:
        """State what the form says; ``said`` reads it once it is readable."""
        return self._in_two_steps(type(self).state_all, form, said, ask, heading)

    def withdraw(
        self, form: StatedForm, said: Callable[[], Any], page: Withdrawing
    ) -> str | Response:
        """Take back what is stated; where nothing is, lead on to the page that says so."""
        standing = self.stood()
        if standing.since is None:
            return self.lead_on(NothingStated())

        def ask() -> str:
            return render_template(
                "employers/withdraw.html",
                nav="employers",
                form=form,
                title=page.heading,
                caption=page.caption,
                back=self.overview,
                back_words=page.back_words,
                standing=standing.said,
                effect=page.effect,
                looks_first=True,
            )

        return self._in_two_steps(type(self).withdraw_all, form, said, ask, page.heading)

    def lead_on(self, outcome: Outcome) -> Response:
        self.told().tell(outcome)
        return redirect(self.overview)

    def _in_two_steps(
        self,
        act: Callable[..., list[Outcome]],
        form: StatedForm,
        said: Callable[[], Any],
        ask: Callable[[], str],
        heading: str,
    ) -> str | Response:
        def do(seen: datetime | None) -> Outcome:
            [outcome] = act(
                session(),
                [replace(said(), seen=seen)],
                by=acting_under(self.mandate),
                via=Channel.PAGE,
                at=now(),
            )
            return outcome

        def confirm(before: Seen, after: Seen, carried: Carried) -> str:
            return self.effect(heading, before, after, carried)

        steps = TwoSteps(do, self.stood, self.look, ask, confirm, self.lead_on)
        return steps.go(session(), form)

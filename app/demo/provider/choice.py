"""What someone chose on the page: a person and a key, or what is wrong with the choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stdnum.be import ssn

from app.demo.provider.levels import Key
from app.demo.provider.people import PeopleList, Person

SOMEONE_ELSE = "someone-else"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """The form as it came back.  ``problems`` maps a field to the name of its message.

    Either there are problems, or both ``person`` and ``key`` are there.
    """

    chosen: str = ""
    ssin: str = field(default="", repr=False)
    surname: str = ""
    given_names: str = ""
    person: Person | None = None
    key: Key | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def read_choice(
    form: Mapping[str, str],
    people: PeopleList,
    keys: tuple[Key, ...],
    *,
    language: str,
    sub_of: Callable[[str], str],
) -> Choice:
    """Read the form; ``keys`` are those the portal accepts.

    A typed number without a chosen person counts as choosing to type one.
    """
    ssin, surname, given_names = (
        " ".join(form.get(name, "").split()) for name in ("ssin", "surname", "given_names")
    )
    chosen = form.get("person", "") or (SOMEONE_ELSE if ssin else "")
    problems: dict[str, str] = {}
    key = next((key for key in keys if key.name == form.get("key")), None)
    if key is None:
        problems["key"] = "choose_key"
    if chosen == SOMEONE_ELSE:
        problems |= _problems_of_stranger(ssin, surname, given_names)
        person = None if problems else Person(ssn.compact(ssin), surname, given_names, language)
    else:
        person = next((one for one in people.people if sub_of(one.ssin) == chosen), None)
        problems |= {} if person else {"person": "choose_person"}
    return Choice(chosen, ssin, surname, given_names, person, key, problems)


def _problems_of_stranger(ssin: str, surname: str, given_names: str) -> dict[str, str]:
    problems = {}
    if not ssin:
        problems["ssin"] = "type_ssin"
    elif not ssn.is_valid(ssin):
        problems["ssin"] = "wrong_ssin"
    for name, value in (("surname", surname), ("given_names", given_names)):
        if not value:
            problems[name] = f"type_{name}"
        elif len(value) > _LONGEST_NAME or not value.isprintable():
            problems[name] = "wrong_name"
    return problems

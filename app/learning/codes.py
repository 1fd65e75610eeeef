"""Codes and numbers of a training that have the form of one, and are none."""

from __future__ import annotations

from app.enterprises.numbers import InvalidNumber, read_enterprise_number
from app.foundation.problems import Problem, problem
from app.learning.fields_of_learning import fields_of_learning
from app.learning.rules.contents import Coded


def unknown_codes(wanted: Coded) -> list[Problem]:
    """A field of learning that the list does not have, a number whose check digits are wrong."""
    found = []
    if wanted.field_of_learning and wanted.field_of_learning not in fields_of_learning():
        found.append(problem("no_such_field", "field_of_learning"))
    if wanted.provider_number:
        try:
            if read_enterprise_number(wanted.provider_number) != wanted.provider_number:
                found.append(problem("provider_number_wrong", "provider_number"))
        except InvalidNumber:
            found.append(problem("provider_number_wrong", "provider_number"))
    return found

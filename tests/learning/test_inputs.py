"""What an account rests on can be kept as JSON and gives the same figures years later."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learning.parameters import law
from app.learning.rules.facts import CreditedTraining, EndReason, NotCounting
from app.learning.rules.inputs import AccountInputs, from_json, to_json
from app.learning.rules.versions import RULES, rules_of
from tests.learning.employed import TODAY, employed, inputs, regime, statement
from tests.learning.test_ledger import ACCOUNTS, FEW


@FEW
@given(ACCOUNTS)
def test_replayed_inputs_give_the_same_ledger(told: AccountInputs) -> None:
    stored = json.dumps(to_json(told))
    again = from_json(json.loads(stored))
    assert json.dumps(to_json(again)) == stored
    rules = rules_of(RULES)
    assert rules(again, law(), until=2027, today=TODAY) == rules(
        told, law(), until=2027, today=TODAY
    )


@FEW
@given(ACCOUNTS, st.randoms())
def test_it_is_written_in_one_order_whatever_order_it_came_in(
    told: AccountInputs, chance: Any
) -> None:
    shuffled = AccountInputs(
        tuple(chance.sample(told.employments, len(told.employments))),
        tuple(chance.sample(told.trainings, len(told.trainings))),
        dict(reversed(told.sizes.items())),
        told.statements,
    )
    assert to_json(shuffled) == to_json(told)


def test_everything_it_may_hold_comes_back() -> None:
    day = date(2026, 3, 5)
    told = inputs(
        employed(regime(1900, committee="124"), until=day, end=EndReason.NOTICE),
        trainings=(CreditedTraining("a", day, day, 60, True, False, NotCounting.TRAINING_LEAVE),),
        statements=(statement(minutes=60, agreement="182345/CO/200"),),
    )
    assert from_json(to_json(told)) == told


@pytest.mark.parametrize("stored", [{}, {"employments": [{}]}])
def test_what_is_no_account_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        from_json(stored)


def test_her_own_statement_goes_before_the_one_for_everyone() -> None:
    told = inputs(statements=(statement(minutes=60), statement(everyone=True, days=600)))
    own = told.statement_for(2026)
    assert own is not None
    assert own.minutes == 60
    assert told.statement_for(2025) is None


def test_rules_that_never_were_are_not_found() -> None:
    with pytest.raises(KeyError):
        rules_of(RULES + 1)

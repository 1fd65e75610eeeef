"""Calls that nobody would have thought of, made from the contract: schemathesis, all its checks.

Calls that follow the contract and calls that do not.  With CALLS=500 in the environment it makes
more of them, at the price of patience (docs/api.md).
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from app.channels.api.contract import contract
from tests.channels.api.programs import Program

#: Calls of each operation, of either kind.
CALLS = int(os.environ.get("CALLS", "4"))
#: What follows the contract may be refused by a rule, with 400 (see below); and whose things one
#: may see is the affair of tests that know whose they are.
NOT_HELD = {"positive_data_acceptance", "object_level_authorization"}
#: A file may be any bytes: none of them is against the contract.
TAKES_ANYTHING = {"sendBatch"}

load_all_checks()
ALL = [CHECKS.get_one(each) for each in CHECKS.get_all_names() if each not in NOT_HELD]
PATIENT = settings(
    max_examples=CALLS,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def schema_of(portal: Flask) -> Any:
    """The contract as the portal gives it, and the values that its code knows: read once, for
    that takes longer than all the calls."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", portal)


def calls_of(hr: Program, name: str, mode: GenerationMode) -> Any:
    operation = schema_of(hr.machine.house.app).find_operation_by_id(name)
    return operation.as_strategy(generation_mode=mode)


@pytest.mark.parametrize("name", sorted(contract().operations))
def test_what_follows_the_contract_is_answered_as_it_says(hr: Program, name: str) -> None:
    headers = hr.machine.headers()

    @PATIENT
    @given(case=calls_of(hr, name, GenerationMode.POSITIVE))
    def call(case: Any) -> None:
        if "enterpriseNumber" in case.path_parameters:
            case.path_parameters["enterpriseNumber"] = hr.number
        answer = case.call_and_validate(headers=headers, checks=ALL)
        if answer.status_code == 400:
            # It is refused for what it means, by a rule: the contract has told of everything else.
            issues = answer.json().get("issues", [])
            kinds = {each["type"].rsplit(":", 1)[1] for each in issues}
            assert issues, answer.text
            assert not kinds & {"schemaViolation", "unknownInput"}, answer.text

    call()


@pytest.mark.parametrize("name", sorted({*contract().operations} - TAKES_ANYTHING))
def test_what_does_not_follow_the_contract_is_refused(hr: Program, name: str) -> None:
    headers = hr.machine.headers()

    @PATIENT
    @given(case=calls_of(hr, name, GenerationMode.NEGATIVE))
    def call(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=ALL)

    call()

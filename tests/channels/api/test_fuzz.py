"""Calls that nobody would have thought of, made from the contract: schemathesis, all its checks."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.channels.api.contract import contract
from tests.channels.api.programs import Program

#: Calls of each operation; more find more, at the price of everybody's patience.
CALLS = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    ignored_auth,
]


@pytest.mark.parametrize("name", sorted(contract().operations))
def test_whatever_is_sent_is_answered_as_the_contract_says(hr: Program, name: str) -> None:
    house = hr.machine.house
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", house.app)
    operation = schema.find_operation_by_id(name)
    headers = hr.machine.headers()

    @settings(
        max_examples=CALLS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        case.path_parameters["enterpriseNumber"] = hr.number
        case.call_and_validate(headers=headers, checks=CHECKS)

    call()

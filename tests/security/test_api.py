"""The JSON API, asked whatever its own description allows and forbids: each gets an answer or a described problem."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from graph.queries import QUESTIONS
from tests.invariants.crafted import crafted_cases
from tests.invariants.loading import load
from tests.pages.conftest import Office
from tests.security.crawling import give_reasons

EXAMPLES = 6
"""Requests of each kind, fitting and unfitting, to each operation."""
LONGEST_ADDRESS = 16_000
"""A longer one is none that a client sends or a server takes."""
DESCRIPTION = "/api/v1/openapi.json"
FORCE = crafted_cases()[0].force
IDS = tuple(entity.id for entity in FORCE.entities)


def test_the_description_names_every_question_and_none_of_the_pages(office: Office) -> None:
    described = office.person("analyst").get(DESCRIPTION).json()

    assert {path.removeprefix("/api/v1/") for path in described["paths"]} >= set(QUESTIONS)
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    assert described["paths"]["/api/v1/linked_children"]["get"]["responses"].keys() == {"200", "4XX", "5XX"}
    assert office.visitor().get(DESCRIPTION).status_code == 401


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_is_asked_is_answered_or_told_and_never_a_failure(office: Office, mode: GenerationMode) -> None:
    load(office.installation.store, FORCE)
    analyst = office.person("analyst")
    give_reasons(analyst, IDS)
    schema = schemathesis.openapi.from_dict(analyst.get(DESCRIPTION).json())
    statuses = set[int]()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            body = case.body if isinstance(case.body, bytes) else json.dumps(case.body, default=str).encode()
            sent = {"content": body} if case.media_type == "application/json" else {}
            answer = analyst.browser.request(
                case.method,
                f"{case.formatted_path}?{query_of(case.query)}"[:LONGEST_ADDRESS],
                headers={"x-csrf-token": analyst.csrf, "content-type": case.media_type or "text/plain"},
                **sent,
            )
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (case.method, case.formatted_path, case.query, answer.text)
            if answer.status_code >= 400 and answer.status_code != 405:
                problem = answer.json()
                assert answer.headers["content-type"] == "application/problem+json"
                assert (problem["status"], bool(problem["title"]), bool(problem["detail"])) == (
                    answer.status_code,
                    True,
                    True,
                )

        with suppress(Unsatisfiable):  # an operation that takes nothing cannot be asked unfittingly
            ask()

    assert len(statuses) > 1, statuses


@pytest.mark.parametrize("limit", ["0", "-1", "1e9", "99999999999999999999999", "true", "", "１２"])
@pytest.mark.parametrize("question", ["linked_children", "timeline", "premises_of_concern"])
def test_a_limit_out_of_bounds_is_told_and_not_followed(office: Office, question: str, limit: str) -> None:
    analyst = office.person("analyst")
    answer = analyst.get(f"/api/v1/{question}", limit=limit, child=IDS[0], id=IDS[0])

    assert answer.status_code in (400, 404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "view",
    [
        {"known_at": "yesterday"},
        {"known_at": "9999-99-99"},
        {"from": "2026-02-30"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"min_grade": "9Z"},
        {"graded_only": "perhaps"},
        {"known_at": "\x00"},
        {"without": "x" * 5000},
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/premises_of_concern", "/premises-of-concern"])
def test_a_view_that_cannot_be_is_told_in_a_sentence(office: Office, path: str, view: dict[str, str]) -> None:
    answer = office.person("analyst").get(path, **view)

    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    if path.startswith("/api/") and answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"


def query_of(given: dict[str, Any] | None) -> str:
    """A query as a browser would send it, whatever was drawn for it."""
    pairs = [
        (name, each)
        for name, value in (given or {}).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return urlencode([(name.encode("utf-8", "replace"), str(each).encode("utf-8", "replace")) for name, each in pairs])

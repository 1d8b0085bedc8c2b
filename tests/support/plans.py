"""How an engine finds what a statement starts from, as the engine itself says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.store import Store
from graph.store.bolt import BoltStore

NEO4J_SCAN = re.compile(r"(AllNodes|AllRelationships|ByLabel|RelationshipTypes?|Index)Scan")
EMBEDDED_SCAN = re.compile(r"NodeByLabelScan\((\w+)|AllNodesScan\((\w+)|MATCH NODE \((\w+)[^)]*\) \([^\[)]*rows")
EMBEDDED_SEEK = re.compile(r"Node(?:Unique)?Index\w*\((\w+)|MATCH NODE \((\w+)[^)]*\) \[index")


def scanned(store: Store, statement: str, **parameters: object) -> set[str]:
    """The variables that a statement finds by looking at every node of a label instead of by an index.

    The statement is run, with parameters that find something: the embedded engine only then says how. Each branch of
    a UNION has to be asked about by itself.
    """
    plan = _plan(store, statement, parameters)
    if store.engine == "embedded":
        return _variables(EMBEDDED_SCAN, plan["args"]["string-representation"])
    scans = (operator for operator in _operators(plan) if NEO4J_SCAN.search(operator["operatorType"]))
    return {str(operator["identifiers"][0]) for operator in scans}


def sought(store: Store, statement: str, **parameters: object) -> set[str]:
    """The variables that a statement finds by an index."""
    plan = _plan(store, statement, parameters)
    if store.engine == "embedded":
        return _variables(EMBEDDED_SEEK, plan["args"]["string-representation"])
    seeks = (operator for operator in _operators(plan) if "IndexSeek" in operator["operatorType"])
    return {str(name) for operator in seeks for name in operator["identifiers"] if name not in parameters}


def _plan(store: Store, statement: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    assert isinstance(store, BoltStore)
    # The server of tests keeps to the plan that it made for another graph.
    asked = "PROFILE " if store.engine == "embedded" else "CYPHER replan=force PROFILE "
    with store._session("READ") as session:
        plan = session.run(asked + statement, dict(parameters)).consume().profile
    assert plan is not None, "the engine was asked for its plan"
    return plan


def _variables(pattern: re.Pattern[str], text: str) -> set[str]:
    return {name for found in pattern.finditer(text) for name in found.groups() if name}


def _operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from _operators(child)

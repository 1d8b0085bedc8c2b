"""The View's filter as part of a statement. Every statement that a question sends reads through these."""

from typing import LiteralString

from graph.view.clauses import CLEARED, HELD, SEEN, WORDED, Clause


def seen(variable: LiteralString) -> LiteralString:
    """An item, or a relationship that one item states, passes the View."""
    return _all(SEEN, variable)


def held(variable: LiteralString) -> LiteralString:
    """A version of a judgement passes the clearance; which versions stand is computed from those that pass."""
    return _all(HELD, variable)


def cleared(variable: LiteralString) -> LiteralString:
    """The reader may see this item, judgement or relationship, whether it stands or has ended."""
    return " AND ".join([_condition(clause, variable) for clause in CLEARED])


def worded(variable: LiteralString) -> LiteralString:
    """A version of a report's own words passes the clearance, and waits for no item that was refused."""
    passes = " AND ".join([_condition(clause, variable) for clause in WORDED])
    return f"({passes} AND size(coalesce({variable}.waiting, [])) = 0)"


def _all(clauses: tuple[Clause, ...], variable: LiteralString) -> LiteralString:
    return "(" + " AND ".join([_condition(clause, variable) for clause in clauses]) + ")"


def _condition(clause: Clause, variable: LiteralString) -> LiteralString:
    column, value = f"{variable}.{clause.column}", f"${clause.value}"
    match clause.test:
        case "in":
            condition = f"{column} IN {value}"
        case "not in":
            condition = f"NOT {column} IN {value}"
        case "at most":
            condition = f"{column} <= {value}"
        case "below":
            condition = f"{column} < {value}"
        case "above":
            condition = f"{column} > {value}"
    return condition if clause.unless is None else f"(${clause.unless} OR {condition})"

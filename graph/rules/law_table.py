"""Every row of law that Dolen knows, in one list: for the document that a lawyer reads and signs (docs/law.md)."""

from collections.abc import Iterator

from graph.rules import law
from graph.rules.law import ROUTES, STATUSES, LawRow
from graph.rules.options import RESTRICTED
from graph.rules.powers import POWERS

HEADER = "| Row | What it says | Source | In force from | Replaced by | Of the protocol | Checked by legal on |"


def law_rows() -> Iterator[tuple[str, LawRow]]:
    """Each row under its name: rules, legal statuses, routes into premises, powers."""
    for name, row in vars(law).items():
        if isinstance(row, LawRow):
            yield name.lower().replace("_", " "), row
    yield "restricted route", RESTRICTED
    for code, status in STATUSES.items():
        yield f"status {code}", status.law
    for route, row in ROUTES.items():
        yield f"route {route}", row
    for code, power in POWERS.items():
        yield f"option {code}", power.law


def law_document() -> str:
    """The table as Markdown, a line each row."""
    lines = [HEADER, "|---|---|---|---|---|---|---|"]
    for name, row in law_rows():
        cells = (
            name,
            row.text,
            row.source,
            "" if row.in_force_from is None else row.in_force_from.isoformat(),
            row.replaced_by,
            "yes" if row.from_protocol else "",
            "not yet" if row.checked_by_legal is None else row.checked_by_legal.isoformat(),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"

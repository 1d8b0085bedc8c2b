"""Reports, items and records by their references and ids; marks and spaces in them do not matter."""

import re
from dataclasses import dataclass

from graph.search.document import SearchDocument
from graph.search.match import Match
from graph.search.query import Begins, Query, Some, Terms, one
from graph.values.text import fold

FEWEST, FEWEST_BEGINNING = 2, 4
LONGEST = 80
_SQUEEZED, _BEGINNING = 0.96, 0.6


@dataclass(frozen=True)
class ReferenceSought:
    """What was typed, folded; and its letters and figures alone."""

    text: str
    packed: str


def pack(text: str) -> str:
    """A reference's letters and figures alone."""
    return re.sub(r"[\W_]", "", fold(text))


def seek_reference(text: str) -> ReferenceSought | None:
    """The reference that a text may be: with a figure in it; None where it is none."""
    packed = pack(text)
    if not FEWEST <= len(packed) <= LONGEST or re.search(r"\d", packed) is None:
        return None
    return ReferenceSought(fold(text), packed)


def _references(document: SearchDocument) -> tuple[tuple[str, str], ...]:
    """Each reference, and what it is one of."""
    own = [(ref, "reference") for ref in document.refs]
    own += [(document.report_ref, "report")] if document.what == "item" else []
    own += [(document.item_ref, "item")] if document.what == "item" else []
    return (*own, (document.id, "id"))


def reference_terms(document: SearchDocument) -> Terms:
    """What a reference is found by. A report as a whole is found through its items, whichever of them are visible."""
    return (
        {}
        if document.what == "report"
        else {"ref": sorted({pack(ref) for ref, _ in _references(document) if pack(ref)})}
    )


def match_reference(sought: ReferenceSought, document: SearchDocument) -> Match | None:
    """How a reference fits."""
    if document.what == "report":
        return None
    found = [match for ref, of in _references(document) if (match := _fit(sought, ref, of)) is not None]
    return max(found, key=lambda match: match.score, default=None)


def _fit(sought: ReferenceSought, ref: str, of: str) -> Match | None:
    packed = pack(ref)
    if sought.packed == packed:
        return Match(1.0 if sought.text == fold(ref) else _SQUEEZED, (f"{of}: {ref}",))
    if len(sought.packed) >= FEWEST_BEGINNING and packed.startswith(sought.packed):
        return Match(_BEGINNING + 0.2 * len(sought.packed) / len(packed), (f"{of}: {ref} begins so",))
    return None


def reference_queries(sought: ReferenceSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits."""
    exact = one("ref", sought.packed)
    if len(sought.packed) < FEWEST_BEGINNING:
        return (exact,)
    return exact, Some((exact, Begins("ref", sought.packed)))

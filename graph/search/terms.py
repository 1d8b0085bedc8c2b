"""What one thing told is found by: the terms of every rule that applies to it."""

from graph.search.accounts import account_terms
from graph.search.names import name_terms
from graph.search.phones import phone_terms
from graph.search.places import place_terms
from graph.search.plates import plate_terms
from graph.search.query import Terms
from graph.search.references import reference_terms
from graph.search.told import Told
from graph.search.words import looks_terms, text_terms


def terms_of(told: Told) -> Terms:
    """The terms by which a document about this is found."""
    return {**_own(told), **reference_terms(told)}


def _own(told: Told) -> Terms:
    match told.what:
        case "person":
            return {**name_terms(told), **looks_terms(told)}
        case "address":
            return place_terms(told)
        case "vehicle":
            return {**plate_terms(told), **looks_terms(told)}
        case "phone":
            return phone_terms(told)
        case "account":
            return account_terms(told)
        case "item" | "report":
            return text_terms(told)

"""The terms by which a document is found: those of every rule that applies to it."""

from graph.search.accounts import account_terms
from graph.search.document import SearchDocument
from graph.search.names import name_terms
from graph.search.phones import phone_terms
from graph.search.places import place_terms
from graph.search.plates import plate_terms
from graph.search.query import Terms
from graph.search.references import reference_terms
from graph.search.words import looks_terms, text_terms


def terms_of(document: SearchDocument) -> Terms:
    """The terms by which a document about this is found."""
    return {**_own(document), **reference_terms(document)}


def _own(document: SearchDocument) -> Terms:
    match document.what:
        case "person":
            return {**name_terms(document), **looks_terms(document)}
        case "address":
            return place_terms(document)
        case "vehicle":
            return {**plate_terms(document), **looks_terms(document)}
        case "phone":
            return phone_terms(document)
        case "account":
            return account_terms(document)
        case "item" | "report":
            return text_terms(document)
        case _:
            return place_terms(document)

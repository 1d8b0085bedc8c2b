"""Which access texts a reader may see: the clearance half of a View.

An access text is `handling|conditions|compartments` (`graph.values.access`). Missing handling is the most restricted.
An analyst and a manager read everything outside compartments; a chair reads what may be shared (P, or C unless it must
be sanitised first: S1, S2); a compartment is read by its members only; auditors read the log, administrators keep
accounts, partners send forms: none of them reads intelligence. A recipient of a disclosure receives P, or what a chair
reads where that is recorded, of what the person reads who shares it.
"""

from collections.abc import Iterable

from graph.model.view import Reader, Role
from graph.values.access import Access

SANITISE_FIRST = frozenset({"S1", "S2"})
_ROLE_OF: dict[str, Role] = {"everything": "operator", "nothing": "auditor", "shareable": "chair"}


def may_see(reader: Reader, access: Access) -> bool:
    """Whether this reader may see what carries this access. A text of several parts needs every one of them."""
    match reader.role:
        case "operator":
            return True
        case "analyst" | "manager":
            return access.compartments <= reader.compartments
        case "chair":
            return _shareable(access) and access.compartments <= reader.compartments
        case "recipient":
            within = reader.within is not None and may_see(reader.within, access)
            handled = access.handling == "P" or (reader.shareable == "PC" and _shareable(access))
            return within and handled and access.compartments <= reader.compartments
        case "auditor" | "administrator" | "partner":
            return False


def _shareable(access: Access) -> bool:
    return access.handling == "P" or (access.handling == "C" and not access.conditions & SANITISE_FIRST)


def clearance_class(reader: Reader) -> str:
    """A text that is equal for two readers if and only if they may see the same, whatever is recorded."""
    if reader.role == "operator":
        return "everything"
    if reader.role in ("auditor", "administrator", "recipient"):
        return "nothing"
    sort = "shareable" if reader.role == "chair" else "any handling"
    return "|".join((sort, *sorted(reader.compartments)))


def reader_of(clearance: str) -> Reader:
    """A reader of this class of clearance, for what is computed once for all of them."""
    sort, *compartments = clearance.split("|")
    return Reader(clearance, _ROLE_OF.get(sort, "analyst"), frozenset(compartments))


def clearance(reader: Reader, recorded: Iterable[str]) -> tuple[str, ...]:
    """Those of the recorded access texts that this reader may see, sorted."""
    return tuple(sorted(text for text in recorded if may_see(reader, Access.parse(text))))

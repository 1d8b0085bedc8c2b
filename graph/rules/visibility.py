"""Which access texts a reader may see: the clearance half of a View.

An access text is `handling|conditions|compartments` (`graph.values.access`). Missing handling is the most restricted.
An analyst and a manager read everything outside compartments; a chair reads what may be shared (P, or C unless it must
be sanitised first, S1, S2, or is MAPPA status, which a chair reads as a named probation reader alone); a compartment is
read by its members only; auditors read the log, administrators keep
accounts, partners send forms: none of them reads intelligence. A recipient of a disclosure receives P, or what a chair
reads where that is recorded, of what the person reads who shares it.
"""

from collections.abc import Iterable

from graph.model.view import Reader, Role
from graph.values.access import MAPPA_STATUS, Access

SANITISE_FIRST = frozenset({"S1", "S2"})
MAPPA = "MAPPA"
"""The compartment whose members are, beside police, the named probation readers of MAPPA status."""
_ROLE_OF: dict[str, Role] = {"everything": "operator", "nothing": "auditor", "shareable": "chair"}


def may_see(reader: Reader, access: Access) -> bool:
    """Whether this reader may see what carries this access. A text of several parts needs every one of them."""
    match reader.role:
        case "operator":
            return True
        case "analyst" | "manager":
            return access.compartments <= reader.compartments
        case "chair":
            shareable = _shareable(access) or (_of_mappa(access) and MAPPA in reader.compartments)
            return shareable and access.compartments <= reader.compartments
        case "recipient":
            within = reader.within is not None and may_see(reader.within, access)
            handled = access.handling == "P" or (reader.shareable == "PC" and _shareable(access))
            return within and handled and access.compartments <= reader.compartments
        case "auditor" | "administrator" | "partner":
            return False


def reads_mappa(reader: Reader) -> bool:
    """Whether this reader is police, or a named probation reader: nobody else reads MAPPA status (protocol §5.9.7)."""
    return reader.role in ("operator", "analyst", "manager") or (
        reader.role == "chair" and MAPPA in reader.compartments
    )


def _shareable(access: Access) -> bool:
    kept = SANITISE_FIRST | {MAPPA_STATUS}
    return access.handling == "P" or (access.handling == "C" and not access.conditions & kept)


def _of_mappa(access: Access) -> bool:
    """Whether nothing but being MAPPA status keeps this from being shared."""
    return access.handling == "C" and MAPPA_STATUS in access.conditions and not access.conditions & SANITISE_FIRST


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

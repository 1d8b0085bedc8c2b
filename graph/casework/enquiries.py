"""Which enquiry is open about what is not known yet: a pure function of what people recorded, in a View."""

from collections.abc import Iterable, Mapping

from graph.judgements.enquiry import EnquiryBody
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.lists.not_known_yet import NotKnownYet
from graph.reading.parts import Part


class Assigned(Part):
    """Who finds it out, by which day (ISO); `lineage` is the enquiry's."""

    owner: str
    agency: str
    due: str
    lineage: str


def assigned(found: NotKnownYet, recorded: Iterable[CaseworkShown]) -> Mapping[str, Assigned]:
    """By id of an entity or of an ungraded item, the open enquiry about it that is due first.

    An enquiry that rests on items is about those items, and any other about its entity.
    """
    opened = [
        (each, each.body)
        for each in recorded
        if isinstance(each.body, EnquiryBody) and each.stands and each.state == "open"
    ]
    listed = {
        *(each.entity.id for part in (found.people, found.vehicles, found.phones) for each in part.entities),
        *(each.item.id for each in found.ungraded.items),
    }
    by_id: dict[str, Assigned] = {}
    for each, body in sorted(opened, key=lambda one: (one[1].due, one[0].lineage), reverse=True):
        who = Assigned(owner=body.owner, agency=body.agency, due=body.due.isoformat(), lineage=each.lineage)
        about = [cite.id for cite in each.cites] or [one.entity.id for one in each.about]
        by_id |= {id: who for id in about if id in listed}
    return by_id

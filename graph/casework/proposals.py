"""What is proposed before a strategy meeting (§5.9.4): people, places and vehicles to add, and invitations.

Pure functions of what a View shows, each with its reason; a person decides about each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.casework.meeting import MeetingSeen
from graph.judgements.meeting import MeetingBody
from graph.judgements.network import LeadContactBody, NetworkMemberBody, ResponsibilityBody
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.linking.linked_cases import ChildInCases, LinkedCases, OtherLinked, SharedAmong
from graph.rules.bands import OF_CONCERN
from graph.wording import Words, wording

PROPOSED = 8
"""The most of each kind that are proposed."""


@dataclass(frozen=True)
class ToInvite:
    """Somebody who may be invited, and why."""

    name: str
    agency: str
    why: Words


@dataclass(frozen=True)
class MeetingProposals:
    """Children linked through a concern who have no part, and what several of the children share.

    `new`: children with items recorded since the last meeting, or since the day that the header states.
    """

    children: tuple[OtherLinked, ...]
    adults: tuple[SharedAmong, ...]
    premises: tuple[SharedAmong, ...]
    vehicles: tuple[SharedAmong, ...]
    new: tuple[ChildInCases, ...]
    invitations: tuple[ToInvite, ...]
    names: Mapping[str, str]
    """What the children of the meeting are called, by id."""


def meeting_proposals(
    found: MeetingSeen,
    cases: LinkedCases | None,
    networks: Iterable[tuple[str, Sequence[CaseworkShown]]],
    leads: Iterable[CaseworkShown],
    day: date,
) -> MeetingProposals:
    """What is proposed of the links of the children (`cases`), and of who works with each (`networks`, by name)."""
    here = {each.person.id for each in (*found.children, *found.adults)}
    invitations = tuple(_to_invite(found, networks, leads, day))
    if cases is None:
        return MeetingProposals((), (), (), (), (), invitations, {})
    shared = [
        tuple(each for each in of.shared if len(each.children) > 1 and not each.common and each.entity.id not in here)
        for of in (cases.adults, cases.premises, cases.vehicles)
    ]
    adults, premises, vehicles = (each[:PROPOSED] for each in shared)
    others = tuple(each for each in cases.others if each.band == OF_CONCERN and each.child.id not in here)[:PROPOSED]
    return MeetingProposals(
        children=others,
        adults=adults,
        premises=premises,
        vehicles=vehicles,
        new=tuple(each for each in cases.children if each.new),
        invitations=invitations,
        names={each.entity.id: each.entity.label for each in cases.children},
    )


def _to_invite(
    found: MeetingSeen,
    networks: Iterable[tuple[str, Sequence[CaseworkShown]]],
    leads: Iterable[CaseworkShown],
    day: date,
) -> Iterable[ToInvite]:
    header = found.header.body
    invited = {each.name.casefold() for each in header.invited} if isinstance(header, MeetingBody) else set[str]()
    for each in _everybody(networks, leads, day):
        if each.name and each.name.casefold() not in invited:
            invited.add(each.name.casefold())
            yield each


def _everybody(
    networks: Iterable[tuple[str, Sequence[CaseworkShown]]], leads: Iterable[CaseworkShown], day: date
) -> Iterable[ToInvite]:
    for person, recorded in networks:
        for body in (each.body for each in recorded if each.stands):
            match body:
                case NetworkMemberBody() if body.holds(day):
                    why = wording("works with %(name)s: %(part)s", name=person, part=body.part or body.agency)
                    yield ToInvite(body.name, body.agency, why)
                case ResponsibilityBody() if body.holds(day):
                    for authority in filter(None, (body.responsible, body.host, body.host_force)):
                        yield ToInvite(authority, authority, wording("responsible or host for %(name)s", name=person))
                case _:
                    pass
    for body in (each.body for each in leads if each.stands):
        if isinstance(body, LeadContactBody) and not body.team:
            yield ToInvite(body.name, body.agency, wording("lead contact of %(agency)s", agency=body.agency))

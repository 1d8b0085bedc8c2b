"""What is proposed before a meeting: children linked through a concern, and invitations, each with its reason."""

from datetime import date

from graph.casework.meeting import MeetingSeen
from graph.casework.proposals import meeting_proposals
from graph.judgements.body import Body
from graph.judgements.meeting import Invited
from graph.judgements.network import LeadContactBody, NetworkMemberBody, ResponsibilityBody
from graph.queries.linking.linked_cases import LinkedCases, OtherLinked, SharedList
from graph.reading.parts import EntityRef
from graph.rules.bands import NO_CONCERN, OF_CONCERN, Band
from tests.casework.test_due import recorded
from tests.casework.test_meeting import HEADER, seen

DAY = date(2026, 11, 6)
NURSE = NetworkMemberBody(who="person:1", name="S. Hughes", agency="Health", part="school nurse")
LEFT = NetworkMemberBody(who="person:1", name="O. Prys", agency="Education", until=DAY)
PLACED = ResponsibilityBody(child="person:1", responsible="Gwynedd", host="Cardiff", host_force="South Wales Police")
LEAD = LeadContactBody(agency="Police", name="DI Rees", telephone="07700 900111")
UNIT = LeadContactBody(agency="Education", name="T. Bowen", telephone="07700 900112", team="Ysgol Lane")


def proposed(
    header: Body, *of_ann: Body, of_another_ann: tuple[Body, ...] = (), leads: tuple[Body, ...] = ()
) -> list[tuple[str, str, str]]:
    meeting = seen("meeting:1")
    with_header = MeetingSeen(meeting.header.model_copy(update={"body": header}), (), (), meeting.series)
    networks = [
        ("Ann", [recorded(each, "recorded", f"{of}:{n}") for n, each in enumerate(bodies)])
        for of, bodies in (("one", of_ann), ("other", of_another_ann))
    ]
    registered = [recorded(each, "recorded", f"lead:{n}") for n, each in enumerate(leads)]
    found = meeting_proposals(with_header, None, networks, registered, DAY)
    return [(each.name, each.agency, each.why) for each in found.invitations]


def test_who_works_with_a_child_that_day_and_each_agency_s_own_lead_are_proposed_with_the_reason() -> None:
    assert proposed(HEADER, NURSE, LEFT, leads=(LEAD, UNIT)) == [
        ("S. Hughes", "Health", "works with Ann: school nurse"),
        ("DI Rees", "Police", "lead contact of Police"),
    ]


def test_the_responsible_and_the_host_authority_and_force_are_both_proposed() -> None:
    assert [each[0] for each in proposed(HEADER, PLACED)] == ["Gwynedd", "Cardiff", "South Wales Police"]


def test_who_works_with_either_of_two_children_of_one_name_is_proposed() -> None:
    assert [each[0] for each in proposed(HEADER, NURSE, of_another_ann=(PLACED,))] == [
        *("S. Hughes", "Gwynedd", "Cardiff", "South Wales Police")
    ]


def test_who_is_invited_is_not_proposed_again_nor_anybody_twice() -> None:
    invited = HEADER.model_copy(update={"invited": (Invited(name="s. hughes"),)})

    assert proposed(invited, NURSE, NURSE, leads=(LEAD, LEAD)) == [("DI Rees", "Police", "lead contact of Police")]


def test_only_children_linked_through_a_concern_are_proposed() -> None:
    def other(child: str, band: Band) -> OtherLinked:
        entity = EntityRef(id=child, kind="child", label=child, refs=(), possible=False)
        return OtherLinked(child=entity, seraf=None, band=band, links=(), strength=0.5)

    others = (other("person:8", OF_CONCERN), other("person:9", NO_CONCERN))
    nothing = SharedList.model_construct(shared=())
    cases = LinkedCases.model_construct(children=(), others=others, adults=nothing, premises=nothing, vehicles=nothing)
    found = meeting_proposals(seen("meeting:1"), cases, (), (), DAY)

    assert [each.child.id for each in found.children] == ["person:8"]

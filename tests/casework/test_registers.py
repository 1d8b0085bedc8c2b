"""The registers of notices and premises are pure functions of answers: what lapses, what falls due, whose it is."""

from datetime import date

from graph.casework.notice_register import TWO_STAND, register
from graph.casework.premises_register import premises_lines, repeats
from graph.judgements.body import Body
from graph.judgements.network import LegalStatusBody
from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesOfConcernBody, PremisesSearchBody
from graph.queries.casework.recorded import AboutShown, CaseworkShown
from graph.reading.parts import EntityRef
from graph.values.when import moment

DAY = date(2026, 5, 20)
NOTICE = NoticeBody.read(
    {
        "child": "person:child",
        "adult": "person:adult",
        "child_name": "Beca Wyn",
        "child_born": "2010-01-15",
        "adult_name": "Marc Tilley",
        "basis": "s.49",
        "relation": "no relation",
        "status": "interim-care-order",
        "status_source": "the order",
        "status_made": "2026-03-04",
        "status_until": "2026-06-03",
        "stated_by": "A. Manager",
        "stated_as": "authority named in the order",
        "signed": "2026-04-30",
    }
)
SERVED = {"at": "2026-05-01T18:00", "by": "PC Rees", "how": "in person"}


def shown(id: str, body: Body, state: str, lineage: str = "") -> CaseworkShown:
    kinds = {"person:child": "child", "person:adult": "adult"}
    return CaseworkShown(
        id=id,
        lineage=lineage or f"{id}:lineage",
        kind=body.kind,
        state=state,
        stands=True,
        about=tuple(
            AboutShown(
                record=record,
                entity=EntityRef(
                    id=record,
                    kind=kinds.get(record, "premises"),  # type: ignore[arg-type]  # pydantic checks it
                    label=record,
                    refs=(),
                    possible=False,
                ),
            )
            for record in body.about()
        ),
        body=body,
        cites=(),
        replaces=(),
        author="analyst",
        agency="",
        recorded_at=0,
        reason="",
        access="P||",
    )


def test_a_prepared_notice_waits_for_a_manager_and_an_unsigned_one_is_not_ready() -> None:
    unsigned = NOTICE.model_copy(update={"signed": None})

    [ready] = register([shown("1", NOTICE, "prepared")], DAY)
    [waits] = register([shown("1", unsigned, "prepared")], DAY)
    assert any(each.what == "A manager authorises it." for each in ready.due)
    assert any(each.what.startswith("Not ready.") and "signed statement" in each.what for each in waits.due)


def test_a_served_notice_lapses_with_the_order_and_a_new_one_is_proposed_28_days_before() -> None:
    served = NoticeBody.read({**NOTICE.model_dump(), "served": SERVED, "review": "2026-05-10"})
    notice = shown("1", served, "served")

    [line] = register([notice], DAY)
    assert (line.lapses, line.lapsed) == (moment("2026-06-04"), False)
    said = " ".join(each.what for each in line.due)
    assert "Review it." in said
    assert "The notice lapses at 4 June 2026" in said
    assert "No holder of parental responsibility is recorded" in said
    assert not any("lapses" in each.what for each in register([notice], date(2026, 5, 6))[0].due)
    assert register([notice], date(2026, 6, 4))[0].words == "lapsed"

    final = LegalStatusBody(child="person:child", status="care-order", since=date(2026, 6, 3), source="the order")
    interim = LegalStatusBody(
        child="person:child",
        status="interim-care-order",
        since=date(2026, 3, 4),
        until=date(2026, 6, 4),
        source="the order",
    )
    orders = [shown("2", interim, "recorded"), shown("3", final, "recorded")]
    [renewed] = register([notice, *orders], date(2026, 6, 10))
    assert (renewed.words, renewed.lapses) == ("served", moment("2028-01-15"))


def test_two_versions_that_stand_are_both_shown_and_asked_about() -> None:
    lines = register([shown("1", NOTICE, "prepared", "notice:a"), shown("2", NOTICE, "authorised", "notice:a")], DAY)

    assert len(lines) == 2
    assert all(TWO_STAND in [each.what for each in line.due] for line in lines)


def test_premises_without_an_owner_and_a_repeat_at_the_same_occupier_elsewhere() -> None:
    searched = PremisesSearchBody.read({"address": "premises:1", "at": "2026-03-01T23:00", "occupiers": ["M. Tilley"]})
    closed = PremisesOfConcernBody(address="premises:2", owner="DS Lewis")
    lines = premises_lines([shown("1", searched, "done"), shown("2", closed, "closed")])

    due = {line.address.id: line.due for line in lines}
    assert any("Name an owner" in each for each in due["premises:1"])
    assert any("Incomplete: take advice before relying on it." in each for each in due["premises:1"])
    assert due["premises:2"] == ()
    assert repeats(None, lines, ["m. tilley"], DAY)
    assert not repeats(None, lines, ["A. Prys"], DAY)
    assert not repeats(None, lines, ["M. Tilley"], date(2027, 3, 2))

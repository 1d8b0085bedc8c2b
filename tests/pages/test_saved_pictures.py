"""Saved pictures: kept, versioned, shared, and opened by another as that other may see them."""

from typing import Any

from api.accounts import Account, Administration
from api.saved import SavedViews
from tests.pages.conftest import PASSWORD, Office, Person
from tests.pages.picturing import linked_child, seen_by_analyst_alone, send

ROOM = "/api/v1/saved_views"


def picture(ids: list[str], **more: Any) -> dict[str, Any]:
    """A picture of these entities, in a row."""
    return {"ids": ids, "positions": {id: [100.0 * at, 0.0] for at, id in enumerate(ids)}, **more}


def keep(person: Person, made: dict[str, Any], name: str = "Meadow Close") -> int:
    """Keep a picture, and give its number."""
    answer = send(person, ROOM, {"name": name, "picture": made})
    assert answer.status_code == 200, answer.text
    return answer.json()["number"]


def some_ids(office: Office, count: int = 5) -> list[str]:
    """A child and those named most beside it, of whom a chair may see each."""
    near = office.person("chair").get("/api/v1/neighbours", id=linked_child(office), limit=count).json()["neighbours"]
    return [linked_child(office), *(each["entity"]["id"] for each in near)]


def test_a_picture_is_kept_whole_and_its_positions_travel(office: Office) -> None:
    person = office.person("analyst")
    ids = some_ids(office)
    made = picture(
        ids,
        hidden=ids[1:2],
        pinned=ids[2:3],
        groups=[{"id": "group:1-1", "name": "Two", "members": ids[3:5]}],
        notes=[{"id": "note:1-1", "text": "Ask Gwent", "about": ids[:1]}],
        filters={
            "kinds": ["phone"],
            "relations": [],
            "agencies": [],
            "working": True,
            "loose": False,
            "from": "2026-01-01",
            "to": "",
        },
        view="min_grade=2C&evil=1",
    )
    opened = person.get(f"{ROOM}/{keep(person, made)}").json()

    assert opened["picture"] == {**made, "view": "min_grade=2C"}
    assert (opened["name"], opened["version"], opened["mine"]) == ("Meadow Close", 1, True)
    assert "saved=" in person.get("/explorer").text


def test_each_opening_save_and_sharing_is_entered(office: Office) -> None:
    person = office.person("analyst")
    made = picture(some_ids(office))
    before = office.log_length
    number = keep(person, made)
    person.get(f"{ROOM}/{number}")
    send(person, f"{ROOM}/{number}", {"version": 1, "picture": made}, "PUT")
    send(person, f"{ROOM}/{number}/name", {"name": "Other"}, "PUT")
    send(person, f"{ROOM}/{number}/readers", {"accounts": ["Chair"]}, "PUT")
    send(person, f"{ROOM}/{number}", {}, "DELETE")
    entered = [
        (entry.action, entry.question, entry.outcome, entry.subjects if "saved" in entry.question else ())
        for entry in office.entries_after(before)
        if entry.question not in ("sign-in", "reason")
    ]
    about = (f"saved-view:{number}",)

    assert entered == [
        ("alter", "save view", "intended", ()),
        ("alter", "save view", "done", ()),
        ("consult", "open saved view", "allowed", about),
        ("expand", "links_among", "allowed", ()),
        ("expand", "links_among", "allowed", ()),
        ("alter", "save view", "intended", ()),
        ("alter", "save view", "done", ()),
        ("alter", "rename saved view", "intended", about),
        ("alter", "rename saved view", "done", about),
        ("disclose", "share saved view", "intended", about),
        ("disclose", "share saved view", "done", about),
        ("alter", "delete saved view", "intended", about),
        ("alter", "delete saved view", "done", about),
    ]
    shared = [entry for entry in office.entries_after(before) if entry.action == "disclose"]
    assert {entry.recipients for entry in shared} == {("chair",)}
    assert {entry.reason for entry in office.entries_after(before) if entry.who == "analyst"} >= {"Strategy meeting 12"}


def test_who_saves_second_is_told_what_changed_and_nothing_is_lost(office: Office) -> None:
    first, second = office.person("analyst"), office.person("analyst")
    ids = some_ids(office)
    number = keep(first, picture(ids[:3]))
    theirs = send(first, f"{ROOM}/{number}", {"version": 1, "picture": picture(ids[:4])}, "PUT")
    refused = send(second, f"{ROOM}/{number}", {"version": 1, "picture": picture([*ids[:3], ids[4]])}, "PUT")
    labels = {
        each["entity"]["id"]: each["entity"]["label"]
        for each in send(first, "/api/v1/links_among", {"ids": ids}).json()["entities"]
    }

    assert theirs.json()["version"] == 2
    assert refused.status_code == 409
    told = refused.json()
    assert (told["saved_by"], told["only_there"], told["only_here"]) == ("analyst", [labels[ids[3]]], [labels[ids[4]]])
    assert first.get(f"{ROOM}/{number}").json()["picture"]["ids"] == ids[:4]


def test_another_reader_sees_what_they_may_see_and_is_not_told_of_more(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    seen = picture(ids)
    whole = picture(
        [*ids, hidden],
        hidden=[hidden],
        pinned=[hidden],
        groups=[{"id": "group:1-1", "name": "Named after somebody", "members": [ids[1], ids[2], hidden]}],
        notes=[
            {"id": "note:1-1", "text": "About somebody hidden", "about": [ids[0], hidden]},
            {"id": "note:1-2", "text": "About all of it", "about": []},
            {"id": "note:1-3", "text": "About the child", "about": ids[:1]},
        ],
    )
    number = keep(analyst, whole)
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"]}, "PUT")
    opened = chair.get(f"{ROOM}/{number}")

    assert hidden not in opened.text
    assert "somebody" not in opened.text
    assert "About all of it" not in opened.text
    told = opened.json()["picture"]
    assert told["ids"] == ids
    assert told["positions"] == seen["positions"]
    assert told["groups"] == [{"id": "group:1-1", "name": "Group of 2", "members": ids[1:3]}]
    assert [note["text"] for note in told["notes"]] == ["About the child"]
    assert opened.json()["shared_with"] == []


def test_what_a_saver_cannot_see_stays_in_the_picture(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(
        analyst,
        picture(
            [*ids, hidden],
            hidden=[hidden],
            groups=[{"id": "group:1-1", "name": "Three", "members": [ids[1], ids[2], hidden]}],
            notes=[{"id": "note:1-1", "text": "About both", "about": [ids[0], hidden]}],
        ),
    )
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"]}, "PUT")
    seen = chair.get(f"{ROOM}/{number}").json()["picture"]
    seen["ids"].remove(ids[4])
    del seen["positions"][ids[4]]
    assert send(chair, f"{ROOM}/{number}", {"version": 1, "picture": seen}, "PUT").status_code == 200
    after = analyst.get(f"{ROOM}/{number}").json()

    assert (after["version"], after["saved_by"]) == (2, "chair")
    assert set(after["picture"]["ids"]) == {*ids, hidden} - {ids[4]}
    assert after["picture"]["hidden"] == [hidden]
    assert hidden in after["picture"]["positions"]
    assert after["picture"]["groups"] == [{"id": "group:1-1", "name": "Three", "members": [ids[1], ids[2], hidden]}]
    assert [note["text"] for note in after["picture"]["notes"]] == ["About both"]


def test_an_agency_that_its_reader_sees_nothing_from_is_not_told_and_stays_left_out(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    ids = some_ids(office)
    [seen, *_] = send(chair, "/api/v1/links_among", {"ids": ids}).json()["items"]
    number = keep(analyst, picture(ids, filters={"agencies": ["operation-hidden", seen["source_system"]]}))
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"]}, "PUT")
    opened = chair.get(f"{ROOM}/{number}")
    told = opened.json()["picture"]
    told["filters"]["agencies"] = []
    saved = send(chair, f"{ROOM}/{number}", {"version": 1, "picture": told}, "PUT")

    assert "operation-hidden" not in opened.text
    assert opened.json()["picture"]["filters"]["agencies"] == [seen["source_system"]]
    assert saved.status_code == 200, saved.text
    kept = SavedViews(office.house.sql, office.house.log, office.clock).of(Account("analyst", "analyst"))
    [whole] = [view for view in kept if view.number == number]
    assert whole.picture.filters.agencies == ("operation-hidden",)


def test_a_view_chosen_for_looking_takes_nothing_from_what_is_kept(office: Office) -> None:
    person = office.person("analyst")
    ids = some_ids(office)
    number = keep(person, picture(ids))
    opened = person.get(f"{ROOM}/{number}", known_at="1990-01-01").json()

    assert opened["picture"]["ids"] == ids


def test_the_number_of_a_deleted_picture_is_never_another_s(office: Office) -> None:
    person = office.person("analyst")
    number = keep(person, picture([]))
    send(person, f"{ROOM}/{number}", {}, "DELETE")

    assert keep(person, picture([])) > number


def test_what_is_not_theirs_is_nothing_to_others(office: Office) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    number = keep(analyst, picture(some_ids(office)))
    theirs, none = manager.get(f"{ROOM}/{number}"), manager.get(f"{ROOM}/999999")

    assert theirs.status_code == none.status_code == 404
    assert theirs.json()["detail"].replace(str(number), "N") == none.json()["detail"].replace("999999", "N")
    assert number not in {each["number"] for each in manager.get(ROOM).json()}
    for path, body, method in (
        (f"{ROOM}/{number}", {"version": 1, "picture": picture([])}, "PUT"),
        (f"{ROOM}/{number}/name", {"name": "Mine"}, "PUT"),
        (f"{ROOM}/{number}/readers", {"accounts": ["manager"]}, "PUT"),
        (f"{ROOM}/{number}", {}, "DELETE"),
    ):
        assert send(manager, path, body, method).status_code == 404


def test_a_reader_may_save_but_not_rename_share_or_delete(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    number = keep(analyst, picture(some_ids(office)))
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"]}, "PUT")

    assert send(chair, f"{ROOM}/{number}/name", {"name": "Mine"}, "PUT").status_code == 403
    assert send(chair, f"{ROOM}/{number}/readers", {"accounts": []}, "PUT").status_code == 403
    assert send(chair, f"{ROOM}/{number}", {}, "DELETE").status_code == 403
    assert send(analyst, f"{ROOM}/{number}/readers", {"accounts": []}, "PUT").json()["shared_with"] == []
    assert chair.get(f"{ROOM}/{number}").status_code == 404


def test_what_cannot_be_is_refused_in_plain_words(office: Office) -> None:
    person = office.person("analyst")
    number = keep(person, picture(some_ids(office)))

    assert "it is blank" in send(person, ROOM, {"name": "  ", "picture": picture([])}).json()["detail"]
    nobody = send(person, f"{ROOM}/{number}/readers", {"accounts": ["auditor"]}, "PUT")
    assert (nobody.status_code, "no account of this name reads intelligence" in nobody.json()["detail"]) == (400, True)
    outside = send(person, ROOM, {"name": "x", "picture": {"ids": [], "hidden": ["person:x"]}})
    assert (outside.status_code, "hides, groups or notes what is not in it" in outside.text) == (422, True)
    assert (
        send(person, ROOM, {"name": "x", "picture": picture([f"person:{n}" for n in range(2001)])}).status_code == 422
    )


def test_home_lists_my_pictures_and_those_shared_with_me(office: Office) -> None:
    keeping = Administration(office.house.sql, office.house.log, office.clock)
    for name in ("draws", "is-shown"):
        keeping.add("tests", name, "analyst", password=PASSWORD)
    drawing, shown = office.person("draws"), office.person("is-shown")
    empty = pictures_on_home(shown)
    made = picture(some_ids(office), view="min_grade=2C")
    shared, own = keep(drawing, made, "Meadow <b>Close</b>"), keep(drawing, made, "Not shared")
    send(drawing, f"{ROOM}/{shared}/readers", {"accounts": ["is-shown"]}, "PUT")
    before = office.log_length

    assert "Save a picture there and it stands here" in empty
    assert f'href="/explorer?saved={own}&amp;min_grade=2C">Not shared</a>' in pictures_on_home(drawing)
    assert "Meadow &lt;b&gt;Close&lt;/b&gt;</a>" in pictures_on_home(shown)
    assert "by draws with you" in pictures_on_home(shown)
    assert "Not shared" not in pictures_on_home(shown)
    assert "All saved pictures" not in pictures_on_home(drawing)
    for number in range(5):
        keep(drawing, made, f"Another {number}")
    assert pictures_on_home(drawing).count('scope="row"') == 6
    assert "All saved pictures" in pictures_on_home(drawing)
    looks = {entry.question for entry in office.entries_after(before)}
    assert looks == {"new_since", "children", "save view"}, "a name in a list is no opening"


def pictures_on_home(person: Person) -> str:
    """The part of the start page that lists saved pictures."""
    page = person.get("/").text
    return page[page.index('<section aria-labelledby="pictures"') :].partition("</section>")[0]


def test_what_others_added_and_one_adds_is_refused_together_before_it_is_too_much(office: Office) -> None:
    """Two hundred notes of the owner's about somebody whom the chair may not see, and one of the chair's."""
    owner, other = office.person("analyst"), office.person("chair")
    hidden, seen = seen_by_analyst_alone(office), some_ids(office, 1)
    notes = [{"id": f"note:{number}-1", "text": "Ask Gwent", "about": [hidden]} for number in range(200)]
    number = keep(owner, picture([hidden, *seen], notes=notes))
    send(owner, f"{ROOM}/{number}/readers", {"accounts": ["chair"]}, "PUT")
    mine = picture(seen, notes=[{"id": "note:900-1", "text": "Ask Dyfed", "about": seen[:1]}])
    answer = send(other, f"{ROOM}/{number}", {"version": 1, "picture": mine}, "PUT")

    assert answer.status_code == 400
    assert "Take something out, or save a copy of your own." in answer.text
    assert len(owner.get(f"{ROOM}/{number}").json()["picture"]["notes"]) == 200
    assert [person.get("/").status_code for person in (owner, other)] == [200, 200]

"""Saved pictures: kept, versioned, shared, and opened by another as that other may see them."""

from typing import Any

from httpx import Response

from api.accounts import Account, Administration
from api.saved import SavedViews
from tests.pages.conftest import PASSWORD, Office, Person
from tests.pages.picturing import linked_child, seen_by_analyst_alone, send

ROOM = "/api/v1/saved_views"
WHY = "For the strategy meeting on 3 December"
LOOK = ("expand", "links_among", "allowed", ())
"""What asking for what a reader may see of a picture leaves in the log."""


def picture(ids: list[str], **more: Any) -> dict[str, Any]:
    """A picture of these entities, in a row."""
    return {"ids": ids, "positions": {id: [100.0 * at, 0.0] for at, id in enumerate(ids)}, **more}


def keep(person: Person, made: dict[str, Any], name: str = "Meadow Close") -> int:
    """Keep a picture, and give its number."""
    answer = send(person, ROOM, {"name": name, "picture": made})
    assert answer.status_code == 200, answer.text
    return answer.json()["number"]


def version(person: Person, number: int) -> str:
    """The mark of a picture as somebody sees it now."""
    return str(person.get(f"{ROOM}/{number}").json()["version"])


def save(person: Person, number: int, made: dict[str, Any]) -> Response:
    """Save the next version of what a person has just opened."""
    return send(person, f"{ROOM}/{number}", {"version": version(person, number), "picture": made}, "PUT")


def share(person: Person, number: int, *accounts: str) -> Response:
    """Share a picture with these, for a reason."""
    return send(person, f"{ROOM}/{number}/readers", {"accounts": accounts, "justification": WHY}, "PUT")


def some_ids(office: Office, count: int = 5) -> list[str]:
    """A child and those named most beside it, each of which a chair may see."""
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
    assert (opened["name"], opened["mine"]) == ("Meadow Close", True)
    assert "saved=" in person.get("/explorer").text


def test_each_opening_save_and_sharing_is_entered(office: Office) -> None:
    person = office.person("analyst")
    made = picture(some_ids(office))
    before = office.log_length
    number = keep(person, made)
    person.get(f"{ROOM}/{number}")
    save(person, number, made)
    send(person, f"{ROOM}/{number}/name", {"name": "Other"}, "PUT")
    send(person, f"{ROOM}/{number}/readers", {"accounts": ["Chair"], "justification": WHY}, "PUT")
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
        LOOK,
        ("consult", "open saved view", "allowed", about),
        LOOK,
        ("consult", "open saved view", "allowed", about),
        LOOK,
        LOOK,
        ("alter", "save view", "intended", ()),
        ("alter", "save view", "done", ()),
        LOOK,
        ("alter", "rename saved view", "intended", about),
        ("alter", "rename saved view", "done", about),
        LOOK,
        ("disclose", "share saved view", "intended", (*about, *sorted(made["ids"]))),
        ("disclose", "share saved view", "done", (*about, *sorted(made["ids"]))),
        ("alter", "delete saved view", "intended", about),
        ("alter", "delete saved view", "done", about),
    ]
    shared = [entry for entry in office.entries_after(before) if entry.action == "disclose"]
    assert {(entry.recipients, entry.reason) for entry in shared} == {(("chair",), WHY)}
    assert {entry.reason for entry in office.entries_after(before) if entry.who == "analyst"} >= {"Strategy meeting 12"}


def test_who_saves_second_is_told_what_changed_and_nothing_is_lost(office: Office) -> None:
    first, second = office.person("analyst"), office.person("analyst")
    ids = some_ids(office)
    number = keep(first, picture(ids[:3]))
    opened_version = version(second, number)
    theirs = save(first, number, picture(ids[:4]))
    refused = send(
        second, f"{ROOM}/{number}", {"version": opened_version, "picture": picture([*ids[:3], ids[4]])}, "PUT"
    )
    labels = {
        each["entity"]["id"]: each["entity"]["label"]
        for each in send(first, "/api/v1/links_among", {"ids": ids}).json()["entities"]
    }

    assert theirs.json()["version"] == version(first, number) != opened_version
    assert refused.status_code == 409
    received = refused.json()
    assert (received["only_there"], received["only_here"]) == ([labels[ids[3]]], [labels[ids[4]]])
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
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"], "justification": WHY}, "PUT")
    opened = chair.get(f"{ROOM}/{number}")

    assert hidden not in opened.text
    assert "somebody" not in opened.text
    assert "About all of it" not in opened.text
    received = opened.json()["picture"]
    assert received["ids"] == ids
    assert received["positions"] == seen["positions"]
    assert received["groups"] == [], "another name, or one member fewer, would tell that something is withheld"
    assert [note["text"] for note in received["notes"]] == ["About the child"]
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
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"], "justification": WHY}, "PUT")
    seen = chair.get(f"{ROOM}/{number}").json()["picture"]
    seen["ids"].remove(ids[4])
    del seen["positions"][ids[4]]
    assert save(chair, number, seen).status_code == 200
    after = analyst.get(f"{ROOM}/{number}").json()

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
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"], "justification": WHY}, "PUT")
    opened = chair.get(f"{ROOM}/{number}")
    received = opened.json()["picture"]
    received["filters"]["agencies"] = []
    saved = save(chair, number, received)

    assert "operation-hidden" not in opened.text
    assert opened.json()["picture"]["filters"]["agencies"] == [seen["source_system"]]
    assert saved.status_code == 200, saved.text
    kept = SavedViews(office.installation.sql, office.installation.log, office.clock).of(Account("analyst", "analyst"))
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
        (f"{ROOM}/{number}", {"version": "", "picture": picture([])}, "PUT"),
        (f"{ROOM}/{number}/name", {"name": "Mine"}, "PUT"),
        (f"{ROOM}/{number}/readers", {"accounts": ["manager"]}, "PUT"),
        (f"{ROOM}/{number}", {}, "DELETE"),
    ):
        assert send(manager, path, body, method).status_code == 404


def test_a_reader_may_save_but_not_rename_share_or_delete(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    number = keep(analyst, picture(some_ids(office)))
    send(analyst, f"{ROOM}/{number}/readers", {"accounts": ["chair"], "justification": WHY}, "PUT")

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
    keeping = Administration(office.installation.sql, office.installation.log, office.clock)
    for name in ("draws", "is-shown"):
        keeping.add("tests", name, "analyst", password=PASSWORD)
    drawing, shown = office.person("draws"), office.person("is-shown")
    empty = pictures_on_home(shown)
    made = picture(some_ids(office), view="min_grade=2C")
    shared, own = keep(drawing, made, "Meadow <b>Close</b>"), keep(drawing, made, "Not shared")
    send(drawing, f"{ROOM}/{shared}/readers", {"accounts": ["is-shown"], "justification": WHY}, "PUT")
    before = office.log_length

    assert "Pictures that you save" in empty
    assert f'href="/explorer?saved={own}">Not shared</a>' in pictures_on_home(drawing)
    assert "Meadow &lt;b&gt;Close&lt;/b&gt;</a>" in pictures_on_home(shown)
    assert "by draws with you" in pictures_on_home(shown)
    assert "Not shared" not in pictures_on_home(shown)
    assert "All saved pictures" not in pictures_on_home(drawing)
    for number in range(5):
        keep(drawing, made, f"Another {number}")
    assert pictures_on_home(drawing).count('scope="row"') == 6
    assert "All saved pictures" in pictures_on_home(drawing)
    looks = {entry.question for entry in office.entries_after(before)}
    opened = looks - {"new_since", "children", "same_name", "casework"}
    assert opened == {"save view", "links_among"}, "a name in a list is no opening"


def pictures_on_home(person: Person) -> str:
    """The part of the start page that lists saved pictures."""
    page = person.get("/").text
    return page[page.index('<section aria-labelledby="pictures"') :].partition("</section>")[0]


def test_no_limit_counts_what_its_saver_does_not_see(office: Office) -> None:
    """Two hundred notes of the owner's about somebody the chair may not see, and one of the chair's."""
    owner, other = office.person("analyst"), office.person("chair")
    hidden, seen = seen_by_analyst_alone(office), some_ids(office, 1)
    notes = [{"id": f"note:{number}-1", "text": "Ask Gwent", "about": [hidden]} for number in range(200)]
    number = keep(owner, picture([hidden, *seen], notes=notes))
    share(owner, number, "chair")
    mine = picture(seen, notes=[{"id": "note:900-1", "text": "Ask Dyfed", "about": seen[:1]}])
    answer = save(other, number, mine)
    after = owner.get(f"{ROOM}/{number}").json()["picture"]

    assert answer.status_code == 200, answer.text
    assert len(after["notes"]) == 201
    refused = save(owner, number, after)
    assert (refused.status_code, "a picture has at most 200" in refused.text) == (422, True), (
        "a reader who sees all gets the reason"
    )


def test_what_one_person_sends_is_limited(office: Office) -> None:
    person = office.person("analyst")
    ids = some_ids(office, 1)
    too_many = {
        "notes": [{"id": f"note:{number}-1", "text": "x", "about": []} for number in range(201)],
        "groups": [{"id": f"group:{number}-1", "name": "x", "members": ids[:2]} for number in range(501)],
        "filters": {"agencies": [f"agency {number}" for number in range(101)]},
    }
    for name, value in too_many.items():
        assert send(person, ROOM, {"name": "x", "picture": picture(ids, **{name: value})}).status_code == 422, name


def test_the_same_picture_with_and_without_the_hidden_opens_in_the_same_bytes(office: Office) -> None:
    """The twin: what an owner who may see more made of it, and what was left had the hidden never been recorded."""
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    group = {"id": "group:1-1", "name": "Two", "members": ids[1:3]}
    about = {"id": "note:1-3", "text": "About the child", "about": ids[:1]}
    plain = picture(ids, groups=[group], notes=[about], view="min_grade=2C")
    more = picture(
        [ids[0], hidden, *ids[1:]],
        hidden=[hidden],
        pinned=[hidden, "group:2-2", "note:1-1"],
        groups=[group, {"id": "group:2-2", "name": "With Dewi", "members": [ids[3], ids[4], hidden]}],
        notes=[
            about,
            {"id": "note:1-1", "text": "Lives with Dewi", "about": [ids[0], hidden]},
            {"id": "note:1-2", "text": "All of it", "about": []},
        ],
        filters={"agencies": ["operation-hidden"], "relations": ["PARTNER_OF_NOBODY"], "kinds": ["nothing-seen"]},
        view="min_grade=2C&without=origin-hidden",
    )
    more["positions"] = {**plain["positions"], hidden: [7.0, 7.0], "group:2-2": [1.0, 1.0], "note:1-1": [2.0, 2.0]}
    more["positions"] = dict(reversed(list(more["positions"].items())))
    received = []
    for made in (plain, more):
        number = keep(analyst, made, "Gwesty")
        share(analyst, number, "chair")
        received.append(chair.get(f"{ROOM}/{number}").text.replace(f'"number":{number}', '"number":N'))

    assert received[0] == received[1]


def test_a_change_that_a_reader_does_not_see_moves_nothing_for_them(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(analyst, picture(ids))
    share(analyst, number, "chair")
    before, listed = chair.get(f"{ROOM}/{number}"), chair.get(ROOM)
    office.clock.now += 60_000
    assert save(analyst, number, picture([*ids, hidden])).status_code == 200
    mine = picture(ids[:4])
    saved = send(chair, f"{ROOM}/{number}", {"version": before.json()["version"], "picture": mine}, "PUT")

    assert chair.get(ROOM).json()[0]["number"] == number
    assert [each for each in listed.json() if each["number"] == number] == [
        {**{name: before.json()[name] for name in listed.json()[0]}}
    ]
    assert saved.status_code == 200, "nothing that the chair sees was saved in between"
    assert set(analyst.get(f"{ROOM}/{number}").json()["picture"]["ids"]) == {*ids[:4], hidden}


def test_a_reader_s_list_keeps_its_times_while_others_save_what_they_do_not_see(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(analyst, picture(ids))
    share(analyst, number, "chair")
    before = (chair.get(f"{ROOM}/{number}").content, chair.get(ROOM).content)
    office.clock.now += 60_000
    assert save(analyst, number, picture([*ids, hidden])).status_code == 200

    assert (chair.get(f"{ROOM}/{number}").content, chair.get(ROOM).content) == before


def test_a_note_about_the_whole_picture_stays_with_who_wrote_it(office: Office) -> None:
    """It is about what its writer saw: were it gone when they open the picture again, that would tell of something."""
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(analyst, picture([*ids, hidden], notes=[{"id": "note:1-1", "text": "With Dewi", "about": []}]))
    share(analyst, number, "chair")
    mine = picture(ids, notes=[{"id": "note:2-2", "text": "Of what I see", "about": []}])
    assert save(chair, number, mine).status_code == 200
    opened = [person.get(f"{ROOM}/{number}").json()["picture"]["notes"] for person in (chair, analyst)]
    texts = [{note["text"] for note in notes} for notes in opened]

    assert texts == [{"Of what I see"}, {"Of what I see", "With Dewi"}]


def test_nobody_adds_what_they_do_not_see(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(analyst, picture(ids))
    share(analyst, number, "chair")
    guessed = [save(chair, number, picture([*ids, id])).json() for id in (hidden, "person:nobody")]

    assert [{**each, "version": ""} for each in guessed] == [{**guessed[0], "version": ""}] * 2
    assert analyst.get(f"{ROOM}/{number}").json()["picture"]["ids"] == ids


def test_to_share_is_to_disclose_and_has_a_justification_of_its_own(office: Office) -> None:
    analyst = office.person("analyst")
    number = keep(analyst, picture(some_ids(office)))
    readers = f"{ROOM}/{number}/readers"
    for said in ("", ".", "meeting", "xx xx", "1 2 3"):
        answer = send(analyst, readers, {"accounts": ["chair"], "justification": said}, "PUT")
        assert (answer.status_code, "justification" in answer.json()["detail"]) == (400, True), said
    assert share(analyst, number, "chair").json()["shared_with"] == ["chair"]
    assert share(analyst, number, "chair", "manager").json()["shared_with"] == ["chair", "manager"]
    before = office.log_length
    fewer = send(analyst, readers, {"accounts": ["manager"]}, "PUT")

    assert fewer.json()["shared_with"] == ["manager"], "to share with fewer needs no justification"
    assert {entry.action for entry in office.entries_after(before)} == {"alter"}


def test_who_is_added_later_alone_is_disclosed_to(office: Office) -> None:
    analyst = office.person("analyst")
    number = keep(analyst, picture(some_ids(office)))
    share(analyst, number, "chair")
    before = office.log_length
    share(analyst, number, "chair", "manager")
    [intent, done] = [entry for entry in office.entries_after(before) if entry.action == "disclose"]

    assert intent.recipients == done.recipients == ("manager",)


def test_what_its_owner_cannot_see_now_is_not_shared(office: Office) -> None:
    chair = office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    refused = []
    for gone in (hidden, "person:nobody"):
        number = keep(chair, picture([*ids, gone]))
        before = office.log_length
        refused.append(share(chair, number, "analyst"))
        assert [entry.action for entry in office.entries_after(before)][-1] == "refuse"

    assert refused[0].status_code == 403
    assert refused[0].json() == refused[1].json()


def test_what_a_colleague_added_and_its_owner_does_not_see_does_not_stop_a_sharing(office: Office) -> None:
    """A refusal would tell the owner of it."""
    analyst, chair = office.person("analyst"), office.person("chair")
    hidden, ids = seen_by_analyst_alone(office), some_ids(office)
    number = keep(chair, picture(ids))
    share(chair, number, "analyst")
    assert save(analyst, number, picture([*ids, hidden])).status_code == 200
    before = office.log_length
    answer = share(chair, number, "analyst", "manager")

    assert answer.status_code == 200, answer.text
    assert not any(hidden in entry.subjects for entry in office.entries_after(before) if entry.action == "disclose")


def test_the_name_that_all_recipients_read_names_nobody_in_it(office: Office) -> None:
    analyst = office.person("analyst")
    ids = some_ids(office)
    [child] = send(analyst, "/api/v1/links_among", {"ids": ids[:1]}).json()["entities"]
    surname = child["entity"]["label"].split()[-1]
    number = keep(analyst, picture(ids), f"The {surname.lower()} case")
    refused = share(analyst, number, "chair")
    send(analyst, f"{ROOM}/{number}/name", {"name": "Operation Gwennol"}, "PUT")

    assert (refused.status_code, "names nobody in it" in refused.text) == (400, True)
    assert share(analyst, number, "chair").status_code == 200
    for name in (f"About {surname}", child["entity"]["refs"][0]):
        assert send(analyst, f"{ROOM}/{number}/name", {"name": name}, "PUT").status_code == 400

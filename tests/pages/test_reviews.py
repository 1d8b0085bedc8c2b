"""A chair's case review: chosen once, saved, shared; opened by another it says what that reader may see."""

import re
from collections.abc import Iterable
from urllib.parse import quote

import pytest
from markupsafe import escape

from api.saved.reviews import ReviewDraft, Reviews
from graph.errors import NotFound, ValueRefused
from graph.queries.linking.linked_cases import MOST_CHILDREN
from graph.view.options import ViewOptions
from tests.pages.conftest import REASON, Office, Person

WHY = "For the strategy meeting on 3 December"


def network_children(office: Office, count: int = 3) -> list[str]:
    """Ids of children of one planted network that are certainly linked."""
    person = office.person("chair")
    refs = office.truth.networks[0].children[:count]
    return [str(person.get("/api/v1/find", text=ref).json()["entities"][0]["id"]) for ref in refs]


def saved(person: Person, children: Iterable[str], **form: object) -> str:
    """A review made in the form as a browser sends it; gives its address."""
    sent = {"do": "save", "title": "Meeting 12", "child": list(children), "justification": WHY, **form}
    answer = person.post("/reviews/new", **sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def opened(person: Person, place: str) -> str:
    """The page, the reason for the review given first."""
    number = re.search(r"/reviews/(\d+)", place)
    assert number is not None
    person.post("/reason", case=f"review:{number[1]}", reason=REASON)
    answer = person.browser.get(place)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def chair(office: Office) -> Person:
    return office.person("chair")


def test_a_review_says_how_its_children_are_linked(office: Office, chair: Person) -> None:
    children = network_children(office)
    page = opened(chair, saved(chair, children))

    answer = chair.browser.get("/api/v1/linked_cases", params={"children": children}).json()
    assert len(answer["pairs"]) == 3
    for pair in answer["pairs"]:
        assert f'href="#pair-{pair["start"]}' in page or f'href="#pair-{pair["linked"]["id"]}' in page
        assert str(escape(pair["linked"]["sentence"])) in page
        assert pair["linked"]["via"][0]["label"].replace("'", "&#39;") in page
    for child in answer["children"]:
        assert child["entity"]["label"] in page
        said = f"SERAF {child['seraf']['category']} " if child["seraf"] else "Not assessed"
        assert said in page
    for kind in ("adults", "premises", "vehicles", "phones"):
        for shared in answer[kind]["shared"][:10]:
            assert shared["entity"]["label"].replace("'", "&#39;") in page
    assert page.count("A connection is not responsibility.") >= 2


def test_a_reason_is_asked_once_for_the_review_and_covers_its_children(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    place = saved(chair, children)
    before = office.log_length

    asked = chair.get(place)
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/reason?case=review%3A")
    assert office.log_length == before, "nothing is looked at before a reason is given"

    opened(chair, place)
    entries = office.entries_after(before)
    looks = [entry for entry in entries if entry.question == "linked_cases"]
    assert [(set(look.subjects), look.reason) for look in looks] == [(set(children), REASON)]
    covered = {entry.subjects[0] for entry in entries if entry.question == "reason"} - {f"review:{place[9:]}"}
    assert covered == set(children)
    assert chair.get(f"/child/{children[0]}").status_code == 200, "the child's own page asks no second time"
    elsewhere = office.child_id(office.truth.networks[1].children[0])
    assert chair.get(f"/child/{elsewhere}").status_code == 303


def test_what_it_opens_in_place_is_looked_at_for_the_same_reason(office: Office) -> None:
    chair = office.person("chair", reason="")
    kept = Reviews(office.installation.sql, office.installation.log, office.clock)
    place = kept.add("chair", ReviewDraft("Meeting 13", tuple(network_children(office, 2)))).place
    page = opened(chair, place)
    before = office.log_length
    in_place = re.findall(r'(?:hx-get|href)="(/(?:items|evidence)\?[^"]+)"', page)

    assert len(in_place) > 4
    for address in in_place[:3] + [each for each in in_place if each.startswith("/evidence")][:1]:
        assert chair.browser.get(address.replace("&amp;", "&")).status_code == 200
    assert {entry.reason for entry in office.entries_after(before)} == {REASON}
    assert chair.get("/premises-of-concern").status_code == 303


def test_only_its_owner_and_those_it_is_shared_with_open_it(office: Office, chair: Person) -> None:
    place = saved(chair, network_children(office, 2), reader=["analyst"])
    analyst, manager = office.person("analyst"), office.person("manager")

    assert "Meeting 12" in opened(analyst, place)
    assert "shared by chair" in analyst.get("/reviews").text
    assert place not in manager.get("/reviews").text
    refused, never = manager.get(place), manager.get("/reviews/999999")
    assert refused.status_code == never.status_code == 404
    number = r"(case review |/reviews/)\d+"
    assert re.sub(number, r"\1N", refused.text) == re.sub(number, r"\1N", never.text)


def test_only_its_owner_changes_it(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    place = saved(chair, children, reader=["analyst"])
    analyst = office.person("analyst")

    for address in (f"{place}/change", f"{place}/remove"):
        form = {"do": "save", "title": "Mine now", "child": children, "version": 1}
        assert analyst.post(address, **form).status_code == 404
    assert "Meeting 12" in opened(analyst, place)
    assert chair.post(f"{place}/remove").headers["location"] == "/reviews"
    assert analyst.get(place).status_code == 404


def test_two_windows_do_not_overwrite_one_another(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    place = saved(chair, children)
    form = {"do": "save", "child": children, "version": 1}

    assert chair.post(f"{place}/change", title="First window", **form).status_code == 303
    second = chair.post(f"{place}/change", title="Second window", **form)

    assert second.status_code == 422
    assert "saved meanwhile" in second.text
    assert "First window" in opened(chair, place)


def test_every_change_is_entered_with_whom_it_is_shared_with(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    before = office.log_length
    place = saved(chair, children, reader=["analyst"])
    chair.post(f"{place}/change", do="save", title="Other", child=children[:1], version=1)
    chair.post(f"{place}/remove")
    case = f"review:{place[9:]}"
    changes = [
        (entry.question, entry.outcome, entry.subjects, entry.recipients)
        for entry in office.entries_after(before)
        if entry.action in ("alter", "disclose")
    ]
    disclosed = {entry.question for entry in office.entries_after(before) if entry.action == "disclose"}

    assert changes == [
        ("review add", "intended", tuple(children), ("analyst",)),
        ("review add", "done", (case, *children), ("analyst",)),
        ("review change", "intended", (case, children[0]), ()),
        ("review change", "done", (case, children[0]), ()),
        ("review remove", "intended", (case, children[0]), ()),
        ("review remove", "done", (case, children[0]), ()),
    ]
    assert disclosed == {"review add"}
    assert office.installation.log.verify().problems == ()


def test_it_is_opened_through_the_view_that_it_was_saved_with(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    sent = {"csrf": chair.csrf, "do": "save", "title": "As then", "child": children}
    place = chair.browser.post("/reviews/new?known_at=2026-03-01", data=sent).headers["location"]

    assert place.endswith("?known_at=2026-03-01")
    assert "as known on 1 March 2026" in opened(chair, place)
    openly = chair.get(place.partition("?")[0]).text
    assert "It was saved with other filters than now." in openly


def test_children_unknown_to_the_reader_are_left_out_without_a_word(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    plain = opened(office.person("analyst"), saved(chair, children, reader=["analyst"]))
    unseen = ReviewDraft("Meeting 12", (*children, "person:unseen"), frozenset({"analyst"}))
    with_hidden = opened(office.person("analyst"), reviews(office).add("chair", unseen, WHY).place)
    mine = opened(chair, saved(chair, [*children, "person:unseen"]))

    def shown(page: str) -> str:
        return re.sub(r"(?:/reviews/|review%3A|review=)\d+|[0-9a-zA-Z_-]{43}", "…", page)

    assert shown(with_hidden) == shown(plain)
    assert "1 selected child is not visible with the present filters." in mine


def test_who_may_open_a_review_may_not_open_what_changes_it(office: Office, chair: Person) -> None:
    """The form holds every child of it, also one its reader may not see."""
    draft = ReviewDraft("Meeting 12", (*network_children(office, 2), "person:unseen"), frozenset({"analyst"}))
    place = reviews(office).add("chair", draft, WHY).place
    reader = office.person("analyst")
    answers = (reader.get(f"{place}/change"), reader.post(f"{place}/change", do="find", typed="Evans"))

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("unseen" in answer.text or "manager" in answer.text for answer in answers)
    assert "person:unseen" in chair.get(f"{place}/change").text


def test_a_number_that_no_database_holds_is_no_review(chair: Person) -> None:
    assert chair.get(f"/reviews/{10**20}").status_code == 404


def test_what_is_new_since_a_day(office: Office, chair: Person) -> None:
    children = network_children(office, 2)
    place = saved(chair, children, since="2026-01-01")
    answer = chair.browser.get(
        "/api/v1/linked_cases", params={"children": children, "since_ms": 1_767_225_599_999}
    ).json()
    page = opened(chair, place)

    assert "What is new since 1 January 2026" in page
    for child in answer["children"]:
        assert f"{len(child['new'])} new items name this child" in page
    assert "Nothing new about these children has been recorded since." in opened(chair, f"{place}?since=2100-01-01")
    assert chair.get(place, since="yesterday").status_code == 400


def test_two_of_one_name_are_not_called_newly_linked(chair: Person) -> None:
    """Of two records of one child that nobody has joined, a link between them is no news."""
    given = {"categories": [1, 2, 3, 4], "not_assessed": True, "limit": 1000}
    ids = [each["entity"]["id"] for each in chair.get("/api/v1/children", **given).json()["children"]]
    pairs = chair.get("/api/v1/same_name", ids=ids).json()["pairs"]
    ends = ((pair["one"], pair["two"]) for pair in pairs)
    child, other = next(
        (one, two)
        for one, two in ends
        if two["id"] in {each["id"] for each in chair.get("/api/v1/linked_children", child=one["id"]).json()["linked"]}
    )

    page = opened(chair, saved(chair, [child["id"]], since="2000-01-01"))

    new = page[page.index('id="new"') : page.index('id="map"')]
    assert "Newly linked:" in new
    assert f"/child/{other['id']}" in page[: page.index('id="new"')]
    assert f"/child/{other['id']}" not in new
    both = opened(chair, saved(chair, [child["id"], other["id"]], since="2000-01-01"))
    assert f'href="#pair-{child["id"]}-{other["id"]}"' not in both[both.index('id="new"') : both.index('id="map"')]


def test_the_picture_and_its_table_say_the_same(office: Office, chair: Person) -> None:
    place = saved(chair, network_children(office))
    page = opened(chair, place)
    picture = chair.get(f"{place}/network.svg")

    assert picture.headers["content-type"].startswith("image/svg+xml")
    drawn = re.search(r"Shows [^.]*\.", picture.text)
    assert drawn is not None
    assert drawn[0] in page
    assert "OFFICIAL-SENSITIVE" in picture.text
    assert "<script" not in picture.text


def test_the_form_finds_adds_and_takes_out(office: Office, chair: Person) -> None:
    child, other = network_children(office, 2)
    name = office.truth.networks[0].children[1]
    found = chair.post("/reviews/new", do="find", typed=name, child=[child], title="Kept").text
    added = chair.post("/reviews/new", do=f"add {other}", child=[child], title="Kept").text
    dropped = chair.post("/reviews/new", do=f"drop {child}", child=[child, other], title="Kept").text

    assert f'value="add {other}"' in found
    for page in (found, added, dropped):
        assert 'value="Kept"' in page
    assert [f'name="child" value="{each}"' in added for each in (child, other)] == [True, True]
    assert [f'name="child" value="{each}"' in dropped for each in (child, other)] == [False, True]
    assert "No child found for “Qqqqq”" in chair.post("/reviews/new", do="find", typed="Qqqqq").text
    assert "The search text is too short" in chair.post("/reviews/new", do="find", typed="?").text


def test_the_form_finds_children_whose_name_is_mistyped_and_no_adults(office: Office, chair: Person) -> None:
    [child] = network_children(office, 1)
    known = chair.get("/api/v1/search", text=office.truth.networks[0].children[0]).json()["hits"][0]
    first, _, last = known["label"].partition(" ")
    before = office.log_length
    found = chair.post("/reviews/new", do="find", typed=f"{last} {first}x").text
    asked = [entry.question for entry in office.entries_after(before)]
    offered = re.search(r'role="status">(.*?)</div>\s*</div>\s*<details', found, re.DOTALL)

    assert asked == ["search", "children"]
    assert offered is not None
    assert f'value="add {child}"' in offered[1]
    assert "is one letter away from" in offered[1]
    assert "dolen-entity--adult" not in offered[1]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"title": " "}, "Title: it is blank."),
        ({"child": []}, "Children: none is chosen."),
        ({"since": "soon"}, "New since: it is not a date."),
        ({"title": "x" * 101}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_typed_is_lost(
    office: Office, chair: Person, form: dict[str, object], said: str
) -> None:
    sent = {"do": "save", "title": "Meeting 12", "child": network_children(office, 1), "since": "2026-01-01", **form}
    answer = chair.post("/reviews/new", **sent)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{sent["title"]}"' in answer.text


def test_words_are_shown_as_words(office: Office, chair: Person) -> None:
    title = "<script>alert(1)</script>"
    place = saved(chair, network_children(office, 1), title=title, reader=["analyst"])

    for page in (opened(chair, place), chair.get("/reviews").text, chair.get(f"{place}/change").text):
        assert title not in page
        assert "&lt;script&gt;" in page


def test_it_is_shared_with_readers_of_intelligence_alone(office: Office, chair: Person) -> None:
    place = saved(chair, network_children(office, 1), reader=["auditor", "nobody", "chair", "manager"])
    review = reviews(office).get(int(place[9:]), "chair")

    assert review.draft.readers == {"manager"}
    offered = re.findall(r'name="reader" value="(\w+)"', chair.get("/reviews/new").text)
    assert {"analyst", "manager"} <= set(offered)
    assert {"chair", "auditor", "administrator"}.isdisjoint(offered)


def reviews(office: Office) -> Reviews:
    return Reviews(office.installation.sql, office.installation.log, office.clock)


def test_a_review_is_about_so_many_children_at_most(office: Office) -> None:
    children = tuple(f"person:{number}" for number in range(MOST_CHILDREN + 1))

    with pytest.raises(ValueRefused, match="at most"):
        reviews(office).add("chair", ReviewDraft("Too many", children))


def test_a_number_is_never_used_again(office: Office) -> None:
    kept = reviews(office)
    first = kept.add("chair", ReviewDraft("First", ("person:1",)))
    kept.remove("chair", first.number)
    second = kept.add("chair", ReviewDraft("Second", ("person:1",)))

    assert second.number > first.number
    with pytest.raises(NotFound):
        kept.get(first.number, "chair")


def test_a_shared_review_has_a_justification_and_names_to_whom(office: Office, chair: Person) -> None:
    children = network_children(office)
    refused = chair.post(
        "/reviews/new", do="save", title="Meeting 14", child=children[:2], reader=["analyst"], justification="."
    )
    place = saved(chair, children[:2], reader=["analyst"])
    before = office.log_length
    more = {"do": "save", "title": "Meeting 14", "child": children, "reader": ["analyst"], "version": 1}
    unjustified = chair.post(f"{place}/change", **more)
    chair.post(f"{place}/change", **more, justification=WHY)
    chair.post(f"{place}/change", **{**more, "version": 2, "title": "Meeting 15"})
    shown = [
        (entry.action, entry.recipients, entry.reason)
        for entry in office.entries_after(before)
        if entry.question == "review change" and entry.outcome == "done"
    ]

    assert (refused.status_code, "Justification: it gives no reason." in refused.text) == (422, True)
    assert (unjustified.status_code, "Justification: it is blank." in unjustified.text) == (422, True)
    assert shown == [("disclose", ("analyst",), WHY), ("alter", ("analyst",), "")]


def test_a_review_is_not_shared_that_names_whom_its_owner_does_not_see_or_a_child_in_its_title(
    office: Office, chair: Person
) -> None:
    children = network_children(office, 2)
    label = chair.browser.get("/api/v1/linked_cases", params={"children": children}).json()["children"][0]["entity"][
        "label"
    ]
    form = {"do": "save", "reader": ["analyst"], "justification": WHY}
    unseen = chair.post("/reviews/new", title="Meeting 12", child=[*children, "person:unseen"], **form)
    named = chair.post("/reviews/new", title=f"{label.split()[0]} and others", child=children, **form)

    assert (unseen.status_code, "it cannot be shared" in unseen.text) == (422, True)
    assert (named.status_code, "names nobody in it" in named.text) == (422, True)


def test_a_reader_is_told_of_no_origin_and_no_change_that_they_see_nothing_of(office: Office) -> None:
    children = tuple(network_children(office, 2))
    kept, reader = reviews(office), office.person("analyst")
    seen = reader.get("/api/v1/items", refs=_cited(reader, children[0])).json()["items"][0]["item"]["origin"]
    view = ViewOptions(min_grade="2C", without=("origin-hidden",))
    drafts = [
        ReviewDraft("Meeting 16", children, frozenset({"analyst"}), each)
        for each in (view, ViewOptions(min_grade="2C"))
    ]
    hiding, plain = (kept.add("chair", draft, WHY) for draft in drafts)
    for review in (hiding, plain):
        opened(reader, f"/reviews/{review.number}")
    places = [reader.get(f"/reviews/{review.number}/as-saved").headers["location"] for review in (hiding, plain)]
    listed = reader.get("/reviews").text
    office.clock.now += 60_000
    kept.change("chair", hiding.number, 1, ReviewDraft("Meeting 16", children, frozenset({"analyst"}), ViewOptions()))
    own = kept.add(
        "chair", ReviewDraft("Meeting 17", children, frozenset({"analyst"}), ViewOptions(without=(seen,))), WHY
    )
    opened(reader, f"/reviews/{own.number}")

    assert places == [f"/reviews/{review.number}?min_grade=2C" for review in (hiding, plain)]
    assert "origin-hidden" not in listed
    assert reader.get(f"/reviews/{own.number}/as-saved").headers["location"].endswith(f"without={quote(seen)}")
    assert _row(listed, hiding.number) == _row(reader.get("/reviews").text, hiding.number)


def _cited(person: Person, child: str) -> str:
    """The reference of an item about a child."""
    return str(person.get("/api/v1/timeline", id=child, limit=1).json()["entries"][0]["item"]["ref"])


def _row(page: str, number: int) -> str:
    """A review's row in a list."""
    return next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f"/reviews/{number}/" in row)

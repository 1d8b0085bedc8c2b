"""What tests of pictures share: people to start with, how a page's scripts send, people a chair may not see."""

from httpx import Response

from tests.pages.conftest import Office, Person


def linked_child(office: Office) -> str:
    """A child of the force's truth that others are linked with."""
    return office.child_id(office.truth.demo_children[0])


def send(person: Person, path: str, body: object, method: str = "POST", **view: str) -> Response:
    """Send JSON with the session's secret."""
    return person.browser.request(method, path, json=body, params=view, headers={"x-csrf-token": person.csrf})


def seen_by_analyst_alone(office: Office) -> str:
    """An entity that an analyst may see and a chair may not."""
    analyst, chair = office.person("analyst"), office.person("chair")
    for child in office.truth.demo_children:
        near = analyst.get("/api/v1/neighbours", id=office.child_id(child), limit=1000).json()["neighbours"]
        ids = [each["entity"]["id"] for each in near]
        seen = send(chair, "/api/v1/links_among", {"ids": ids}).json()["entities"]
        if hidden := sorted(set(ids) - {id for each in seen for id in each["asked"]}):
            return hidden[0]
    raise AssertionError("the demo force hides nothing from a chair")

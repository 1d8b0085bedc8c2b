"""A review in the browser, made as a chair makes it; and one that is only needed, made by the form's own request."""

from tests.browser.desks import Desk


def begin_review(desk: Desk, refs: tuple[str, ...], since: str = "") -> str:
    """A review made as a chair makes it: found by reference, added, saved; gives its path."""
    page = desk.page
    desk.go("/reviews/new")
    for ref in refs:
        page.fill("#typed", ref)
        page.keyboard.press("Enter")
        page.locator("[role=status]").get_by_role("button", name="Add").first.click()
    page.fill("#since", since)
    page.get_by_role("button", name="Save and open the review").click()
    desk.say_why()
    return page.url.removeprefix(desk.site.address)


def kept_review(desk: Desk, children: tuple[str, ...], since: str = "") -> str:
    """A review of these ids, its reason given; gives its path."""
    sent = desk.post("/reviews/new", do="save", title="Kept", since=since, child=children)
    place = sent.headers["location"]
    desk.fetched(place)
    return place

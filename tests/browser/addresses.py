"""Every page that the application lists, who opens it, and an address of it in the demo force."""

import csv
from collections.abc import Callable
from urllib.parse import quote

from fastapi.routing import APIRoute

from api.pages import PAGES
from tests.browser.desks import READERS, ROLES, Desk
from tests.browser.reviewing import kept_review

EMPTY = "known_at=1990-01-01"
PARTS = {
    "/account/second-factor/picture",
    "/account/session",
    "/child/{id:path}/network.svg",
    "/explorer/card",
    "/notices/of/{lineage}/notice.{form}",
    "/paper.css",
    "/reviews/{number:int}/as-saved",
    "/reviews/{number:int}/network.svg",
    "/sign-in/provider",
    "/sign-in/return",
}
"""What a browser asks for that is no page of its own, or sends it on to one."""

EVERYBODY_S = {"/", "/access", "/account", "/account/password", "/account/second-factor", "/reason", "/sign-in"}
"""Pages about the person who opens them."""

A_PARTNER_S = EVERYBODY_S - {"/access", "/reason"}
"""Those of them that a partner opens too."""

OF_ROLES = {
    "/audit": ("auditor",),
    "/accounts": ("administrator",),
    "/import": ("analyst", "manager"),
    "/log": ("analyst", "manager"),
    "/monitoring": ("manager",),
    "/retention": ("manager",),
    "/sanitise": ("analyst", "manager"),
    "/partner": ("partner",),
    "/alarms": ("manager",),
}
"""The roles that open pages that begin so; those who read intelligence open the others."""


def route_paths() -> set[str]:
    """Every page, as the application lists it."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    return {route.path for route in routes if "GET" in route.methods} - PARTS


def allowed(route: str) -> tuple[str, ...]:
    """The roles that may open a page, beginning with the one that is seen to open it at all of its addresses."""
    if route in EVERYBODY_S:
        not_theirs = {"chair", *(() if route in A_PARTNER_S else ("partner",))}
        return ("chair", *(role for role in ROLES if role not in not_theirs))
    roles = next((roles for start, roles in OF_ROLES.items() if route.startswith(start)), READERS)
    first = "chair" if "chair" in roles and not route.startswith("/explorer") else roles[0]
    return (first, *(role for role in roles if role != first))


class Known:
    """Ids of the demo force, with which pages are asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        truth = desk.site.truth
        self.child, self.other = (self.entity(ref) for ref in truth.networks[1].children[:2])
        self.elsewhere = self.entity(truth.networks[2].children[0])
        self.network = tuple(self.entity(ref) for ref in truth.networks[1].children[:3])
        self.everybody = tuple(self.entity(ref) for network in truth.networks for ref in network.children)
        self._shared = {each.kind: each.key for network in reversed(truth.networks) for each in network.shared}
        self.item = truth.pairs[0].through[0].first_items[0]

    def entity(self, text: str) -> str:
        """The id of what is called so."""
        return str(self._desk.asked(f"find?text={text}")["entities"][0]["id"])

    def of_kind(self, kind: str) -> str:
        """The id of what the first network shares of a kind; of the first account that a report names."""
        with (self._desk.site.installation.settings.home / "files" / "mentions.csv").open(encoding="utf-8") as file:
            account = next(row["handle"] for row in csv.DictReader(file) if row["entity"] == "account")
        text = quote(account if kind == "account" else self._shared[kind])
        return next(str(hit["id"]) for hit in self._desk.asked(f"search?text={text}")["hits"] if hit["kind"] == kind)

    def report(self) -> str:
        """The id of a report."""
        return str(self._desk.asked(f"find?text={self.item.partition('/')[0]}")["reports"][0]["id"])


Addresses = Callable[[Desk, Known], list[str]]


def _alone(path: str, *queries: str) -> Addresses:
    return lambda _desk, _known: [path, *(f"{path}?{query}" for query in queries)]


def _one_of(kind: str, path: str) -> Addresses:
    def addresses(_desk: Desk, known: Known) -> list[str]:
        return [f"{path}/{known.of_kind(kind)}"]

    return addresses


def _reviews(desk: Desk, known: Known) -> list[str]:
    typical = kept_review(desk, known.network, since=f"{desk.site.truth.last_day.year}-01-01")
    crowded = kept_review(desk, known.everybody)
    return [typical, f"{typical}?{EMPTY}", f"{crowded}?limit=1000"]


ADDRESSES: dict[str, Addresses] = {
    "/": _alone("/", EMPTY, "limit=1000"),
    "/access": _alone("/access"),
    "/account": _alone("/account"),
    "/account/password": _alone("/account/password"),
    "/account/second-factor": _alone("/account/second-factor"),
    "/accounts": _alone("/accounts"),
    "/accounts/add": _alone("/accounts/add"),
    "/accounts/of/{name}": _alone("/accounts/of/analyst"),
    "/adult/{id:path}": _one_of("adult", "/adult"),
    "/adults-of-concern": _alone("/adults-of-concern", EMPTY, "limit=1000"),
    "/alarms": _alone("/alarms"),
    "/alerts": _alone("/alerts"),
    "/audit": _alone("/audit", "who=nobody", "page=2"),
    "/audit/export": _alone("/audit/export"),
    "/audit/verify": _alone("/audit/verify"),
    "/case-list": _alone("/case-list"),
    "/casework/lead-contacts": _alone("/casework/lead-contacts"),
    "/casework/new/{kind}": lambda _, known: [
        *(f"/casework/new/{kind}?about={known.child}" for kind in ("NetworkMember", "LegalStatus", "Placement")),
        f"/casework/new/Referral?child={known.child}",
        "/casework/new/LeadContact?agency=Police",
        "/casework/new/Disclosure",
        f"/casework/new/Enquiry?about={known.child}&what=Who+this+is",
    ],
    "/casework/of/{lineage}": lambda _desk, _known: [],  # tests/pages/test_casework.py, since it must be made first
    "/child/{id:path}": lambda _, known: [
        f"/child/{known.child}",
        f"/child/{known.child}?limit=1000",
    ],
    "/child/{id:path}/assess": lambda _, known: [f"/child/{known.child}/assess"],
    "/child/{id:path}/missing": lambda _, known: [f"/child/{known.child}/missing"],
    "/child/{id:path}/seraf": lambda _, known: [f"/child/{known.child}/seraf"],
    "/children": _alone("/children", EMPTY, "category=4&category=3&category=2&category=1&category=none&limit=1000"),
    "/disclosures": _alone("/disclosures"),
    "/disruption": _alone("/disruption"),
    "/not-known-yet": _alone("/not-known-yet", EMPTY),
    "/options/{id:path}": lambda _, known: [f"/options/{known.of_kind(kind)}" for kind in ("adult", "premises")],
    "/duplicate-references": _alone("/duplicate-references"),
    "/due": _alone("/due", "overdue=true"),
    "/evidence": lambda _, known: [f"/evidence?start={known.child}&end={known.other}"],
    "/explorer": lambda _, known: [
        "/explorer",
        "/explorer?begin=nobody+of+this+name",
        f"/explorer?id={known.child}",
    ],
    "/watches": _alone("/watches"),
    "/what-if": lambda _, known: [f"/what-if?what=report&id={known.report()}"],
    "/rests-on/{id:path}": lambda _, known: [f"/rests-on/{known.report()}"],
    "/forms-received": _alone("/forms-received"),
    "/forms-received/{id}": lambda _desk, _known: [],  # tests/pages/test_partners.py, since it must be sent first
    "/identity/{id:path}": lambda _, known: [
        f"/identity/{known.child}",
        f"/identity/{known.child}?other={quote(known.other)}",
    ],
    "/import": _alone("/import"),
    "/import/{id}": lambda _desk, _known: [],  # walked in test_offices, since an import must be made first
    "/import/mappings": _alone("/import/mappings"),
    "/import/{id}/columns": lambda _desk, _known: [],  # walked in test_offices, since a file must be sent first
    "/log": _alone("/log"),
    "/log/{ref}": lambda _desk, _known: [],  # tests/pages/test_log.py, since it must be stored first
    "/items": lambda _, known: [f"/items?ref={known.item}"],
    "/meetings": _alone("/meetings"),
    "/meetings/new": lambda _, known: ["/meetings/new", f"/meetings/new?child={known.child}&child={known.other}"],
    "/meetings/{lineage}/police-review": lambda _desk, _known: [],  # tests/pages/test_police_review.py
    "/meetings/{lineage}/pack": lambda _desk, _known: [],  # tests/pages/test_packs.py, as the meeting
    "/meetings/{lineage}": lambda _desk, _known: [],  # tests/pages/test_meetings.py, since it must be made first
    "/notices": lambda _, known: ["/notices", f"/notices?about={known.child}"],
    "/notices/new": lambda _, known: [f"/notices/new?child={known.child}&adult={known.of_kind('adult')}"],
    "/notices/of/{lineage}": lambda _desk, _known: [],  # tests/pages/test_abduction_notices.py
    "/monitoring": _alone("/monitoring", "published=yes"),
    "/retention": _alone("/retention"),
    "/retention/erase": lambda _, known: [f"/retention/erase?name={quote(known.child)}"],
    "/online-account/{id:path}": _one_of("account", "/online-account"),
    "/partner": _alone("/partner"),
    "/partner/new/{kind}": _alone("/partner/new/concern"),
    "/partner/sent/{id}": lambda _desk, _known: [],  # tests/pages/test_partners.py, since it must be sent first
    "/organisation/{id:path}": lambda _desk, _known: [],  # tests/pages/test_organisation.py: the demo names none
    "/paths": lambda _, known: [
        f"/paths?start={known.child}&end={known.other}",
        f"/paths?start={known.child}&end={known.elsewhere}&longest=1",
        f"/paths?start={known.child}&end={known.other}&longer=1&avoid_common=true&avoid={quote(known.of_kind('vehicle'))}",
    ],
    "/phone/{id:path}": _one_of("phone", "/phone"),
    "/premises/{id:path}": lambda _, known: [
        f"/premises/{known.of_kind('premises')}",
        f"/premises/{known.of_kind('premises')}?limit=1000",
    ],
    "/connecting": lambda _, known: [
        "/connecting",
        "/connecting?" + "&".join(f"id={quote(each)}" for each in known.network),
    ],
    "/network": lambda _, known: [
        "/network",
        "/network?any_link=true&least=0.0&" + "&".join(f"child={quote(each)}" for each in known.network),
    ],
    "/calls": lambda _, known: [f"/calls?id={quote(known.of_kind('phone'))}"],
    "/missing-together": lambda _, known: [f"/missing-together?child={known.child}"],
    "/vehicles-of-concern": _alone("/vehicles-of-concern", EMPTY, "limit=1000"),
    "/phones-of-concern": _alone("/phones-of-concern", EMPTY, "limit=1000"),
    "/premises-of-concern": _alone("/premises-of-concern", EMPTY, "limit=1000"),
    "/premises-of-concern/of/{id:path}": lambda _, known: [f"/premises-of-concern/of/{known.of_kind('premises')}"],
    "/premises-of-concern/search/{id:path}": lambda _, known: [
        f"/premises-of-concern/search/{known.of_kind('premises')}"
    ],
    "/premises-of-concern/register": _alone("/premises-of-concern/register"),
    "/reason": _alone("/reason?case=any"),
    "/report/{id:path}": lambda _, known: [f"/report/{known.report()}"],
    "/reviews": _alone("/reviews"),
    "/reviews/new": _alone("/reviews/new", EMPTY),
    "/reviews/{number:int}": _reviews,
    "/reviews/{number:int}/change": lambda desk, known: [f"{kept_review(desk, known.network)}/change"],
    "/sanitise": lambda _, known: [f"/sanitise?item={known.item}"],
    "/search": _alone("/search", "q=nobody+of+this+name", "q=a", "q=heol&limit=100", "q=AB1%3F+%3F%3FE"),
    "/seraf/form": _alone("/seraf/form"),
    "/sign-in": _alone("/sign-in"),
    "/vehicle/{id:path}": _one_of("vehicle", "/vehicle"),
}
"""For each page of the application: with what it is looked at, empty, typical and crowded."""

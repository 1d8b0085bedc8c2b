"""Nobody changes, ends or learns of what they cannot see by deciding: a force with hidden records and its twin without.

A reader of lower clearance decides, takes back, withdraws, assesses and loads a file in both, through each way in: the
writer itself, the command line, the page, and the JSON API, which the made scenes go through. What is answered, what
they may see afterwards, and the statements sent for them with the rows that these returned, are the same; and nothing
hidden has changed for those who see it.
"""

import html
import json
import re
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from graph.casework import drafts, lookup, writer
from graph.casework.considerations import agree, consider, decide_ceiling
from graph.casework.versions import decide_version
from graph.casework.writer import Draft
from graph.errors import DolenError, ValueRefused
from graph.identity.decisions import DecisionsOf
from graph.judgements.considered import ConsideredBody
from graph.judgements.identity import DecisionBody
from graph.judgements.seraf import AssessmentBody
from graph.model.ids import considered_lineage, pair_lineage, person_id
from graph.model.view import FOREVER, Reader, View
from graph.queries import QUESTIONS, Actor
from graph.reading.question import OfEntity
from graph.settings import Settings
from graph.store import Store
from graph.values.access import Access
from graph.view.cypher import held, seen
from tests.acceptance.analyst import typed
from tests.ingest.support import load, table
from tests.invariants.loading import WIPE
from tests.invariants.writing import LookUp, Noting, hidden_records
from tests.support.passwords import cheap_passwords
from tests.support.profiles import PROFILE

TODAY = date(2025, 6, 1)
EXAMPLES = 4 * PROFILE.times
PASSWORD = "harbour lantern meadow"
REASON = "asked the school today"
LOW = Actor(Reader("low", "analyst"), "low", REASON)
OPAL = Actor(Reader("opal", "analyst", frozenset({"OPAL"})), "opal", REASON)

N1, N2, N3, H1 = (person_id("S", ref) for ref in ("N1", "N2", "N3", "H1"))
NEVER = person_id("S", "never recorded")
OF_SERAF = f"/child/{N1}/seraf"
NAMES = {"N1": N1, "N2": N2, "N3": N3, "H1": H1, "NEVER": NEVER}


def _row(item: str, ref: str, **cells: str) -> dict[str, str]:
    report, number = item.split("/")
    own = {"report_ref": report, "source_system": "S", "item_no": number, "handling": "P", "item_text": f"Item {item}."}
    named = {"mention_no": "1", "entity": "child", "local_ref": ref, "name": f"Person {ref}"}
    return {**own, **named, **cells}


OPEN_ROWS = [_row(f"R{n}/1", f"N{who}") for n, who in ((1, 1), (2, 2), (3, 3), (5, 1), (6, 2))]
HIDDEN_ROWS = [
    _row("R1/2", "N1", compartment="OPAL", mention_no="9", title="Zebra"),
    _row("R4/1", "H1", compartment="OPAL"),
]
BEFORE_ROWS = [_row("R6/1", "N2", compartment="OPAL", item_text="Something else under the same reference.")]
"""What is hidden already when the open rows come."""
LOADED_ROWS = [
    _row("R2/1", "N2", item_text="Corrected."),
    _row("R1/3", "N3", title="Lion"),
    _row("R1/4", "N1", title="Lion", relations="ASSOCIATES_WITH:9"),
    _row("R4/2", "H1"),
    _row("R7/1", "N1", compartment="OPAL"),
]
"""What the lower reader loads: a correction, another title than a hidden one, a relation to a number that only a hidden
item has, a child whom only a hidden item names, and a row that they may not read."""


@dataclass(frozen=True)
class Act:
    """Something that a person does: a verb, and what to. Items are named by how they are cited, people by `NAMES`."""

    verb: str
    one: str = ""
    other: str = ""


HIDDEN_ACTS = (
    Act("same", "N1", "H1"),
    Act("same narrowed", "N1", "N2"),
    Act("not same narrowed", "N2", "N3"),
    Act("withdraw item", "R1/2"),
    Act("assess", "N1", "R1/2"),
    Act("decide ceiling", "N1", "R1/2"),
    Act("agree", "N1", "R1/2"),
    Act("consider narrowed", "N1"),
    Act("decide version", "R6/1"),
)
"""What those of the compartment do, of which the lower reader sees nothing."""

TRIED = (
    Act("same", "N1", "N2"),
    Act("not same", "N1", "N2"),
    Act("unsure", "N2", "N3"),
    Act("same", "N1", "H1"),
    Act("same", "N1", "NEVER"),
    Act("undo pair", "N1", "N2"),
    Act("undo pair", "N2", "N3"),
    Act("undo pair", "N1", "H1"),
    Act("undo unknown"),
    Act("withdraw item", "R1/1"),
    Act("withdraw item", "R1/2"),
    Act("withdraw item", "R4/1"),
    Act("assess", "N1", "R1/1"),
    Act("assess", "N1", "R1/2"),
    Act("assess", "H1", "R1/1"),
    Act("decide ceiling", "N1", "R1/1"),
    Act("decide ceiling", "N1", "R1/2"),
    Act("agree", "N1", "R1/1"),
    Act("agree", "N1", "R1/2"),
    Act("consider", "N1"),
    Act("consider", "H1"),
    Act("decide version", "R6/1"),
    Act("decide version", "R1/1"),
    Act("load"),
)


@dataclass(frozen=True)
class Scene:
    """What those of the compartment did, and what the lower reader then tries."""

    hidden: Sequence[Act]
    tried: Sequence[Act]


ON_OTHER_PAGES = ("decide ceiling", "agree", "consider", "decide version", "load")
"""What is done on a page that is none of two records."""

LOOK_UPS = {
    name: getattr(lookup, name) for name in ("NAMED_IN", "CITED", "VERSIONS", "LINEAGE_OF", "ITEMS_OF_REFERENCE")
}
"""What the writer asks before it writes, each through the author's clearance."""


@dataclass(frozen=True)
class World:
    """An installation over the session's engine, and the lower reader's browser."""

    installation: Installation
    noting: Noting
    browser: TestClient
    folder: Path

    def casework(self, act: Act, who: Actor, unknown: str = "") -> str:
        """Do something with the writer itself; what it answers. `unknown`: an id that the lower reader cannot know."""
        try:
            return self._done(act, who, unknown)
        except DolenError as error:
            return self._cited(act, f"{type(error).__name__}: {error}")

    def _cited(self, act: Act, said: str) -> str:
        """What was answered, with items named by how they are cited."""
        known = {self.item(ref): ref for ref in (act.one, act.other) if "/" in ref}
        if act.verb == "decide version":
            known |= dict.fromkeys(self.under(act.one, LOW)[1:], "item:none")
        return re.sub(r"item:[^'\" ]+", lambda found: known.get(found[0], found[0]), said)

    def _done(self, act: Act, who: Actor, unknown: str) -> str:
        casework = self.installation.casework
        one, other = (NAMES.get(each, each) for each in (act.one, act.other))
        match act.verb:
            case "same" | "not same" | "unsure":
                return str(casework.decide_identity(who, one, other, act.verb, REASON))
            case "same narrowed" | "not same narrowed":
                first, second = sorted((one, other))
                body = DecisionBody(one=first, two=second)
                state = act.verb.removesuffix(" narrowed")
                draft = Draft(
                    lineage=pair_lineage(one, other), state=state, about=(one, other), body=body, reason=REASON
                )
                return str(casework.record(who, replace(draft, access="P||OPAL")))
            case "undo pair":
                return str(casework.withdraw(who, pair_lineage(one, other), REASON))
            case "undo unknown":
                return str(casework.withdraw(who, unknown, REASON))
            case "withdraw item":
                return str(casework.withdraw_item(who, self.item(act.one), REASON))
            case "assess":
                return str(casework.record(who, _assessment(one, self.item(act.other))))
            case "decide ceiling":
                return str(decide_ceiling(casework, who, _lineage(one, self.item(act.other)), "stays", REASON))
            case "agree":
                return str(agree(casework, who, _lineage(one, self.item(act.other)), "agreed", REASON))
            case "load":
                summary = load(
                    self.noting, self.installation.sql, self.installation.settings, self.loaded(), reader=who.reader
                )
                return str(replace(summary, run="", seconds=0.0, quarantine_files=()))
            case "decide version":
                return str(decide_version(casework, who, self.under(act.one, who), None, REASON))
            case "consider":
                return str(consider(casework, who, one, "second look", "unchanged", REASON))
            case "consider narrowed":
                given = {"entity": one, "question": "second look", "outcome": "reassess"}
                lineage = considered_lineage("second look", one)
                body = ConsideredBody.read(given)
                draft = Draft(lineage=lineage, state="decided", about=(one,), body=body, access="P||OPAL")
                return str(casework.record(who, draft))
            case _:
                raise AssertionError(act.verb)

    def loaded(self) -> Path:
        """The file that the lower reader loads."""
        return table(self.folder / "tried.csv", LOADED_ROWS)

    def imported(self, begin: str, **given: Any) -> str:
        """A file sent, checked and loaded, on the page or by a program; the import when checked and in the end."""
        sent = self.browser.post(begin, files={"files": ("tried.csv", self.loaded().read_bytes(), "text/csv")}, **given)
        assert sent.status_code in (202, 303), sent.text
        place = f"{begin}/{sent.json()['id']}" if sent.status_code == 202 else sent.headers["location"]
        checked = self._settled(place, "checked")
        assert self.browser.post(f"{place}/load", **given).status_code in (202, 303)
        return f"{checked} {self._settled(place, 'loaded')}"

    def _settled(self, place: str, state: str) -> str:
        """The import, once nothing more is to come."""
        while True:
            found = self.browser.get(place).text
            if f'"state":"{state}"' in found or (found.startswith("<!") and "hx-trigger" not in found):
                return found
            time.sleep(0.05)

    def item(self, ref: str) -> str:
        """The id of an item, whoever may see it; a made-up one where it is not there."""
        rows = self.noting.bare.read("MATCH (i:Item {ref: $ref}) RETURN i.id AS id ORDER BY id", ref=ref)
        return str(rows[0]["id"]) if rows else f"item:{ref}"

    def under(self, ref: str, who: Actor) -> list[str]:
        """The ids of the items under a reference, the open one first; the lower reader guesses the other."""
        rows = self.noting.bare.read("MATCH (i:Item {ref: $ref}) RETURN i.id AS id, i.access AS access", ref=ref)
        ids = [str(row["id"]) for row in sorted(rows, key=lambda row: row["access"] != "P||")]
        return ids if len(ids) > 1 or who is OPAL else [*ids, "item:none"]

    def command(self, act: Act, unknown: str) -> str:
        """Type it, as the lower reader; what is printed."""
        words = {
            "same": ("same", NAMES.get(act.one, act.one), NAMES.get(act.other, act.other)),
            "not same": ("not-same", NAMES.get(act.one, act.one), NAMES.get(act.other, act.other)),
            "undo pair": ("undo", pair_lineage(NAMES.get(act.one, act.one), NAMES.get(act.other, act.other))),
            "undo unknown": ("undo", unknown),
            "withdraw item": ("withdraw", act.one),
            "decide ceiling": ("seraf", "decide", NAMES.get(act.one, act.one), "stays"),
            "load": ("ingest", str(self.loaded())),
            "decide version": ("duplicates", "decide", act.one, "different"),
            "consider": ("seraf", "decide", NAMES.get(act.one, act.one), "unchanged", "--question", "second look"),
        }.get(act.verb)
        if words is None:
            return ""
        words = [*words, "--reason", REASON, "--as", "low"]
        said = typed(self.installation.settings, words, cwd=self.folder, COLUMNS="1000")  # so that no path is broken
        return f"{said.code} {said.out} {said.err}"

    def page(self, act: Act, unknown: str) -> str:
        """Do it on the page, as the lower reader; what is answered, and the pages of all three afterwards."""
        if act.verb not in ("same", "not same", "unsure", "undo pair", "undo unknown", *ON_OTHER_PAGES):
            return ""
        one, other = (NAMES.get(each, each) for each in (act.one, act.other))
        session = self.browser.app.state.sign_ins.resume(self.browser.cookies["dolen_session"])  # type: ignore[attr-defined]  # since the client's application is ours
        for case in NAMES.values():
            self.browser.post("/reason", data={"csrf": session.csrf, "case": case, "reason": REASON})
        if act.verb == "load":
            return self.imported("/import", data={"csrf": session.csrf, "reason": REASON})
        seen = re.findall(
            r'name="seen" value="([^"]+)"', self.browser.get(f"/identity/{one}", params={"other": other}).text
        )
        form: dict[str, Any] = {"csrf": session.csrf, "reason": REASON}
        if act.verb.startswith("undo"):
            decision = unknown if act.verb == "undo unknown" else pair_lineage(one, other)
            answer = self.browser.post(f"/identity/{one or N1}/undo", data={**form, "decision": decision})
        elif act.verb == "decide ceiling":
            chosen = {"assessment": _lineage(one, self.item(act.other)), "outcome": "stays"}
            answer = self.browser.post(f"/child/{one}/seraf/decide", data={**form, **chosen})
        elif act.verb == "agree":
            chosen = {"assessment": _lineage(one, self.item(act.other)), "agreed": "agreed"}
            answer = self.browser.post(f"/child/{one}/seraf/agree", data={**form, **chosen})
        elif act.verb == "decide version":
            chosen = {"item": self.under(act.one, LOW), "stands": "different"}
            answer = self.browser.post("/duplicate-references", data={**form, **chosen})
        elif act.verb == "consider":
            chosen = {"considered": "second look/unchanged"}
            answer = self.browser.post(f"/child/{one}/seraf/consider", data={**form, **chosen})
        else:
            chosen = {"record": one, "other": other, "state": act.verb, "seen": seen}
            answer = self.browser.post(f"/identity/{one}/decide", data={**form, **chosen})
        paths = (*(f"/identity/{each}" for each in (N1, N2, N3)), OF_SERAF, "/duplicate-references")
        pages = [self.browser.get(path).text for path in paths]
        return self._cited(act, html.unescape(" ".join((str(answer.status_code), answer.text, *pages))))

    def api(self, act: Act, unknown: str) -> str:
        """Send it as a program does, as the lower reader; what is answered."""
        one, other = (NAMES.get(each, each) for each in (act.one, act.other))
        path, given = {
            "undo pair": ("undo", {"decision": pair_lineage(one, other)}),
            "undo unknown": ("undo", {"decision": unknown}),
            "withdraw item": ("withdraw", {"id": self.item(act.one)}),
            "assess": (
                "assess",
                {
                    "assessment": {
                        **ASSESSED,
                        "child": one,
                        "indicators": _found(self.item(act.other)),
                        "wishes": "to stay",
                    }
                },
            ),
            "decide ceiling": (
                "consider",
                {
                    "child": one,
                    "question": "ceiling",
                    "outcome": "stays",
                    "assessment": _lineage(one, self.item(act.other)),
                },
            ),
            "agree": (
                "consider",
                {
                    "child": one,
                    "question": "authority",
                    "outcome": "agreed",
                    "assessment": _lineage(one, self.item(act.other)),
                },
            ),
            "decide version": ("decide_version", {"items": self.under(act.one, LOW), "stands": None}),
            "consider": ("consider", {"child": one, "question": "second look", "outcome": "unchanged"}),
        }.get(act.verb, ("decide", {"one": one, "other": other, "state": act.verb}))
        session = self.browser.app.state.sign_ins.resume(self.browser.cookies["dolen_session"])  # type: ignore[attr-defined]  # since the client's application is ours
        headers = {"X-CSRF-Token": session.csrf, "X-Dolen-Reason": quote(REASON)}
        if act.verb == "load":
            return self.imported("/api/v1/imports", headers=headers)
        answer = self.browser.post(f"/api/v1/{path}", json={**given, "reason": REASON}, headers=headers)
        return self._cited(act, f"{answer.status_code} {answer.text}")

    def later(self) -> list[str]:
        """What the lower reader is answered afterwards."""
        decisions = QUESTIONS["identity_decisions"]
        answers = [self.installation.door.ask(LOW, View(TODAY), decisions, DecisionsOf(id=id)) for id in (N1, N2, N3)]
        ended = self.noting.bare.read(
            "MATCH (i:Item) WHERE i.access = 'P||' RETURN i.ref AS ref, i.superseded_at < $never AS ended"
            " ORDER BY ref, ended",
            never=FOREVER,
        )
        open_ones = self.noting.bare.read(
            "MATCH (j:Judgement) WHERE j.access = 'P||'"
            " RETURN j.state AS state, size(j.replaces) AS replaced ORDER BY state, replaced"
        )
        seraf = self.installation.door.ask(LOW, View(TODAY), QUESTIONS["seraf"], OfEntity(id=N1))
        return [*(each.model_dump_json() for each in (*answers, seraf)), json.dumps(ended), json.dumps(open_ones)]


ASSESSED = {"assessed_at": "2025-05-05", "assessor": "A Worker", "child_ref": "N1"}


def _found(item: str) -> list[dict[str, Any]]:
    """One indicator that was found in this item."""
    return [{"code": "V1", "status": "present", "items": [item]}]


def _assessment(child: str, item: str) -> Draft:
    body = AssessmentBody.read(
        {
            "child": child,
            "child_ref": "N1",
            "assessed_at": "5 May 2025",
            "assessed_at_ms": 1_746_403_200_000,
            "assessed_until_ms": 1_746_489_600_000,
            "assessor": "A Worker",
            "authority": "Bristol City Council",
            "indicators": _found(item),
        }
    )
    return Draft(lineage=_lineage(child, item), state="recorded", about=(child,), body=body, reason=REASON)


def _lineage(child: str, item: str) -> str:
    return f"assessment:{child}:{item}"


_OF_A_RUN = re.compile(r'(?<=/import/)[0-9a-f]{16}|"id":"[0-9a-f]{16}"|\b\d+[.]\d+ (?:s|seconds)\b|\brun-[\w*-]+')
"""The ids of imports and runs, and how long they took."""
_RANDOM = re.compile(r"\b(identitydecision|withdrawal|assessment|considered|versiondecision):[0-9a-f]{8,}")


def _comparable(text: str) -> str:
    """A text without what differs from one run to the next: random ids and the time of day."""
    names: dict[str, str] = {}
    text = text.replace("%3A", ":")  # as an id stands in an address
    text = _RANDOM.sub(lambda found: names.setdefault(found[0], f"{found[1]}:#{len(names)}"), text)
    text = re.sub(
        r'name="csrf" value="[^"]*"|nonce="[^"]*"|data-seconds="\d+"|\b1[67]\d{11}\b|\b\d{1,2}:\d{2}\b', "*", text
    )
    return " ".join(_OF_A_RUN.sub("*", text).split())


ABSENT = "identitydecision:none"
WAYS: dict[str, Callable[[World, Act, str], str]] = {
    "writer": lambda world, act, unknown: world.casework(act, LOW, unknown),
    "command": World.command,
    "page": World.page,
    "api": World.api,
}


def _played(world: World, scene: Scene, way: str, *, twin: bool) -> tuple[list[str], list[LookUp]]:
    """What the lower reader has of a scene or its twin. Checks that nothing hidden changes."""
    store, settings, sql = world.noting.bare, world.installation.settings, world.installation.sql
    store.write(lambda inner: inner.write(WIPE))
    if not twin:
        load(store, sql, settings, table(world.folder / "before.csv", BEFORE_ROWS), reader=OPAL.reader)
    load(store, sql, settings, table(world.folder / "open.csv", OPEN_ROWS), reader=LOW.reader)
    made: list[str] = []
    if not twin:
        load(store, sql, settings, table(world.folder / "hidden.csv", HIDDEN_ROWS), reader=OPAL.reader, now=NOW_LATER)
        for act in scene.hidden:
            world.casework(act, OPAL)
        made = [str(row["id"]) for row in store.read("MATCH (j:Judgement) RETURN j.id AS id ORDER BY id")]
    hidden = hidden_records(store)
    world.noting.sent.clear()
    unknown = made[0] if made else ABSENT
    answered = [_comparable(WAYS[way](world, act, unknown).replace(unknown, "?")) for act in scene.tried]
    sent = list(world.noting.sent)
    assert twin or hidden <= hidden_records(store), "something hidden has changed"
    return [*answered, *map(_comparable, world.later())], sent


NOW_LATER = 1_735_732_900_000


def differs(world: World, scene: Scene, way: str) -> str:
    """In what a scene and its twin differ for the lower reader; blank where in nothing."""
    try:
        full, full_sent = _played(world, scene, way, twin=False)
    except AssertionError as error:
        return str(error)
    without, twin_sent = _played(world, scene, way, twin=True)
    for place, (mine, other) in enumerate(zip(full, without, strict=True)):
        if mine != other:
            return f"{[*scene.tried, *['later'] * 6][place]}\n{_apart(mine, other)}"
    for mine, other in zip(full_sent, twin_sent, strict=False):
        if mine != other:
            return f"{mine[1:]} and {other[1:]}\n{_apart(mine[0], other[0])}"
    return "" if len(full_sent) == len(twin_sent) else "more statements are sent for one of them"


def _apart(one: str, other: str) -> str:
    """Both texts from a little before where they begin to differ."""
    same = next(
        (at for at, (mine, its) in enumerate(zip(one, other, strict=False)) if mine != its), min(map(len, (one, other)))
    )
    start = max(same - 80, 0)
    return f"{one[start : start + 400]}\n{other[start : start + 400]}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this module's files and data folders are."""
    return tmp_path_factory.mktemp("deciding")


@contextmanager
def _world(store: Store, folder: Path, patch: pytest.MonkeyPatch) -> Generator[World]:
    noting = Noting(store, lambda statement, _: statement in LOOK_UPS.values())
    patch.setattr("api.installation.open_" + "store", lambda *_: noting)
    installation = Installation(Settings(home=folder / store.engine))
    with cheap_passwords():
        keeping = Administration(installation.sql, installation.log, lambda: time.time_ns() // 1_000_000)
        with suppress(ValueRefused):  # an earlier test of this module has added it
            keeping.add("tests", "low", "analyst", password=PASSWORD)
        app = create_app(installation)
        with TestClient(app, base_url="http://testserver", follow_redirects=False) as browser:
            assert browser.post("/sign-in", data={"name": "low", "password": PASSWORD}).status_code == 303
            yield World(installation, noting, browser, folder)


@pytest.fixture
def world(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[World]:
    """The installation over either engine."""
    with _world(store, folder, monkeypatch) as made:
        yield made


EVERYTHING = Scene(HIDDEN_ACTS, TRIED)


@pytest.mark.parametrize("way", WAYS)
def test_deciding_reports_and_changes_nothing_hidden(world: World, way: str) -> None:
    assert differs(world, EVERYTHING, way) == ""


def test_deciding_at_random_reports_and_changes_nothing_hidden(world: World) -> None:
    @PROFILE.settings(EXAMPLES)
    @given(
        st.builds(
            Scene,
            st.lists(st.sampled_from(HIDDEN_ACTS), max_size=4, unique=True),
            st.lists(st.sampled_from(TRIED), min_size=1, max_size=5),
        )
    )
    def holds(scene: Scene) -> None:
        assert differs(world, scene, "api") == ""

    holds()


CHAIR = Actor(Reader("chair", "chair"), "chair", REASON)


def allowed(world: World) -> list[str]:
    """What the writer allows although it must not: empty where every check is made."""
    _played(world, Scene((), ()), "writer", twin=False)
    first, second = sorted((N1, N2))
    draft = Draft(
        lineage=pair_lineage(N1, N2),
        state="same",
        about=(N1, N2),
        body=DecisionBody(one=first, two=second),
        reason=REASON,
    )
    forbidden = {
        "a chair decides who is one": (CHAIR, draft),
        "wider than what it rests on": (OPAL, replace(_assessment(N1, world.item("R1/2")), access="P||")),
        "not readable by its author": (LOW, replace(draft, access="P||OPAL")),
        "replaces what does not stand": (LOW, replace(draft, replaces=("identitydecision:none",))),
        "takes back what nobody made": (LOW, replace(draft, state="withdrawn")),
    }
    done: list[str] = []
    for name, (who, what) in forbidden.items():
        with suppress(DolenError):
            world.installation.casework.record(who, what)
            done.append(name)
    return done


UNFILTERED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    name: (lambda patch, name=name: patch.setattr(lookup, name, _unfiltered(LOOK_UPS[name]))) for name in LOOK_UPS
}


def _without_roles(patch: pytest.MonkeyPatch) -> None:
    """The role is asked twice: before anything else, so that nothing is learnt by a refusal, and for the step."""
    patch.setattr(drafts, "check_role", lambda *_: None)
    patch.setattr(drafts, "check_step", lambda *_, **__: None)


UNCHECKED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "role": _without_roles,
    "step": lambda patch: patch.setattr(drafts, "check_step", lambda *_, **__: None),
    "replaced": lambda patch: patch.setattr(drafts, "_check_replaced", lambda *_: None),
    "access": lambda patch: patch.setattr(Access, "covers", lambda *_: True),
    "readable": lambda patch: patch.setattr(writer, "may_read", lambda *_: True),
}


def _unfiltered(statement: str) -> str:
    bare = statement
    for clause in (seen("i"), held("i"), held("s"), held("d")):
        bare = bare.replace(clause, "true")
    assert bare != statement
    return bare


@pytest.fixture
def embedded_world(embedded_store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[World]:
    """The installation over the embedded engine, since a check that is missing is missing on both."""
    with _world(embedded_store, folder, monkeypatch) as made:
        yield made


def test_what_must_not_be_written_is_refused_and_each_check_is_needed(embedded_world: World) -> None:
    assert allowed(embedded_world) == []
    for name, remove in UNCHECKED.items():
        with pytest.MonkeyPatch.context() as patch:
            remove(patch)
            assert allowed(embedded_world), name
    for name, remove in UNFILTERED.items():
        with pytest.MonkeyPatch.context() as patch:
            remove(patch)
            assert differs(embedded_world, EVERYTHING, "writer"), name

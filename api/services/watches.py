"""Watches as every face adds, lists and ends them: each is its owner's alone."""

from dataclasses import dataclass

from api.accounts.watch_owners import owner_of_watches
from api.read_session import ReadSession
from api.services.find_entity import name_one
from graph.alerts.watches import OwnWatch
from graph.audit import Entry
from graph.errors import NotPermitted
from graph.model.kinds import PEOPLE, Kind
from graph.queries import Actor
from graph.queries.entities.find import FIND, Words
from graph.rules.watches import OF_ENTITIES, WatchKind

KINDS_OF: dict[WatchKind, frozenset[Kind]] = {
    "person": frozenset(PEOPLE),
    "premises": frozenset({"premises"}),
    "account": frozenset({"account"}),
}


@dataclass(frozen=True)
class WatchLine:
    """One watch, and what it is on in words: an entity that its owner may no longer see is not named."""

    watch: OwnWatch
    what: str


def add_watch(read_session: ReadSession, kind: WatchKind, text: str, reason: str) -> WatchLine:
    """Watch something from now on. Raises `NotFound`, `Ambiguous` or `ValueRefused` for what cannot be watched."""
    actor = read_session.actor
    if actor.reader.name != actor.who:
        raise NotPermitted("A preview adds no watch.", "Its owner adds it.")
    what = text
    if kind in OF_ENTITIES:
        meant = name_one(read_session, text, KINDS_OF[kind])
        what, text = meant.label, meant.id
    with read_session.installation.log.change(
        _entry(actor, "watch add", (text,) if kind in OF_ENTITIES else (), reason)
    ):
        watch = read_session.installation.alerts.add_watch(actor.reader, owner_of_watches(actor), kind, text, reason)
    return WatchLine(watch, what if kind in OF_ENTITIES else watch.pattern)


def watches_of(read_session: ReadSession) -> tuple[WatchLine, ...]:
    """One's own watches, the newest first."""
    found = read_session.installation.alerts.watches.of(owner_of_watches(read_session.actor))
    return tuple(WatchLine(each, _words(read_session, each)) for each in found)


def end_watch(read_session: ReadSession, id: str) -> None:
    """End one's own watch. Raises `NotFound`."""
    actor = read_session.actor
    with read_session.installation.log.change(_entry(actor, "watch end", (id,), actor.reason)):
        read_session.installation.alerts.watches.end(owner_of_watches(actor), id)


def _words(read_session: ReadSession, watch: OwnWatch) -> str:
    if watch.kind not in OF_ENTITIES:
        return watch.pattern
    found = read_session.ask(FIND, Words(text=watch.pattern)).entities
    return found[0].label if found else ""


def _entry(actor: Actor, what: str, subjects: tuple[str, ...], reason: str) -> Entry:
    acting = None if actor.reader.role == "operator" else actor.reader.name
    return Entry(who=actor.who, action="alter", question=what, subjects=subjects, reason=reason, acting_for=acting)

"""`/api/v1/saved_views`: saved pictures, opened as their reader may see them, and changed by who may.

What a picture names is asked for through the door, with everything counted that its reader may see: the View's lens
decides what of it is drawn, never what of it is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from api.read_session import ReadSession
from api.saved import (
    PictureSharing,
    SavedPicture,
    SavedView,
    SavedViews,
    SentPicture,
    VisibleToReader,
    keep_unseen,
    marks_in,
    seen_by,
)
from api.saved.visibility import NO_RELATION
from api.services.sharing import refuse_name, refuse_unseen
from api.web.request_context import Reading, RequestContext, holding_secret_in_header
from graph.errors import OutOfBounds
from graph.model.view import View
from graph.queries.charts.links_among import LINKS_AMONG, EntityAmong, LinksAmong
from graph.queries.lists.origins_seen import MOST_MARKS, ORIGINS_SEEN, OfOrigins
from graph.reading.question import MOST_AMONG, Among
from graph.view.options import today_in_wales

router = APIRouter(prefix="/api/v1/saved_views", tags=["saved pictures"])

CHANGING = [Depends(holding_secret_in_header)]
TIMES = 5
"""How often a save is tried again where somebody else's, of what the saver does not see, came in between."""


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewView(_Sent):
    """A picture to keep under a name."""

    name: str
    picture: SentPicture


class NextVersion(_Sent):
    """A picture to keep in place of the version it was made from."""

    version: str
    picture: SentPicture


class NewName(_Sent):
    """Another name."""

    name: str


class NewReaders(_Sent):
    """The accounts that may open a picture, all of them; and, where any is new, why they are to."""

    accounts: tuple[str, ...]
    justification: str = ""


class SavedOut(BaseModel):
    """What is shown of a saved picture; its owner also sees who it is shared with. `saved_at` (UTC milliseconds) is
    when the reader saved it last, or was given it."""

    number: int
    name: str
    owner: str
    mine: bool
    saved_at: int
    shared_with: tuple[str, ...]


class SavedVersion(SavedOut):
    """What is shown of a picture that was just saved. `version` identifies what its reader sees of it."""

    version: str


class SavedOpened(SavedVersion):
    """A saved picture as its reader may see it."""

    picture: SavedPicture


@router.get("", summary="The pictures that are yours or shared with you")
def saved_views(who: Reading) -> list[SavedOut]:
    """The latest saved first."""
    return [_to_out(who, view) for view in _views(who).of(who.session.account)]


@router.post("", summary="Keep a picture under a name", dependencies=CHANGING)
def add(who: Reading, sent: NewView) -> SavedVersion:
    """A new picture."""
    read_session = who.read_session_of(sent.picture.ids)
    view = _views(who).add(read_session.actor, who.session.account, sent.name, sent.picture)
    return _version(who, view, _seen(read_session, view))


@router.get("/{number}", summary="Open a saved picture, as you may see it")
def opened(who: Reading, number: int) -> SavedOpened:
    """What its reader may not see is left out as though it had never been in it."""
    views, account = _views(who), who.session.account
    read_session = _sight(who, views.latest(account, number))
    view = views.open(read_session.actor, account, number)
    picture = _seen(read_session, view)
    return SavedOpened(**_version(who, view, picture).model_dump(), picture=picture)


@router.put("/{number}", summary="Keep the next version", dependencies=CHANGING, response_model=SavedVersion)
def save(who: Reading, number: int, sent: NextVersion) -> SavedVersion | Response:
    """What the saver could not see stays in it. 409, with what differs, where it is not as the saver opened it."""
    views, account = _views(who), who.session.account
    for _ in range(TIMES):
        latest = views.latest(account, number)
        read_session = who.read_session_of((*latest.picture.everything, *sent.picture.ids))
        marks = (*marks_in(latest.picture.view), *marks_in(sent.picture.view))
        known = _known(read_session, latest.picture.everything, marks, latest)
        if seen_by(latest.picture, known.visible).version != sent.version:
            return _overtaken(read_session, latest, sent.picture, known)
        if not set(sent.picture.ids) <= set(latest.picture.everything):
            known = _known(read_session, (*latest.picture.everything, *sent.picture.ids), marks, latest)
        whole = keep_unseen(latest.picture, sent.picture, known.visible)
        if latest.shared_with:
            refuse_name("name", latest.name, known.entities.values())
        saved = views.save(read_session.actor, account, number, latest.version, whole)
        if saved is not None:
            return _version(who, saved, _seen(read_session, saved))
    raise OutOfBounds("This picture is being saved by several people at once.", "Save it again in a moment.")


@router.put("/{number}/name", summary="Call a picture something else", dependencies=CHANGING)
def rename(who: Reading, number: int, sent: NewName) -> SavedOut:
    """For its owner."""
    views, account = _views(who), who.session.account
    view = views.latest(account, number)
    read_session = _sight(who, view)
    if view.owner == account.name and view.shared_with:
        refuse_name("name", sent.name, _known(read_session, view.picture.ids).entities.values())
    return _to_out(who, views.rename(read_session.actor, account, number, sent.name))


@router.put("/{number}/readers", summary="Share a picture with exactly these accounts", dependencies=CHANGING)
def share(who: Reading, number: int, sent: NewReaders) -> SavedOut:
    """For its owner, with a justification. Each reader sees of it what they may see themselves."""
    views, account = _views(who), who.session.account
    view, subjects = views.latest(account, number), ()
    read_session = _sight(who, view)
    if view.owner == account.name and set(sent.accounts) - {*view.shared_with, account.name}:
        known = _known(read_session, view.picture.ids)
        added = set(view.picture.ids) - set(view.picture.by_others)
        refuse_unseen(
            read_session, view.subject, added - known.entities.keys(), "Save a copy, which holds what you see."
        )
        refuse_name("name", view.name, known.entities.values())
        subjects = tuple(sorted(known.entities))
    sharing = PictureSharing(sent.accounts, sent.justification, subjects)
    return _to_out(who, views.share(read_session.actor, account, number, sharing))


@router.delete("/{number}", summary="Delete a picture for everybody", dependencies=CHANGING, status_code=204)
def delete(who: Reading, number: int) -> None:
    """For its owner."""
    views, account = _views(who), who.session.account
    views.delete(_sight(who, views.latest(account, number)).actor, account, number)


def _views(who: RequestContext) -> SavedViews:
    return SavedViews(who.installation.sql, who.installation.log, who.request.app.state.clock)


def _sight(who: RequestContext, view: SavedView) -> ReadSession:
    """This person's look at a kept picture: the case is that of a child in it, where it holds any that they see."""
    return who.read_session_of(view.picture.everything)


def _to_out(who: RequestContext, view: SavedView) -> SavedOut:
    mine = view.owner == who.session.account.name
    return SavedOut(
        number=view.number,
        name=view.name,
        owner=view.owner,
        mine=mine,
        saved_at=view.saved_at,
        shared_with=view.shared_with if mine else (),
    )


def _version(who: RequestContext, view: SavedView, picture: SavedPicture) -> SavedVersion:
    return SavedVersion(**_to_out(who, view).model_dump(), version=picture.version)


@dataclass(frozen=True)
class _Known:
    """Those of a picture's ids that are something to a reader, and what else of it is visible to them."""

    entities: dict[str, EntityAmong]
    visible: VisibleToReader


def _seen(read_session: ReadSession, view: SavedView) -> SavedPicture:
    """A kept picture as this reader may see it."""
    return seen_by(
        view.picture, _known(read_session, view.picture.everything, marks_in(view.picture.view), view).visible
    )


def _known(asked: ReadSession, ids: Iterable[str], marks: tuple[str, ...] = (), of: SavedView | None = None) -> _Known:
    """What of these ids and origins a reader may see, whatever the View's lens.

    Where one question does not hold all ids, links are asked for among the visible ones alone: which of those are
    asked about together must not depend on how many hidden ones stand between them.
    """
    read_session = ReadSession(asked.installation, asked.actor, View(today=today_in_wales()))
    wanted = sorted(set(ids))
    answers = _among(read_session, wanted)
    found = {id: each for answer in answers for each in answer.entities for id in each.asked}
    if len(answers) > 1:
        answers = _among(read_session, sorted(found))
    origins = set[str]()
    for start in range(0, len(marks), MOST_MARKS):
        origins |= set(read_session.ask(ORIGINS_SEEN, OfOrigins(marks=marks[start : start + MOST_MARKS])).marks)
    links = [link for answer in answers for link in answer.links]
    visible = VisibleToReader(
        ids=frozenset(found),
        kinds=frozenset(each.entity.kind for each in found.values()),
        relations=frozenset(name for link in links for name in link.relations or (NO_RELATION,)),
        agencies=frozenset(item.source_system for answer in answers for item in answer.items),
        origins=frozenset(origins),
        mine=of is not None and of.owner == asked.actor.reader.name,
    )
    return _Known(found, visible)


def _among(read_session: ReadSession, ids: list[str]) -> list[LinksAmong]:
    """What is known of these ids, of as many at a time as one question holds."""
    parts = [ids[start : start + MOST_AMONG] for start in range(0, len(ids), MOST_AMONG)]
    return [read_session.ask(LINKS_AMONG, Among(ids=tuple(part))) for part in parts]


def _overtaken(read_session: ReadSession, latest: SavedView, sent: SavedPicture, known: _Known) -> JSONResponse:
    """What differs, as far as the reader may see it. Who saved it, and when, is not shown: the latest save may concern
    what this reader does not see."""
    there, here = seen_by(latest.picture, known.visible), set(sent.ids)
    others = _known(read_session, here - known.entities.keys()).entities if here - known.entities.keys() else {}
    entities = {**known.entities, **others}

    def named(ids: set[str]) -> list[str]:
        return sorted({entities[id].entity.label for id in ids if id in entities})

    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": "The picture has changed",
        "status": 409,
        "detail": "This picture has changed since you opened it.",
        "advice": "Save yours as a copy, or open it as it is now.",
        "only_there": named(set(there.ids) - here),
        "only_here": named(here - set(there.ids)),
        "otherwise": _but_ids(there) != _but_ids(sent),
    }
    return JSONResponse(problem, 409, media_type="application/problem+json")


def _but_ids(picture: SavedPicture) -> dict[str, Any]:
    return picture.model_dump(exclude={"ids", "positions"})

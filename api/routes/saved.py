"""`/api/v1/saved_views`: saved pictures, opened as their reader may see them, and changed by who may.

What a picture names is asked for through the door, with everything counted that its reader may see: the View's lens
decides what of it is drawn, never what of it is kept.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from api.saved import SavedPicture, SavedView, SavedViews, Visible, keep_unseen, seen_by
from api.sight import Sight
from api.visit import Visit, holding_secret_in_header, reading
from graph.model.view import View
from graph.queries.among import LINKS_AMONG, MOST_AMONG, Among
from graph.queries.answers import EntityAmong
from graph.queries.view_options import today_in_wales
from graph.values.when import written_moment

router = APIRouter(prefix="/api/v1/saved_views", tags=["saved pictures"])

Reading = Annotated[Visit, Depends(reading)]
CHANGING = [Depends(holding_secret_in_header)]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewView(_Sent):
    """A picture to keep under a name."""

    name: str
    picture: SavedPicture


class NextVersion(_Sent):
    """A picture to keep in place of the version it was made from."""

    version: int
    picture: SavedPicture


class NewName(_Sent):
    """Another name."""

    name: str


class NewReaders(_Sent):
    """The accounts that may open a picture, all of them."""

    accounts: tuple[str, ...]


class SavedTold(BaseModel):
    """What is told of a saved picture: to its owner, with whom it is shared."""

    number: int
    name: str
    owner: str
    mine: bool
    version: int
    saved_by: str
    saved_at: int
    shared_with: tuple[str, ...]


class SavedOpened(SavedTold):
    """A saved picture as its reader may see it."""

    picture: SavedPicture


@router.get("", summary="The pictures that are yours or shared with you")
def saved_views(who: Reading) -> list[SavedTold]:
    """The latest saved first."""
    return [_told(who, view) for view in _views(who).of(who.session.account)]


@router.post("", summary="Keep a picture under a name", dependencies=CHANGING)
def add(who: Reading, sent: NewView) -> SavedTold:
    """A new picture, of version 1."""
    return _told(who, _views(who).add(who.sight().looking, who.session.account, sent.name, sent.picture))


@router.get("/{number}", summary="Open a saved picture, as you may see it")
def opened(who: Reading, number: int) -> SavedOpened:
    """What its reader may not see is left out as though it had never been in it."""
    view = _views(who).open(who.sight().looking, who.session.account, number)
    picture = seen_by(view.picture, _known(who, view.picture.ids).visible)
    return SavedOpened(**_told(who, view).model_dump(), picture=picture)


@router.put("/{number}", summary="Keep the next version of a picture", dependencies=CHANGING, response_model=SavedTold)
def save(who: Reading, number: int, sent: NextVersion) -> SavedTold | Response:
    """What the saver could not see stays in it. 409, with what differs, where somebody else saved meanwhile."""
    views = _views(who)
    latest = views.latest(who.session.account, number)
    known = _known(who, (*latest.picture.ids, *sent.picture.ids))
    whole = keep_unseen(latest.picture, sent.picture, known.visible)
    saved = views.save(who.sight().looking, who.session.account, number, sent.version, whole)
    if saved is None:
        return _overtaken(views.latest(who.session.account, number), sent.picture, known)
    return _told(who, saved)


@router.put("/{number}/name", summary="Call a picture something else", dependencies=CHANGING)
def rename(who: Reading, number: int, sent: NewName) -> SavedTold:
    """For its owner."""
    return _told(who, _views(who).rename(who.sight().looking, who.session.account, number, sent.name))


@router.put("/{number}/readers", summary="Share a picture with exactly these accounts", dependencies=CHANGING)
def share(who: Reading, number: int, sent: NewReaders) -> SavedTold:
    """For its owner. Each reader sees of it what they may see themselves."""
    return _told(who, _views(who).share(who.sight().looking, who.session.account, number, sent.accounts))


@router.delete("/{number}", summary="Delete a picture for everybody", dependencies=CHANGING, status_code=204)
def delete(who: Reading, number: int) -> None:
    """For its owner."""
    _views(who).delete(who.sight().looking, who.session.account, number)


def _views(who: Visit) -> SavedViews:
    return SavedViews(who.house.sql, who.house.log, who.request.app.state.clock)


def _told(who: Visit, view: SavedView) -> SavedTold:
    mine = view.owner == who.session.account.name
    return SavedTold(
        number=view.number,
        name=view.name,
        owner=view.owner,
        mine=mine,
        version=view.version,
        saved_by=view.saved_by,
        saved_at=view.saved_at,
        shared_with=view.shared_with if mine else (),
    )


@dataclass(frozen=True)
class _Known:
    """Those of a picture's ids that are something to a reader, and whence the items come that link them."""

    entities: dict[str, EntityAmong]
    agencies: frozenset[str]

    @property
    def visible(self) -> Visible:
        """The ids and the agencies."""
        return Visible(frozenset(self.entities), self.agencies)


def _known(who: Visit, ids: tuple[str, ...]) -> _Known:
    """What of these ids a reader may see, whatever the View's lens."""
    asked = who.sight()
    sight = Sight(asked.house, asked.looking, View(today=today_in_wales()))
    found: dict[str, EntityAmong] = {}
    agencies: set[str] = set()
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), MOST_AMONG):
        answer = sight.ask(LINKS_AMONG, Among(ids=tuple(wanted[start : start + MOST_AMONG])))
        found |= {id: each for each in answer.entities for id in each.asked}
        agencies.update(item.source_system for item in answer.items)
    return _Known(found, frozenset(agencies))


def _overtaken(latest: SavedView, sent: SavedPicture, known: _Known) -> JSONResponse:
    """Who saved meanwhile, when, and what differs, as far as the reader may see it."""
    there, here = seen_by(latest.picture, known.visible), set(sent.ids)

    def named(ids: set[str]) -> list[str]:
        return sorted({known.entities[id].entity.label for id in ids if id in known.entities})

    told: dict[str, Any] = {
        "type": "about:blank",
        "title": "Somebody saved meanwhile",
        "status": 409,
        "detail": f"{latest.saved_by} saved this picture meanwhile.",
        "advice": "Save yours as a copy, or open theirs.",
        "saved_by": latest.saved_by,
        "saved_at": written_moment(latest.saved_at),
        "only_there": named(set(there.ids) - here),
        "only_here": named(here - set(there.ids)),
        "otherwise": _but_ids(there) != _but_ids(sent),
    }
    return JSONResponse(told, 409, media_type="application/problem+json")


def _but_ids(picture: SavedPicture) -> SavedPicture:
    return picture.model_copy(update={"ids": (), "positions": {}})

"""What is really so in a demo force: the truth file, against which `dolen bench linking` measures recall and precision.

Nothing that answers questions reads it. Children are named by the reference of their main record; `records` lists all
records that are the child. A pair is `settled` when it can be found from the records as they are; otherwise somebody
must first judge that two records are one person (or that a partial plate is a known car).
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import NotFound, RunStopped
from graph.model.kinds import Kind


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordRef(_Frozen):
    """One record of a person: its reference within its source system."""

    source_system: str
    local_ref: str


class TrueChild(_Frozen):
    """A child of a planted network or a decoy. `ref` is the main record's reference; `joined` lists the references of
    all records that are one with it without anybody's judgement (the same PNC ID)."""

    ref: str
    name: str
    records: tuple[RecordRef, ...]
    joined: tuple[str, ...]


class TruthConnector(_Frozen):
    """What is shared. `key` is an adult's reference, an address, a plate, a number or `platform/handle`."""

    kind: Kind
    key: str
    label: str


class TruthHalf(_Frozen):
    """What links a pair, with the items (`REPORT_REF/ITEM_NO`) behind each half."""

    connector: TruthConnector
    first_items: tuple[str, ...]
    second_items: tuple[str, ...]
    settled: bool


class TruePair(_Frozen):
    """Two children whose cases are truly linked, and through what."""

    first: str
    second: str
    through: tuple[TruthHalf, ...]
    settled: bool


class TrueNetwork(_Frozen):
    """A planted network; `children` by main reference, `shared` by what at least two of them are tied to."""

    id: str
    children: tuple[str, ...]
    shared: tuple[TruthConnector, ...]


class Hub(_Frozen):
    """A place that very many visit and that means little by itself."""

    kind: str
    address: str
    postcode: str


class GuiltyHub(_Frozen):
    """A hotel or care home where exploitation is planted, with the pairs (by main reference) linked through it."""

    network: str
    kind: str
    address: str
    postcode: str
    pairs: tuple[tuple[str, str], ...]


class Decoy(_Frozen):
    """What looks like a link and is none: its kind, the pairs it seems to link, the items that say so."""

    kind: str
    connector: TruthConnector
    pairs: tuple[tuple[str, str], ...]
    items: tuple[str, ...]


class Truth(_Frozen):
    """The truth of one demo force. `demo_children` are worth showing, the first is shown by `dolen demo`."""

    reports: int
    seed: int
    first_day: date
    last_day: date
    demo_children: tuple[str, ...]
    children: tuple[TrueChild, ...]
    networks: tuple[TrueNetwork, ...]
    pairs: tuple[TruePair, ...]
    guilty_hubs: tuple[GuiltyHub, ...]
    innocent_hubs: tuple[Hub, ...]
    decoys: tuple[Decoy, ...]


def read_truth(path: Path) -> Truth:
    """The truth file at this path. Raises `NotFound` where there is none, `RunStopped` where it is no truth file."""
    try:
        return Truth.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no truth file at {path}.", "Write a demo force first.") from None
    except ValidationError as error:
        raise RunStopped(
            f"{path} is no truth file of a demo force: {error.errors()[0]['msg']}.", "Write the demo force again."
        ) from None

"""Who of a list bears the name of another of it and may be the same person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx

from api.read_session import ReadSession
from graph.identity.same_name import SAME_NAME, Among
from graph.reading.parts import EntityRef
from graph.reading.question import MOST_AMONG


def alike_among(read_session: ReadSession, ids: Iterable[str]) -> dict[str, list[EntityRef]]:
    """By id: the others of the list who bear the same name. Nothing is asked about fewer than two."""
    listed = tuple(dict.fromkeys(ids))[:MOST_AMONG]
    found: dict[str, list[EntityRef]] = defaultdict(list)
    if len(listed) > 1:
        for pair in read_session.ask(SAME_NAME, Among(ids=listed)).pairs:
            found[pair.one.id].append(pair.two)
            found[pair.two.id].append(pair.one)
    return dict(found)


def perhaps(alike: Mapping[str, Iterable[EntityRef]], ids: Iterable[str]) -> int:
    """How many different people these records may be, where all who bear one name are the same person."""
    different: nx.Graph[str] = nx.Graph()
    different.add_nodes_from(ids)
    listed = set(different)
    different.add_edges_from((one, two.id) for one in listed for two in alike.get(one, ()) if two.id in listed)
    return nx.number_connected_components(different)

"""What the POLE files themselves say, as a networkx graph made without Dolen.

A node is `(kind, key)`: a person by reference, an address by its words and postcode, a vehicle by plate, a phone by
number, an account by address. Two nodes are one hop apart when one record of the files names both: a crime with its
people, vehicles and place; a tie between two people; somebody's address, phone or email; a call's two phones.
"""

from collections.abc import Iterable
from itertools import combinations

import networkx as nx

from tests.support.pole import Row, pole_rows

Node = tuple[str, str]
SOCIAL = ("KNOWS", "KNOWS_LW", "KNOWS_SN", "KNOWS_PHONE", "FAMILY_REL")
OWN = ("CURRENT_ADDRESS", "HAS_PHONE", "HAS_EMAIL")


def address_key(address: str, postcode: str) -> str:
    """An address and its postcode as one text."""
    return f"{address}, {postcode}".casefold()


class PoleTruth:
    """The example as a graph, its people, and every node by the id that the files give it."""

    def __init__(self) -> None:
        self.node: dict[str, Node] = {}
        self.people: dict[str, Row] = {}
        self._read_nodes()
        self.whole: nx.Graph[Node] = nx.Graph()
        self.whole.add_nodes_from(self.node.values())
        self.social: nx.Graph[Node] = nx.Graph()
        self.social.add_nodes_from(self.node[id] for id in self.people)
        self._read_ties()

    def counts_beside(self, node: Node) -> dict[str, int]:
        """How many neighbours of each kind a node has."""
        counts: dict[str, int] = {}
        for kind, _ in self.whole[node]:
            counts[kind] = counts.get(kind, 0) + 1
        return counts

    def _read_nodes(self) -> None:
        for row in pole_rows("nodes.Person"):
            self.people[row[":ID"]] = row
            self.node[row[":ID"]] = ("person", row["nhs_no"] or f"record {row[':ID']}")
        for row in pole_rows("nodes.Location"):
            self.node[row[":ID"]] = ("premises", address_key(row["address"], row["postcode"]))
        for row in pole_rows("nodes.Vehicle"):
            self.node[row[":ID"]] = ("vehicle", row["reg"])
        for row in pole_rows("nodes.Phone"):
            self.node[row[":ID"]] = ("phone", row["phoneNo"])
        for row in pole_rows("nodes.Email"):
            self.node[row[":ID"]] = ("account", row["email_address"])

    def _read_ties(self) -> None:
        for name in SOCIAL:
            self.social.add_edges_from(self._pair(row) for row in pole_rows(f"relationships.{name}"))
        self.whole.add_edges_from(self.social.edges)
        for name in OWN:
            self.whole.add_edges_from(self._pair(row) for row in pole_rows(f"relationships.{name}"))
        named: dict[str, set[Node]] = {}
        for name in ("PARTY_TO", "INVOLVED_IN"):
            self._name(named, ((row[":END_ID"], row[":START_ID"]) for row in pole_rows(f"relationships.{name}")))
        for name in ("OCCURRED_AT", "CALLER", "CALLED"):
            self._name(named, ((row[":START_ID"], row[":END_ID"]) for row in pole_rows(f"relationships.{name}")))
        for nodes in named.values():
            self.whole.add_edges_from(combinations(sorted(nodes), 2))

    def _pair(self, row: Row) -> tuple[Node, Node]:
        return self.node[row[":START_ID"]], self.node[row[":END_ID"]]

    def _name(self, named: dict[str, set[Node]], pairs: Iterable[tuple[str, str]]) -> None:
        """Note what each crime or call names; objects and officers are not loaded."""
        for record, id in pairs:
            if id in self.node:
                named.setdefault(record, set()).add(self.node[id])

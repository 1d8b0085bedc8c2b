"""Names in letters that the shipped fonts lack, spelled in Latin letters for a picture drawn with those alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from anyascii import anyascii

from viz.network import Network
from viz.text_metrics import undrawn


def spelled(network: Network) -> Network:
    """The network with each text that the shipped fonts cannot draw in Latin letters, in brackets.

    A name in letters that they lack would be boxes, which are nobody's name; the caption says how many are spelled so.
    """
    nodes = tuple(replace(node, label=latin(node.label), note=latin(node.note)) for node in network.nodes)
    edges = tuple(replace(edge, label=latin(edge.label)) for edge in network.edges)
    caption, title = network.caption, latin(network.title)
    changed = sum(mine.label != other.label for mine, other in zip(nodes, network.nodes, strict=True))
    if not changed and (edges, title) == (network.edges, network.title):
        return network
    names = "1 name is" if changed == 1 else f"{changed} names are"
    said = f"{names} spelled in Latin letters, in brackets: the fonts of this picture lack their own letters."
    note = " ".join(part for part in (caption.data_note, said) if part)
    return Network(
        nodes, edges, title, replace(caption, view=latin(caption.view), data_note=note), latin(network.filters)
    )


def latin(text: str) -> str:
    """A text whose words in letters that the shipped fonts lack are in Latin letters, in brackets."""
    lacking = undrawn(text)
    if not lacking:
        return text
    words = (f"[{anyascii(word) or '?'}]" if set(word) & set(lacking) else word for word in text.split(" "))
    return " ".join(words)


def document_json(data: Mapping[str, object]) -> bytes:
    """What a document sets, each text of it by `latin`: PDF/UA-1 refuses a letter that the shipped fonts lack."""
    return json.dumps(_in_latin(data)).encode()


def _in_latin(value: object) -> object:
    match value:
        case str():
            return latin(value)
        case Mapping():
            return {name: _in_latin(each) for name, each in cast("Mapping[str, object]", value).items()}
        case list() | tuple():
            return [_in_latin(each) for each in cast("Sequence[object]", value)]
        case _:
            return value

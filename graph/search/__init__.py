"""The search box: an index of mentions, derived from the graph, and the rules by which what is typed fits them."""

from graph.search.index import SearchIndex, open_search

__all__ = ["SearchIndex", "open_search"]

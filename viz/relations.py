"""How relationships read, on a page as in an exported picture."""

RELATION_WORDS = {
    "LIVES_AT": ("lives at", "lived in by"),
    "FREQUENTS": ("frequents", "frequented by"),
    "WORKS_AT": ("works at", "workplace of"),
    "USES": ("uses", "used by"),
    "KEEPS": ("keeps", "kept by"),
    "DRIVES": ("drives", "driven by"),
    "ASSOCIATES_WITH": ("associates with", "associates with"),
    "RELATED_TO": ("related to", "related to"),
    "PARTNER_OF": ("partner of", "partner of"),
    "CALLED": ("called", "called by"),
}
"""How a relationship reads from its start, and from its end."""

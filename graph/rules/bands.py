"""The two bands in which links stand: through somebody or somewhere reported as a concern, and the rest.

Inside a band links stand by strength. A half of a connection *reports concern* where one of its items does: of a
person, that item reports that very person as a concern; of premises, a vehicle, a phone or an account, it reports
anybody; an item that names two children directly is both halves. One half is enough where few people share what
connects. Where many do, or it is a common place, both must: one report at a takeaway does not put everybody who eats
there first.
Weighed on generated forces (docs/decisions/0028-bands-and-sentences.md).
"""

from typing import Literal

from graph.rules.strength import Connector

Band = Literal["through somebody or somewhere reported as a concern", "no concern reported"]

OF_CONCERN: Band = "through somebody or somewhere reported as a concern"
NO_CONCERN: Band = "no concern reported"

FEW = 10
"""How many people may share what connects, for one half to be enough."""


def band(*, concern: bool) -> Band:
    """The band of a link."""
    return OF_CONCERN if concern else NO_CONCERN


def connects_through_concern(connector: Connector, first: bool, second: bool) -> bool:
    """Whether a connection is through somebody or somewhere reported as a concern; `first` and `second` say whether its
    halves report concern."""
    return first and second if needs_both(connector) else first or second


def needs_both(connector: Connector) -> bool:
    """Whether both halves must report concern."""
    return connector.common or connector.sharing > FEW

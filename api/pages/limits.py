"""How many lines a list of a page shows until more are asked for; another list shows `DEFAULT_LIMIT`."""

ON_HOME = 8
"""Of each list of the start page."""

IN_PART = 10
"""Of each part of the page of an entity, a report or a review."""

ON_CASE_LIST = 30
"""Of the case list: a sheet of A4; each line opens a child's record, and forty people within an hour raise an alarm."""

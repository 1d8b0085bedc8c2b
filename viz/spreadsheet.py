"""What a spreadsheet may make of a cell of a CSV file, and how it is kept from that."""

from viz.lettering import printable

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet_cell(value: str | float) -> str | float:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text

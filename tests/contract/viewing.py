"""What statements of the contract tests are asked with, and the view fields of the items that they meet."""

CLEAR: dict[str, object] = {
    "access": ["P", "C|A1"],
    "known_at": 400,
    "any_grade": True,
    "grades": [],
    "any_time": True,
    "period_start": 0,
    "period_end": 0,
    "without": [],
}
"""The parameters of a View that may see `P` and `C|A1`, at 400, and leaves out nothing of that."""


def item(name: str, access: str, stood: tuple[int, int], grade: str, origin: str) -> dict[str, object]:
    """The view fields of an item that stood in this time; undated."""
    start, end = stood
    fields = {"access": access, "recorded_at": start, "superseded_at": end, "grade": grade, "origin": origin}
    return {"id": name, **fields}

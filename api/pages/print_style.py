"""What every printed sheet carries, as a style sheet: the marking at its top and foot, and its number."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.web.request_context import Anybody

router = APIRouter()

SHEET = """@page {{
  margin: 16mm 14mm;
  @top-center {{ content: {marking}; font: bold 10pt Arial, Helvetica, sans-serif; }}
  @bottom-center {{ content: {marking}; font: bold 10pt Arial, Helvetica, sans-serif; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 9pt Arial, Helvetica, sans-serif; }}
}}
"""


@router.get("/paper.css")
def paper(who: Anybody) -> Response:
    """The marking as the settings have it, for the margins of each sheet."""
    return Response(SHEET.format(marking=css_string(who.installation.settings.marking)), media_type="text/css")


def css_string(text: str) -> str:
    """A text as a CSS string, whatever is in it: each character by its number but the plainest."""
    return '"' + "".join(each if each.isalnum() or each in " -" else f"\\{ord(each):x} " for each in text) + '"'

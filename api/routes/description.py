"""`/api/v1/openapi.json`: the JSON API described for programs, to those who are signed in."""

from typing import Any

from fastapi import APIRouter, Request

from api.web.request_context import Reading

router = APIRouter(prefix="/api/v1", tags=["description"])

PROBLEM: dict[str, Any] = {
    "description": "What went wrong, in plain words (RFC 9457).",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "advice": {"type": "string"},
                },
            }
        }
    },
}


@router.get("/openapi.json", include_in_schema=False)
def description(request: Request, who: Reading) -> dict[str, Any]:
    """The API and nothing of the pages; each answer that is no success is problem+json."""
    _ = who
    document: dict[str, Any] = request.app.openapi()
    paths = {path: _with_problems(each) for path, each in document["paths"].items() if path.startswith("/api/")}
    return {**document, "paths": paths}


def _with_problems(path: dict[str, Any]) -> dict[str, Any]:
    """Each way of asking on a path, with what it says when it does not answer."""
    return {
        method: {**asked, "responses": {**_successes(asked["responses"]), "4XX": PROBLEM, "5XX": PROBLEM}}
        for method, asked in path.items()
    }


def _successes(responses: dict[str, Any]) -> dict[str, Any]:
    return {status: said for status, said in responses.items() if status.startswith("2")}

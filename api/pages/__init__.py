"""The pages: what people see. Each module is one page or a few of a kind; all ask through `api.web.request_context`."""

from api.pages.registry import PAGES

__all__ = ["PAGES"]

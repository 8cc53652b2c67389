"""The API under `/api/v1/`: each context's `api.router`, same policy and same actions as the pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alianza import __version__
from alianza.web.contexts import CONTEXTS, offered
from alianza.web.middleware import problem

api = NinjaAPI(
    title="Alianza",
    version=__version__,
    description="Lawful routes, job orders and placements. What is public needs no account.",
    urls_namespace="api",
    docs_url=None,  # the page of ninja loads scripts from elsewhere; the reference in docs/ is made from the schema
)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, exception: ValidationError) -> HttpResponse:
    sentences = "; ".join(
        f"{'.'.join(str(part) for part in error['loc'][1:]) or error['loc'][0]}: {error['msg']}"
        for error in exception.errors
    )
    return problem(422, "api.invalid", sentences)


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, exception: HttpError) -> HttpResponse:
    return problem(exception.status_code, "api.refused", str(exception))


def _mount() -> None:
    for context, module in offered("api", by=tuple(name for name in CONTEXTS if name != "web")):
        api.add_router(f"/{context}/", module.router, tags=[context])


_mount()


def schema() -> dict[str, Any]:
    return dict(api.get_openapi_schema())

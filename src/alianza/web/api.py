"""The API under `/api/v1/`: each context's `api.router`, same policy and same actions as the pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alianza import __version__
from alianza.web.contexts import CONTEXTS, offered
from alianza.web.middleware import problem

PROBLEM = "application/problem+json"


class _Described(NinjaAPI):
    """Describes refusals as what they are: problem+json of one form, for every operation and status from 400 on."""

    def get_openapi_schema(self, **given: Any) -> Any:
        description = super().get_openapi_schema(**given)
        form = {"type": "object", "required": ["type", "title", "status", "code"], "properties": {
            "type": {"type": "string", "description": "urn:alianza: and the code"},
            "title": {"type": "string", "description": "one sentence in the reader's language"},
            "status": {"type": "integer"},
            "code": {"type": "string", "description": "stable, for programs"},
        }}  # fmt: skip
        description.setdefault("components", {}).setdefault("schemas", {})["Problem"] = form
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in description["paths"].values():
            for operation in methods.values():
                answers = operation["responses"] = {str(key): held for key, held in operation["responses"].items()}
                for status, answer in answers.items():
                    if status >= "400":
                        answer["content"] = content
                answers["default"] = {"description": "It was refused, or could not be read.", "content": content}
        return description


api = _Described(
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


@api.exception_handler(Http404)
def _not_there(_request: HttpRequest, _exception: Http404) -> HttpResponse:
    return problem(404, "api.not_found", _("There is no such thing here, or it is not open to you."))


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, exception: HttpError) -> HttpResponse:
    return problem(exception.status_code, "api.refused", str(exception))


def _mount() -> None:
    for context, module in offered("api", by=tuple(name for name in CONTEXTS if name != "web")):
        api.add_router(f"/{context}/", module.router, tags=[context])


_mount()


def schema() -> dict[str, Any]:
    return dict(api.get_openapi_schema())

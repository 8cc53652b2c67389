from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from alianza.messages import actions, policy, queries
from alianza.texts import page_language

PER_PAGE = 30


@login_required
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the platform told this person, the latest first."""
    lang = page_language()
    page = Paginator(policy.visible_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(notice, queries.title_of(notice), queries.sentence_of(notice, lang)) for notice in page],
        "unread": queries.unread(request.user),
    }
    return render(request, "messages/notice_list.html", context)


@login_required
@require_POST
def notice_open(request: HttpRequest, code: UUID) -> HttpResponse:
    """Count the notice as read and go to the page it speaks of."""
    notice = get_object_or_404(policy.visible_to(request.user), code=code)
    actions.mark_read(notice)
    return redirect(notice.url or "messages:notice-list")


@login_required
@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(request.user)  # type: ignore[arg-type]
    return redirect("messages:notice-list")

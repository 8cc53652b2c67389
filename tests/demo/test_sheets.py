"""The demonstration's three sheets in review."""

from datetime import date

import pytest
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.demo import cast, sheets
from alianza.regulations.actions.sheets import load_seed_sheets
from alianza.regulations.models import SheetVersion, Status
from alianza.regulations.version_differences import compare


@pytest.mark.django_db
def test_three_sheets_are_in_review_and_say_that_what_changed_is_invented():
    today = timezone.localdate()
    cast.enter_organisations()
    cast.open_accounts(today)
    load_seed_sheets(by=PLATFORM)
    sheets.play(today)
    versions = SheetVersion.objects.filter(status=Status.IN_REVIEW).select_related("category")
    assert sorted(version.category.name for version in versions) == ["ca-sawp", "de-eu-blue-card", "ke-class-d"]
    for version in versions:
        seed = SheetVersion.objects.get(category=version.category, status=Status.SEED)
        told = compare(seed.document, version.document, "en", on=date(2026, 6, 1))
        assert told
        assert any(sheets.INVENTED in " ".join([each.where, *each.says]) for each in told)
        assert version.submitted_by == version.drafted_by != cast.account("luc")

"""The demonstration's label: two certified, one suspended, one before the panel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alianza.certification.checks import problems
from alianza.certification.models import Application, Subject
from alianza.certification.queries.labels import label_on, stands, suspended_on
from alianza.certification.standing import State
from alianza.demo import cast, certification


@pytest.mark.django_db
def test_the_label_is_in_mid_life() -> None:
    today = timezone.localdate()
    cast.enter_organisations()
    cast.open_accounts(today)
    cast.open_account(cast.BY_KEY["rhea"].email)
    certification.accredit(today)
    certification.label_employers(today)
    farm = cast.employer(cast.FARM)
    assert label_on(farm, today) is not None, "its programme demands the label"
    certification.certify(today)
    certification.suspend(today)
    certification.put_before_the_panel(today)
    assert label_on(cast.employer(cast.HOSPITAL), today) is not None
    assert suspended_on(cast.organisation(certification.AGENCY), today) is not None
    assert label_on(cast.organisation(certification.AGENCY), today - timedelta(days=60)) is not None
    programme = Subject.objects.get(kind="programme")
    assert programme.governmental
    assert stands(programme, today).state is State.VALID
    assert label_on(programme.organisation, today) is None, "the label is the programme's, not the ministry's"
    waiting = Application.objects.get(state="panel")
    assert waiting.subject.organisation == cast.employer(cast.FARM)
    assert list(problems()) == []

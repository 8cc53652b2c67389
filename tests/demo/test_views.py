from datetime import date
from html import escape

import pytest
from django.test import Client

from alianza.demo.cast import ACCOUNTS, enter_organisations, open_accounts
from alianza.demo.fund import people
from alianza.network.models import Membership
from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.urls")]


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.DEMONSTRATION = True
    settings.INSTANCE = tmp_path
    return settings


@pytest.fixture
def cast(demonstration):
    enter_organisations()
    open_accounts(date.today())
    people.enter(date.today())


@pytest.mark.parametrize(("method", "address"), [("get", "/demo/"), ("post", "/demo/sign-in/"), ("get", "/demo/mail/")])
def test_outside_a_demonstration_none_of_these_pages_exists(method, address, settings):
    settings.DEMONSTRATION = False
    assert getattr(Client(), method)(address).status_code == 404


def test_everybody_of_the_cast_can_be_chosen(cast):
    page = Client().get("/demo/").content.decode()
    for account in ACCOUNTS:
        assert f'value="{account.key}"' in page
        assert escape(str(account.role_label), quote=False) in page.replace("&#x27;", "'")


def test_one_click_signs_in_with_the_second_factor_shown(cast):
    browser = Client()
    answer = browser.post("/demo/sign-in/", {"account": "luc"})
    assert answer.status_code == 302
    assert browser.session[SESSION_HAS_SECOND_FACTOR]
    assert browser.get("/").status_code == 200
    assert browser.get(answer["Location"]).status_code == 200


def test_changing_roles_leaves_nothing_of_the_former_one(cast):
    browser = Client()
    browser.post("/demo/sign-in/", {"account": "otto"})
    assert browser.get("/trail/").status_code == 200
    browser.post("/demo/sign-in/", {"account": "ana"})
    assert browser.get("/trail/").status_code == 404


@pytest.mark.parametrize("somebody", ["", "nobody", "ana@alianza.example", "worker1"])
def test_only_the_cast_can_be_chosen(cast, somebody):
    browser = Client()
    assert browser.post("/demo/sign-in/", {"account": somebody}).status_code == 404
    assert "_auth_user_id" not in browser.session


def test_it_leads_on_but_never_off_the_platform(cast):
    browser = Client()
    assert browser.post("/demo/sign-in/", {"account": "otto", "next": "/trail/"})["Location"] == "/trail/"
    away = browser.post("/demo/sign-in/", {"account": "otto", "next": "https://example.org/"})
    assert away["Location"].startswith("/")
    assert not away["Location"].startswith("//")


def test_reading_signs_nobody_in(cast):
    assert Client().get("/demo/sign-in/").status_code == 405


def test_an_empty_instance_says_how_to_fill_it(demonstration):
    assert "alianza demo" in Client().get("/demo/").content.decode()


def test_mail_is_shown_as_text(cast, tmp_path):
    from django.core.mail import EmailMessage, get_connection

    folder = str(tmp_path / "mail")
    with get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder) as connection:
        EmailMessage("<script>x</script>", "<b>body</b>", to=["a@alianza.example"], connection=connection).send()
    page = Client().get("/demo/mail/").content.decode()
    assert "&lt;script&gt;x" in page
    assert "&lt;b&gt;body" in page
    assert "<script>x" not in page
    assert "1 letter" in Client().get("/demo/").content.decode()


def test_every_role_is_played_and_every_kind_of_organisation_takes_part(cast):
    from alianza.network.models import Organisation, RoleCode
    from alianza.network.policy import roles_of
    from alianza.vocabulary.initiative import actor_types

    kinds = set(Organisation.objects.values_list("actor_type", flat=True))
    assert kinds == {each.id for each in actor_types()}
    assert set(Membership.objects.values_list("role", flat=True)) == {str(role) for role in RoleCode.values}
    from alianza.demo.cast import account

    for each in ACCOUNTS:
        assert each.role in roles_of(account(each.key))


def test_the_page_names_every_published_source_with_its_licence(cast):
    from alianza.demo.distributions import sources

    page = Client().get("/demo/").content.decode()
    for each in sources():
        assert escape(each.source) in page
        assert escape(each.licence) in page

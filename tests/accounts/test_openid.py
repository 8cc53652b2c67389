"""Signing in through an OpenID Connect provider: a real one on loopback, a real server of ours, real HTTP between."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from alianza.accounts.models import User
from alianza.web import environment
from tests.accounts.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    cache.clear()  # how often one may try is counted there
    with running() as provider:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
        monkeypatch.setenv("ALIANZA_OIDC_URL", provider.issuer)
        monkeypatch.setenv("ALIANZA_OIDC_NAME", "Alliance login")
        monkeypatch.setenv("ALIANZA_OIDC_CLIENT", CLIENT)
        monkeypatch.setenv("ALIANZA_OIDC_SECRET", SECRET)
        settings.SOCIALACCOUNT_PROVIDERS = environment.openid_connect()
        yield provider


class Browser:
    """Follows links and sends forms as a person's browser does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False

    def open(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=30)

    def sign_in(self) -> requests.Response:
        """Press the provider's button on the page for signing in; returns the page where that leads."""
        page = self.open("/accounts/login/").text
        button = re.search(r'(?:href|action)="(/accounts/oidc/alliance/login/[^"]*)"', page)
        assert button is not None and "Alliance login" in page
        address = unescape(button[1])
        asking = self.open(address).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', asking)
        assert token is not None
        return self.session.post(
            self.url + address,
            data={"csrfmiddlewaretoken": token[1]},
            headers={"Referer": self.url + address},
            timeout=30,
        )

    def is_signed_in(self) -> bool:
        return self.session.get(self.url + "/accounts/email/", allow_redirects=False, timeout=30).status_code == 200


def person(**changes: Any) -> dict[str, Any]:
    return {"sub": "248289761001", "email": "Noor@Example.org", "email_verified": True, "name": "Noor", **changes}


def test_a_person_signs_in_through_the_provider_and_is_the_same_next_time(live_server: Any, provider: Provider) -> None:
    provider.claims = person()
    browser = Browser(live_server.url)
    response = browser.sign_in()
    assert provider.refused == []
    assert response.status_code == 200 and browser.is_signed_in()
    assert {"/authorize", "/token", "/userinfo"} <= set(provider.seen) and provider.seen.count("/token") == 1
    user = User.objects.get()
    assert user.email == "noor@example.org"
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()

    again = Browser(live_server.url)
    again.sign_in()
    assert again.is_signed_in()
    assert User.objects.count() == SocialAccount.objects.count() == 1


@pytest.mark.parametrize("verified", [False, True, None])
def test_an_address_said_by_the_provider_does_not_take_over_an_account(
    live_server: Any, provider: Provider, verified: bool | None
) -> None:
    """Also a verified one: who holds an account here links the provider from inside it."""
    noor = User.objects.create_user("noor@example.org", "correct horse battery staple")
    EmailAddress.objects.create(user=noor, email=noor.email, verified=True, primary=True)
    provider.claims = person(email_verified=verified)
    if verified is None:
        del provider.claims["email_verified"]
    browser = Browser(live_server.url)
    response = browser.sign_in()
    assert response.status_code == 200
    assert "/token" in provider.seen and provider.refused == []
    assert not browser.is_signed_in()
    assert User.objects.count() == 1
    assert not SocialAccount.objects.filter(user=noor).exists()
    noor.refresh_from_db()
    assert noor.check_password("correct horse battery staple")


def test_a_new_person_with_an_unverified_address_has_to_confirm_it_first(
    live_server: Any, provider: Provider, mailoutbox: list[Any]
) -> None:
    provider.claims = person(email_verified=False)
    browser = Browser(live_server.url)
    browser.sign_in()
    assert not browser.is_signed_in()
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert [message.to for message in mailoutbox] == [["noor@example.org"]]


def test_a_token_made_out_to_somebody_else_signs_nobody_in(live_server: Any, provider: Provider) -> None:
    provider.claims, provider.audience = person(), "another-client"
    browser = Browser(live_server.url)
    browser.sign_in()
    assert "/token" in provider.seen
    assert not browser.is_signed_in()
    assert not User.objects.exists()


def test_a_code_that_was_brought_by_somebody_else_signs_nobody_in(live_server: Any, provider: Provider) -> None:
    """The answer of the provider counts only in the browser that asked: the state belongs to the session."""
    provider.claims = person()
    victim = Browser(live_server.url)
    target = provider.authorize(
        {
            "client_id": CLIENT,
            "response_type": "code",
            "code_challenge_method": "S256",
            "code_challenge": "x",
            "redirect_uri": f"{live_server.url}/accounts/oidc/alliance/login/callback/",
            "state": "guessed",
            "scope": "openid",
        }
    )
    victim.session.get(target, timeout=30)
    assert not victim.is_signed_in()
    assert not User.objects.exists()

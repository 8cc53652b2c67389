"""How allauth speaks to our account: addresses are case-folded; a person is never named in a log or URL."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from alianza.accounts.models import User, UserManager


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_email(self, email: str) -> str:
        return UserManager.normalize_email(super().clean_email(email))

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=False)
        saved.email = UserManager.normalize_email(saved.email)
        saved.language = getattr(request, "LANGUAGE_CODE", "en")
        if commit:
            saved.save()
        return saved

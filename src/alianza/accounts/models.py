from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().casefold()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser):
    """A person's account. Roles live in `network`; there are no superusers and no per-user permissions."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="an_address_is_kept_in_lower_case"),
        ]

    def __str__(self) -> str:
        return str(self.code)  # addresses must not slip into logs

    def clean(self) -> None:
        self.email = UserManager.normalize_email(self.email)


class Scope(models.TextChoices):
    """What a token may be used for; each covers what its person may do there, never more."""

    REGISTRY_READ = "registry:read", _("Read my profile")
    REGISTRY_WRITE = "registry:write", _("Change my profile")
    PLACEMENT_READ = "placement:read", _("Read job orders, shortlists and placements")
    PLACEMENT_WRITE = "placement:write", _("Place and change job orders")


class Token(models.Model):
    """A key for a person's own scripts. The secret is shown once; only its hash is kept."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="a_token_expires_after_it_was_issued"
            ),
        ]

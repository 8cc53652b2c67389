import alianza.instruments.models.rounds
import alianza.vault.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from alianza.audit.tables import MakeTables
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("instruments", "0001_questionnaires"), ("instruments", "0002_reminders_and_open_answers")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("documents", "0004_questionnaires"),
        ("network", "0003_roles_of_the_fund"),
    ]

    operations = [
        MakeTables(
            [
                migrations.CreateModel(
                    name="InstrumentVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("urn", models.CharField(max_length=190)),
                        ("number", models.PositiveIntegerField(help_text="the version, from 1")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("document", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "edits",
                            models.PositiveIntegerField(
                                default=0, help_text="counts changes of a draft, to notice two at once"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["urn", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("urn", "number"), name="a_version_of_an_instrument_has_its_own_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("urn",),
                                name="one_version_of_an_instrument_is_drafted_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="versions_of_an_instrument_count_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "published", "withdrawn"])),
                                name="a_version_of_an_instrument_has_a_known_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"), ("published_at__isnull", False), _connector="OR"
                                ),
                                name="a_published_instrument_says_since_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("regulations", "Rules of entry and work"),
                                    ("placement", "Registry, job orders and placement"),
                                    ("observatory", "Statistics and profiles"),
                                    ("fund", "Trust fund and endorsements"),
                                    ("commitments", "Commitments and reviews"),
                                    ("protection", "Protection of migrants"),
                                ],
                                help_text="whose focal points answer",
                                max_length=20,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "In preparation"),
                                    ("open", "Open for answers"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        ("opens_on", models.DateField()),
                        ("due_on", models.DateField(help_text="the last day, in the time zone of whoever answers")),
                        (
                            "naming",
                            models.CharField(
                                choices=[("named", "By name of who answered"), ("anonymous", "Without names")],
                                default="named",
                                max_length=10,
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("secretariat", "The secretariat alone"),
                                    ("respondents", "Those who answered"),
                                    ("everybody", "Everybody"),
                                ],
                                default="respondents",
                                max_length=12,
                            ),
                        ),
                        ("reminders", models.JSONField(default=alianza.instruments.models.rounds.ladder)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("edits", models.PositiveIntegerField(default=0)),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="following",
                                to="instruments.round",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="instruments.instrumentversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opens_on", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("opens_on"))),
                                name="a_round_is_due_after_it_opens",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "open", "closed"])),
                                name="a_round_has_a_known_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status", "draft"), ("opened_at__isnull", False), _connector="OR"),
                                name="an_open_round_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "closed"), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_closed_round_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("audience__in", ["secretariat", "respondents", "everybody"]),
                                    ("naming__in", ["named", "anonymous"]),
                                ),
                                name="a_round_says_who_sees_whose_answers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        ("address", alianza.vault.fields.SealedTextField(blank=True, default="", max_length=254)),
                        ("language", models.CharField(default="en", max_length=2)),
                        ("time_zone", models.CharField(default="UTC", max_length=64)),
                        (
                            "disposition",
                            models.CharField(
                                choices=[
                                    ("none", "No answer yet"),
                                    ("partial", "Begun"),
                                    ("complete", "Answered"),
                                    ("break_off", "Broken off"),
                                    ("refused", "Declined"),
                                    ("no_contact", "Not reached"),
                                    ("not_eligible", "Not concerned"),
                                ],
                                default="none",
                                max_length=12,
                            ),
                        ),
                        ("settled_because", models.CharField(blank=True, max_length=300)),
                        ("extended_to", models.DateField(blank=True, null=True)),
                        ("extended_because", models.CharField(blank=True, max_length=300)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="instruments.round",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                blank=True, help_text="when somebody said who the contact is", null=True
                            ),
                        ),
                        (
                            "doubt",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("bounced", "A message came back"),
                                    ("silent", "Nobody signed in for 60 days"),
                                ],
                                help_text="why the contact may have changed",
                                max_length=8,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["country", "organisation__name", "id"],
                        "indexes": [models.Index(fields=["round", "disposition"], name="invitations_by_disposition")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("country", ""), ("organisation__isnull", False)),
                                    models.Q(models.Q(("country", ""), _negated=True), ("organisation__isnull", True)),
                                    _connector="OR",
                                ),
                                name="an_invitation_goes_to_a_state_or_an_organisation",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("country", ""), _negated=True),
                                fields=("round", "country"),
                                name="a_state_is_invited_once_to_a_round",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("organisation__isnull", False)),
                                fields=("round", "organisation"),
                                name="an_organisation_is_invited_once_to_a_round",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "disposition__in",
                                        [
                                            "none",
                                            "partial",
                                            "complete",
                                            "break_off",
                                            "refused",
                                            "no_contact",
                                            "not_eligible",
                                        ],
                                    )
                                ),
                                name="an_invitation_has_a_known_disposition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("disposition__in", ["refused", "no_contact", "not_eligible"]), _negated=True
                                    ),
                                    models.Q(("settled_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="silence_is_settled_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("extended_to__isnull", True),
                                    models.Q(("extended_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="more_time_is_given_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doubt__in", ["", "bounced", "silent"])),
                                name="a_contact_is_in_doubt_for_a_known_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "Mail"), ("call", "Telephone call"), ("letter", "Letter")],
                                default="mail",
                                max_length=6,
                            ),
                        ),
                        (
                            "step",
                            models.IntegerField(
                                blank=True, help_text="days from the deadline; none for anything else", null=True
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "To be sent"),
                                    ("sent", "Sent"),
                                    ("bounced", "Came back"),
                                    ("spoken", "Spoken to"),
                                    ("passed", "Passed over"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("by_code", models.UUIDField(help_text="whoever did it, or the platform")),
                        ("note", alianza.vault.fields.SealedTextField(blank=True, default="", max_length=1000)),
                        (
                            "invitation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="instruments.invitation",
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("step__isnull", False)),
                                fields=("invitation", "step"),
                                name="a_reminder_is_sent_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sent", "bounced", "spoken", "passed"])),
                                name="a_contact_has_a_known_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Being answered"),
                                    ("returned", "Sent back with remarks"),
                                    ("submitted", "Handed in"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "invitation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="response",
                                to="instruments.invitation",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="instruments.instrumentversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-changed_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["open", "returned", "submitted"])),
                                name="a_response_has_a_known_status",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("item", models.CharField(blank=True, max_length=60)),
                        ("words", models.TextField(max_length=2000)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("by_code", models.UUIDField()),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remarks",
                                to="instruments.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="a_remark_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GivenAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=60)),
                        ("value", models.JSONField(null=True)),
                        ("edits", models.PositiveIntegerField(default=1)),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("typed", "Answered here"),
                                    ("carried", "From the round before, not confirmed yet"),
                                    ("brought", "From a file filled in offline"),
                                ],
                                default="typed",
                                max_length=8,
                            ),
                        ),
                        ("by_code", models.UUIDField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="instruments.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["response", "item"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "item"), name="a_question_is_answered_once_in_a_response"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("origin__in", ["typed", "carried", "brought"])),
                                name="an_answer_has_a_known_origin",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sections", models.JSONField()),
                        ("address", alianza.vault.fields.SealedTextField(max_length=254)),
                        ("index", models.CharField(db_index=True, max_length=64)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="instruments.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["given_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("response", "index"),
                                name="a_colleague_holds_one_delegation_of_a_response",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("item", models.CharField(max_length=60)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="instruments.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Results",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document", models.JSONField()),
                        ("stamp", models.CharField(help_text="what it was computed from", max_length=64)),
                        ("computed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="instruments.round",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OpenCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("item", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=80)),
                        ("meaning", models.CharField(blank=True, max_length=300)),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codebook",
                                to="instruments.round",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["round", "item", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "item", "name"), name="a_code_of_a_codebook_has_its_own_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField()),
                        ("document", models.JSONField()),
                        ("profile", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("late", models.BooleanField(default=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="instruments.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["response", "-number"],
                        "get_latest_by": "number",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "number"), name="submissions_of_a_response_are_numbered"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="submissions_count_from_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Coding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("by_code", models.UUIDField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codings",
                                to="instruments.opencode",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codings",
                                to="instruments.submission",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "submission"), name="an_answer_is_sorted_under_a_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=60)),
                        ("place", models.CharField(max_length=16)),
                        ("words", models.TextField()),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="instruments.round"
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="instruments.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "place"],
                        "indexes": [models.Index(fields=["round", "item", "place"], name="open_answers_to_a_question")],
                        "constraints": [
                            models.UniqueConstraint(fields=("submission", "item"), name="an_answer_is_taken_out_once")
                        ],
                    },
                ),
            ]
        )
    ]

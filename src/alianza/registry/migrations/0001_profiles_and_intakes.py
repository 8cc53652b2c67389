import alianza.registry.fields
import alianza.vault.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from alianza.audit.tables import MakeTables
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("registry", "0001_profiles")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("documents", "0001_stored_files"),
        ("network", "0001_initial"),
    ]

    operations = [
        MakeTables(
            [
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("checking", "Being checked"),
                                    ("refused", "Refused: correct the file"),
                                    ("ready", "Checked, waits for your decision"),
                                    ("saving", "Being saved"),
                                    ("saved", "Saved"),
                                    ("discarded", "Discarded"),
                                    ("failed", "Failed: nothing was saved"),
                                ],
                                default="checking",
                                max_length=10,
                            ),
                        ),
                        ("language", models.CharField(default="en", help_text="of the report", max_length=5)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("new", models.PositiveIntegerField(default=0)),
                        (
                            "known",
                            models.PositiveIntegerField(
                                default=0, help_text="rows that correct profiles of this registrar"
                            ),
                        ),
                        ("problems", models.PositiveIntegerField(default=0)),
                        ("duplicates", models.PositiveIntegerField(default=0)),
                        ("findings", models.JSONField(default=list, help_text="the first duplicates")),
                        (
                            "refused_because",
                            models.CharField(blank=True, help_text="why it is no table at all", max_length=500),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("leave_out", "Leave these rows out: they are people the registry has already"),
                                    ("add", "Add these rows: they are other people"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "brought_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "registrar",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intakes",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("ready", "saving", "saved")), _negated=True),
                                    ("problems", 0),
                                    _connector="OR",
                                ),
                                name="a_file_with_a_problem_is_never_saved",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("pseudonym", models.CharField(editable=False, max_length=12, unique=True)),
                        (
                            "person",
                            models.UUIDField(
                                editable=False, help_text="code under which consents are kept", unique=True
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, help_text="the registrar's own number", max_length=64, null=True
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Not registered yet"),
                                    ("registered", "Registered"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("full_name", alianza.vault.fields.SealedTextField(blank=True, max_length=200, null=True)),
                        ("phone", alianza.vault.fields.SealedTextField(blank=True, max_length=40, null=True)),
                        ("email", alianza.vault.fields.SealedTextField(blank=True, max_length=254, null=True)),
                        (
                            "birth_date",
                            alianza.vault.fields.SealedTextField(
                                blank=True, help_text="ISO 8601", max_length=10, null=True
                            ),
                        ),
                        ("passport", alianza.vault.fields.SealedTextField(blank=True, max_length=20, null=True)),
                        (
                            "phone_index",
                            models.CharField(blank=True, db_index=True, editable=False, max_length=64, null=True),
                        ),
                        (
                            "email_index",
                            models.CharField(blank=True, db_index=True, editable=False, max_length=64, null=True),
                        ),
                        (
                            "passport_index",
                            models.CharField(blank=True, db_index=True, editable=False, max_length=64, null=True),
                        ),
                        (
                            "name_index",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                help_text="of name and birth date together",
                                max_length=64,
                                null=True,
                            ),
                        ),
                        (
                            "origin",
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
                        (
                            "region",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="as the origin's service numbers them", null=True
                            ),
                        ),
                        ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "woman",
                            models.BooleanField(
                                blank=True, help_text="for shares alone; empty means not said", null=True
                            ),
                        ),
                        ("disadvantaged", models.BooleanField(default=False, help_text="for shares alone")),
                        ("isco", models.CharField(blank=True, help_text="ISCO-08 unit group", max_length=4)),
                        ("esco", models.CharField(blank=True, help_text="id of the ESCO occupation", max_length=36)),
                        ("years", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("isco2", models.CharField(blank=True, max_length=4)),
                        ("esco2", models.CharField(blank=True, max_length=36)),
                        ("years2", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "skills",
                            alianza.registry.fields.WordsField(blank=True, default=(), help_text="ids of ESCO skills"),
                        ),
                        (
                            "education",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "None"),
                                    (1, "Primary school"),
                                    (2, "Lower secondary school"),
                                    (3, "Upper secondary school"),
                                    (4, "Short course after secondary school"),
                                    (5, "Bachelor's degree"),
                                    (6, "Master's degree or above"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "recognised_in",
                            alianza.registry.fields.WordsField(
                                blank=True,
                                default=(),
                                help_text="destinations that recognise the qualification of the first occupation",
                            ),
                        ),
                        (
                            "medical",
                            models.CharField(
                                choices=[
                                    ("fit", "Examined and fit for work"),
                                    ("pending", "Not examined yet"),
                                    ("unfit", "Examined and not fit for work"),
                                ],
                                default="pending",
                                max_length=8,
                            ),
                        ),
                        (
                            "security",
                            models.CharField(
                                choices=[
                                    ("clear", "Certificate of good conduct at hand"),
                                    ("pending", "No certificate yet"),
                                    ("refused", "Certificate refused"),
                                ],
                                default="pending",
                                max_length=8,
                            ),
                        ),
                        ("passport_until", models.DateField(blank=True, null=True)),
                        (
                            "wish1",
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
                        (
                            "wish2",
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
                        (
                            "wish3",
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
                        (
                            "accepts",
                            alianza.registry.fields.WordsField(
                                blank=True, default=(), help_text="destinations the worker would go to, wishes included"
                            ),
                        ),
                        (
                            "min_wage_minor",
                            models.PositiveBigIntegerField(
                                blank=True, help_text="per month; empty: any lawful wage", null=True
                            ),
                        ),
                        ("min_wage_currency", models.CharField(blank=True, max_length=3)),
                        ("available_from", models.DateField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("registered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "keep_until",
                            models.DateField(help_text="removed after this day, unless the worker renews it"),
                        ),
                        (
                            "warned_at",
                            models.DateTimeField(
                                blank=True, editable=False, help_text="that the day comes near", null=True
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "intake",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="profiles",
                                to="registry.intake",
                            ),
                        ),
                        (
                            "registrar",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registered",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["status", "origin", "isco"], name="profiles_to_match"),
                            models.Index(fields=["keep_until"], name="profiles_by_retention"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("registrar__isnull", True), ("user__isnull", False)),
                                    models.Q(("registrar__isnull", False), ("user__isnull", True)),
                                    _connector="OR",
                                ),
                                name="a_profile_is_held_by_a_worker_or_by_one_service",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("user__isnull", False), ("person", models.F("code")), _connector="OR"
                                ),
                                name="without_an_account_consent_stands_under_the_profile",
                            ),
                            models.UniqueConstraint(
                                fields=("registrar", "reference"), name="a_service_numbers_a_worker_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "registered"), _negated=True),
                                    models.Q(
                                        ("available_from__isnull", False),
                                        ("birth_year__isnull", False),
                                        ("education__isnull", False),
                                        ("registered_at__isnull", False),
                                        ("years__isnull", False),
                                        models.Q(("isco", ""), _negated=True),
                                        models.Q(("origin", ""), _negated=True),
                                        models.Q(("accepts", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_registered_profile_can_be_matched",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("isco2", ""), ("years2__isnull", True)),
                                    models.Q(models.Q(("isco2", ""), _negated=True), ("years2__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_second_occupation_has_its_years",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("years__isnull", True), ("years__lte", 60), _connector="OR"),
                                    models.Q(("years2__isnull", True), ("years2__lte", 60), _connector="OR"),
                                ),
                                name="years_of_work_fit_a_life",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("education__isnull", True), ("education__lte", 6), _connector="OR"),
                                name="education_lies_between_none_and_master",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("birth_year__isnull", True),
                                    models.Q(("birth_year__gte", 1920), ("birth_year__lte", 2100)),
                                    _connector="OR",
                                ),
                                name="a_birth_year_fits_a_living_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("medical__in", ["fit", "pending", "unfit"])),
                                name="a_medical_result_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("security__in", ["clear", "pending", "refused"])),
                                name="a_security_result_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("min_wage_currency", ""), ("min_wage_minor__isnull", True)),
                                    models.Q(
                                        models.Q(("min_wage_currency", ""), _negated=True), ("min_wage_minor__gte", 1)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_minimum_wage_is_positive_and_has_its_currency",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("wish2", ""),
                                        models.Q(
                                            models.Q(("wish1", ""), _negated=True),
                                            models.Q(("wish2", models.F("wish1")), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("wish3", ""),
                                        models.Q(
                                            models.Q(("wish2", ""), _negated=True),
                                            models.Q(("wish3", models.F("wish1")), _negated=True),
                                            models.Q(("wish3", models.F("wish2")), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="wishes_are_given_in_order_and_differ",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("role", models.CharField(editable=False, max_length=20)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("placement", "A placement that the worker agreed to"),
                                    ("preparation", "Preparing the departure"),
                                    ("correction", "Checking or correcting the data"),
                                    ("contact", "Reaching the worker"),
                                    ("complaint", "A complaint or a question of the worker"),
                                    ("legal", "A duty set by law"),
                                ],
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("reason", alianza.vault.fields.SealedTextField(editable=False, max_length=300)),
                        (
                            "order",
                            models.UUIDField(
                                editable=False, help_text="code of the job order the worker agreed to", null=True
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="files_opened",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="openings",
                                to="registry.profile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("purpose", "placement"), _negated=True),
                                    ("order__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_opening_for_a_placement_names_its_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purpose__in",
                                        ["placement", "preparation", "correction", "contact", "complaint", "legal"],
                                    )
                                ),
                                name="a_file_is_opened_for_a_named_purpose",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpokenLanguage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=3)),
                        ("level", models.PositiveSmallIntegerField()),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="languages",
                                to="registry.profile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-level", "language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("profile", "language"), name="a_language_is_listed_once_per_profile"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__gte", 1), ("level__lte", 6)),
                                name="a_level_lies_between_a1_and_c2",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

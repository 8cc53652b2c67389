import alianza.placement.pseudonyms
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from alianza.audit.tables import MakeTables
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("placement", "0001_orders_shortlists_runs_places")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("network", "0001_initial"),
        ("registry", "0001_profiles"),
    ]

    operations = [
        MakeTables(
            [
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("summary", models.TextField(blank=True, max_length=2000)),
                        (
                            "demands_label",
                            models.BooleanField(default=False, help_text="only firms with the fair-recruitment label"),
                        ),
                        ("scoring_profile", models.PositiveSmallIntegerField(default=1)),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_on__isnull", True),
                                    ("closes_on__gte", models.F("opens_on")),
                                    _connector="OR",
                                ),
                                name="a_programme_closes_after_it_opens",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "number",
                            models.CharField(
                                default=alianza.placement.pseudonyms.order_number,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Waits for approval"),
                                    ("returned", "Returned for correction"),
                                    ("open", "Open"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "destination",
                            models.CharField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        ("permit", models.CharField(max_length=60)),
                        ("isco", models.CharField(max_length=4)),
                        ("related_ok", models.BooleanField(default=False)),
                        ("posts", models.PositiveIntegerField()),
                        ("filled", models.PositiveIntegerField(default=0)),
                        ("wage", models.PositiveIntegerField(help_text="monthly, whole units of `currency`")),
                        ("currency", models.CharField(max_length=3)),
                        ("min_years", models.PositiveSmallIntegerField(default=0)),
                        ("lang1", models.CharField(blank=True, max_length=3)),
                        ("lang1_min", models.PositiveSmallIntegerField(default=0)),
                        ("lang2", models.CharField(blank=True, max_length=3)),
                        ("lang2_min", models.PositiveSmallIntegerField(default=0)),
                        ("min_education", models.PositiveSmallIntegerField(default=0)),
                        ("regulated", models.BooleanField(default=False)),
                        ("age_min", models.PositiveSmallIntegerField(default=18)),
                        ("age_max", models.PositiveSmallIntegerField(default=65)),
                        ("origins", models.JSONField(default=list, help_text="alpha-3 codes the order is open to")),
                        ("starts_on", models.DateField(help_text="first day of the month in which work begins")),
                        ("passport_min", models.PositiveSmallIntegerField(default=6)),
                        ("essential", models.JSONField(default=list, help_text="ESCO skill ids")),
                        ("essential_min", models.PositiveSmallIntegerField(default=0)),
                        ("optional", models.JSONField(default=list)),
                        ("offer", models.JSONField(default=dict)),
                        ("returned_because", models.CharField(blank=True, max_length=1000)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders_approved",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="job_orders",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="placement.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [models.Index(fields=["state", "programme"], name="orders_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("filled__lte", models.F("posts"))),
                                name="an_order_is_never_overfilled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("posts__gte", 1)), name="an_order_has_at_least_one_post"
                            ),
                            models.CheckConstraint(condition=models.Q(("wage__gte", 1)), name="a_wage_is_positive"),
                            models.CheckConstraint(
                                condition=models.Q(("age_min__lte", models.F("age_max"))),
                                name="the_lowest_age_is_not_above_the_highest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("min_education__lte", 6)), name="education_has_seven_levels"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lang1_min__lte", 6), ("lang2_min__lte", 6)),
                                name="language_has_six_levels",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "open"), _negated=True),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_open_order_was_approved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        ("sector", models.CharField(max_length=40)),
                        ("places", models.PositiveIntegerField()),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="caps",
                                to="placement.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["origin", "sector"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "origin", "sector"), name="a_cap_is_set_once_per_origin_and_sector"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("rank", models.PositiveIntegerField()),
                        ("score", models.PositiveIntegerField()),
                        ("parts", models.JSONField(default=dict)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not asked yet"),
                                    ("asked", "Asked"),
                                    ("agreed", "Agreed to be shown"),
                                    ("declined", "Declined"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("drawn_up_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="placement.joborder",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="registry.profile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "profile"), name="a_worker_is_proposed_once_for_an_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer__in", ("agreed", "declined")), _negated=True),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_answer_has_its_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        (
                            "destination",
                            models.CharField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        ("permit", models.CharField(help_text="id of the permit category's sheet", max_length=60)),
                        ("places", models.PositiveIntegerField()),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotas",
                                to="placement.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["origin", "destination", "permit"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "origin", "destination", "permit"),
                                name="a_quota_is_set_once_per_corridor_and_permit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("ordinal", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits to start"),
                                    ("working", "Working"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                    ("accepted", "Accepted"),
                                    ("discarded", "Discarded"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("with_quotas", models.BooleanField(default=True)),
                        ("with_caps", models.BooleanField(default=True)),
                        ("with_shares", models.BooleanField(default=True)),
                        ("phase", models.CharField(blank=True, max_length=60)),
                        ("permille", models.PositiveSmallIntegerField(default=0)),
                        ("failed_because", models.CharField(blank=True, max_length=1000)),
                        ("workers", models.PositiveIntegerField(null=True)),
                        ("orders", models.PositiveIntegerField(null=True)),
                        ("candidates", models.PositiveBigIntegerField(help_text="eligible pairs", null=True)),
                        ("objective", models.PositiveBigIntegerField(null=True)),
                        ("upper_bound", models.PositiveBigIntegerField(null=True)),
                        ("report", models.JSONField(default=dict)),
                        ("certificate", models.JSONField(default=list)),
                        ("input_digest", models.CharField(blank=True, max_length=64)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="placement.programme",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "ordinal"), name="runs_of_a_programme_are_counted"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("objective__isnull", True),
                                    ("upper_bound__gte", models.F("objective")),
                                    _connector="OR",
                                ),
                                name="a_bound_is_not_below_what_was_reached",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("permille__lte", 1000)), name="progress_ends_at_a_thousand"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
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
                                    ("offered", "Offered"),
                                    ("taken", "Taken up"),
                                    ("declined", "Declined"),
                                    ("ended", "Ended"),
                                ],
                                default="offered",
                                max_length=10,
                            ),
                        ),
                        ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="placement.joborder",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="placements",
                                to="registry.profile",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="placements",
                                to="placement.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-offered_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("offered", "taken"))),
                                fields=("profile",),
                                name="a_worker_holds_one_place_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RunPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("score", models.PositiveIntegerField()),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="placement.joborder"
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.profile"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="placement.run"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run", "order", "-score", "profile"],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "profile"), name="a_run_gives_a_worker_one_place")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectorMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("isco", models.CharField(max_length=4)),
                        ("sector", models.CharField(max_length=40)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sector_members",
                                to="placement.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sector", "isco"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "isco"), name="an_occupation_is_in_one_capped_sector"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("women", "Women, per destination"),
                                    ("disadvantaged", "Disadvantaged people, over all"),
                                    ("region", "Disadvantaged regions, per origin"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("scope", models.CharField(help_text="destination, `all`, or origin, by kind", max_length=3)),
                        ("per_mille", models.PositiveSmallIntegerField()),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shares",
                                to="placement.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "scope"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "kind", "scope"), name="a_share_is_set_once_per_scope"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per_mille__lte", 1000)), name="a_share_is_at_most_the_whole"
                            ),
                        ],
                    },
                ),
            ]
        )
    ]


import alianza.vault.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_papers_of_the_fund"),
        ("fund", "0002_lapse_told"),
        ("network", "0003_roles_of_the_fund"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("minor", models.BigIntegerField()),
                ("signed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "addenda",
                "ordering": ["contract", "id"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(help_text="for example P-2026-001-C1", max_length=30, unique=True)),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="of the advisory group, counted on from those of the proposal"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stated", "Stated"),
                            ("screened", "Screened"),
                            ("carried_out", "Carried out"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="stated",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=1000)),
                ("ends_on", models.DateField(blank=True, help_text="empty: the end stays", null=True)),
                (
                    "targets",
                    models.JSONField(blank=True, default=dict, help_text="new targets by the number of the result"),
                ),
                ("countries", models.JSONField(blank=True, default=dict, help_text="new countries with what they are")),
                (
                    "local",
                    models.BooleanField(default=False, help_text="the new organisation is one of a country concerned"),
                ),
                (
                    "capacity",
                    models.CharField(blank=True, help_text="what the check of its capacity found", max_length=1000),
                ),
                ("capacity_checked_on", models.DateField(blank=True, null=True)),
                ("stated_on", models.DateField()),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("said", models.CharField(blank=True, help_text="why it was withdrawn", max_length=1000)),
            ],
            options={
                "ordering": ["programme", "id"],
            },
        ),
        migrations.CreateModel(
            name="ChangeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("staff", "Staff and other personnel"),
                            ("supplies", "Supplies, commodities, materials"),
                            ("equipment", "Equipment, vehicles, furniture"),
                            ("contractual", "Contractual services"),
                            ("travel", "Travel"),
                            ("transfers", "Transfers and grants to counterparts"),
                            ("operating", "General operating and other direct cost"),
                            ("indirect", "Indirect cost"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minor", models.BigIntegerField()),
            ],
            options={
                "ordering": ["change", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField()),
                ("name", models.CharField(help_text="what is celebrated", max_length=100)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["day", "id"],
            },
        ),
        migrations.CreateModel(
            name="Overspend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("outcome", models.CharField(choices=[("accepted", "Accepted"), ("refused", "Refused")], max_length=8)),
                ("direct_minor", models.BigIntegerField()),
                ("indirect_minor", models.BigIntegerField(default=0, help_text="earned with what was accepted")),
                ("reason", models.CharField(max_length=1000)),
                ("answered_on", models.DateField()),
            ],
            options={
                "ordering": ["report", "id"],
            },
        ),
        migrations.CreateModel(
            name="OverspendPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minor", models.BigIntegerField()),
            ],
            options={
                "ordering": ["overspend", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "content",
                    alianza.vault.fields.SealedTextField(
                        help_text="fields of the form by name, as JSON", max_length=60000
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AlterField(
            model_name="version",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "First version"),
                    ("amended", "Amended"),
                    ("returned", "Sent again after it was returned"),
                    ("shifted", "Money moved between categories"),
                    ("extended", "Extended without cost"),
                    ("restructured", "Restructured"),
                    ("country_added", "New beneficiary country"),
                    ("partner_added", "New organisation that carries it out"),
                    ("money_added", "More money"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="fund.contract"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="journal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addendum",
                to="fund.journal",
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="signed_for_fund",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="signed_for_party",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="larger_change",
                to="fund.decision",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                help_text="would carry it out too",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.organisation",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="larger_changes", to="fund.programme"
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="stated_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="version",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fund.version"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="fund.change"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="change",
            field=models.ForeignKey(
                blank=True,
                help_text="of a running programme; empty: the proposal itself",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="fund.change",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="change",
            field=models.ForeignKey(
                blank=True,
                help_text="of a running programme; empty: the proposal itself",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="fund.change",
            ),
        ),
        migrations.AddField(
            model_name="changeline",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="fund.change"
            ),
        ),
        migrations.AddField(
            model_name="changeline",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
            ),
        ),
        migrations.AddField(
            model_name="closedday",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="closedday",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="overspend",
            name="answered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="overspend",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                help_text="where it goes beyond the budget",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overspends",
                to="fund.decision",
            ),
        ),
        migrations.AddField(
            model_name="overspend",
            name="journal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overspend",
                to="fund.journal",
            ),
        ),
        migrations.AddField(
            model_name="overspend",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="overspends", to="fund.report"
            ),
        ),
        migrations.AddField(
            model_name="overspendpart",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answered_later", to="fund.reportline"
            ),
        ),
        migrations.AddField(
            model_name="overspendpart",
            name="overspend",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="fund.overspend"
            ),
        ),
        migrations.AddField(
            model_name="reviewdraft",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="fund.review"
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["stated", "screened"])),
                fields=("programme",),
                name="one_larger_change_of_a_programme_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(fields=("programme", "round"), name="a_larger_change_has_its_own_round"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_larger_change_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["carried_out", "refused"]), _negated=True),
                    ("decision__isnull", False),
                    _connector="OR",
                ),
                name="a_larger_change_is_carried_out_or_refused_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "carried_out"), ("version__isnull", False)),
                    models.Q(models.Q(("state", "carried_out"), _negated=True), ("version__isnull", True)),
                    _connector="OR",
                ),
                name="a_larger_change_carried_out_is_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("said", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_larger_change_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.UniqueConstraint(fields=("contract", "change"), name="a_change_adds_to_a_contract_once"),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="an_addendum_is_of_money"),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("journal__isnull", True), ("signed_on__isnull", True)),
                    models.Q(
                        ("journal__isnull", False),
                        ("signed_for_fund__isnull", False),
                        ("signed_for_party__isnull", False),
                        ("signed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_addendum_in_the_books_is_signed_by_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_for_fund__isnull", True),
                    models.Q(("signed_for_fund", models.F("signed_for_party")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_signs_an_addendum_for_both_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeline",
            constraint=models.UniqueConstraint(
                fields=("change", "organisation", "category"), name="a_change_names_a_category_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="changeline",
            constraint=models.CheckConstraint(
                condition=models.Q(("minor", 0), _negated=True), name="a_line_of_a_change_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="closedday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)), fields=("day",), name="a_day_is_closed_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="closedday",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_closed_day_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="closedday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at__isnull", True), ("removed_because", ""), ("removed_by__isnull", True)),
                    models.Q(
                        ("removed_at__gte", models.F("added_at")),
                        ("removed_by__isnull", False),
                        models.Q(("removed_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_closed_day_is_taken_back_by_somebody_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="overspend",
            constraint=models.CheckConstraint(
                condition=models.Q(("direct_minor__gt", 0)), name="an_overspend_answered_is_of_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="overspend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_overspend_answered_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="overspend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("journal__isnull", False), ("outcome", "accepted")),
                    models.Q(("indirect_minor", 0), ("journal__isnull", True), ("outcome", "refused")),
                    _connector="OR",
                ),
                name="an_overspend_accepted_is_in_the_books",
            ),
        ),
        migrations.AddConstraint(
            model_name="overspendpart",
            constraint=models.UniqueConstraint(fields=("overspend", "line"), name="an_overspend_names_a_line_once"),
        ),
        migrations.AddConstraint(
            model_name="overspendpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("minor__gt", 0)), name="a_part_of_an_overspend_is_of_money"
            ),
        ),
    ]

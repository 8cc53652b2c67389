import alianza.vault.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from django.conf import settings
from alianza.audit.tables import MakeTables
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("fund", "0001_trust_fund"),
        ("fund", "0002_lapse_told"),
        ("fund", "0003_larger_changes"),
        ("fund", "0004_closed_days"),
        ("fund", "0005_audits_reminders_and_imports"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("documents", "0003_papers_of_the_fund"),
        ("network", "0003_roles_of_the_fund"),
    ]

    operations = [
        MakeTables(
            [
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=120, unique=True)),
                        ("chart", models.CharField(help_text="number in the chart of accounts", max_length=4)),
                        (
                            "first",
                            models.CharField(
                                blank=True, help_text="agreement, window, programme, member ...", max_length=50
                            ),
                        ),
                        (
                            "second",
                            models.CharField(blank=True, help_text="organisation, where there is one", max_length=50),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "book",
                            models.CharField(
                                choices=[
                                    ("A", "Actual: what is owned and owed"),
                                    ("B", "Budgetary: where every cent received stands"),
                                    ("P", "Pledges: statistics, never money"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "guard",
                            models.CharField(
                                choices=[("D", "never below zero"), ("C", "never above zero"), ("N", "free")],
                                max_length=1,
                            ),
                        ),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["code"],
                        "indexes": [
                            models.Index(fields=["chart", "first", "second"], name="account_by_what_it_is_for")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("book__in", ["A", "B", "P"])), name="an_account_is_of_one_book"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("guard__in", ["D", "C", "N"])), name="an_account_has_a_known_guard"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="an_account_closes_after_it_opens",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("reference", models.CharField(help_text="as the bank writes it", max_length=100, unique=True)),
                        ("value_on", models.DateField()),
                        ("minor", models.BigIntegerField(help_text="in above zero, out below")),
                        ("currency", models.CharField(max_length=3)),
                        ("text", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-value_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minor", 0), _negated=True), name="a_bank_line_moves_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Body",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assembly", "Assembly"),
                                    ("oversight", "Oversight committee"),
                                    ("advisory", "Technical advisory group"),
                                ],
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("rules", models.CharField(help_text="version of the rules of decision", max_length=40)),
                    ],
                    options={
                        "verbose_name_plural": "bodies",
                        "ordering": ["kind"],
                    },
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("through", models.DateField(unique=True)),
                        ("closed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("closed_by", models.UUIDField()),
                    ],
                    options={
                        "ordering": ["-through"],
                    },
                ),
                migrations.CreateModel(
                    name="Donor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(help_text="stands in the books", max_length=20, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("government", "Government"),
                                    ("private", "Private sector"),
                                    ("foundation", "Foundation"),
                                    ("individuals", "Collection from individuals"),
                                    ("fund", "Another fund"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("looked_into_on", models.DateField(blank=True, null=True)),
                        (
                            "looked_into",
                            models.CharField(
                                blank=True, help_text="what was found, and where it is filed", max_length=2000
                            ),
                        ),
                        (
                            "own_resources",
                            models.BooleanField(
                                default=False, help_text="the trustee's own money, held to its ceiling"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="donor",
                                to="network.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="FinanceFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("iati", "IATI activities"), ("csv", "Table"), ("ledger", "Our own books")],
                                default="csv",
                                max_length=6,
                            ),
                        ),
                        ("publisher", models.CharField(max_length=200)),
                        ("source", models.CharField(help_text="where it was published", max_length=500)),
                        ("licence", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("as_of", models.DateField()),
                        ("read", models.PositiveIntegerField(default=0, help_text="activities or rows that were read")),
                        (
                            "passed_over",
                            models.PositiveIntegerField(
                                default=0, help_text="of them, those that are no migration finance"
                            ),
                        ),
                        ("left_out", models.PositiveIntegerField(default=0, help_text="parts that could not be read")),
                        ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "ordering": ["-loaded_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Flow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "identifier",
                            models.CharField(help_text="IATI identifier, or the provider's reference", max_length=200),
                        ),
                        (
                            "references",
                            models.JSONField(blank=True, default=list, help_text="other names of the same activity"),
                        ),
                        ("title", models.CharField(blank=True, max_length=500)),
                        ("provider", models.CharField(max_length=200)),
                        ("provider_ref", models.CharField(blank=True, max_length=120)),
                        (
                            "provider_country",
                            models.CharField(blank=True, help_text="alpha-3; empty: of no one country", max_length=3),
                        ),
                        ("channel", models.CharField(blank=True, max_length=200)),
                        ("channel_ref", models.CharField(blank=True, max_length=120)),
                        (
                            "activity",
                            models.CharField(blank=True, help_text="the receiver's own activity", max_length=200),
                        ),
                        (
                            "sources",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="name, ref and activity of those named in incoming transactions",
                            ),
                        ),
                        (
                            "recipient",
                            models.CharField(blank=True, help_text="alpha-3; empty: several or regional", max_length=3),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        (
                            "on",
                            models.DateField(
                                blank=True, help_text="the last day on which money moved, where it is known", null=True
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("committed_minor", models.BigIntegerField(blank=True, null=True)),
                        ("paid_minor", models.BigIntegerField(blank=True, null=True)),
                        ("grant_equivalent_minor", models.BigIntegerField(blank=True, help_text="of loans", null=True)),
                        ("usd_committed_minor", models.BigIntegerField(blank=True, null=True)),
                        ("usd_paid_minor", models.BigIntegerField(blank=True, null=True)),
                        (
                            "rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=20,
                                help_text="US dollars for one unit",
                                max_digits=30,
                                null=True,
                            ),
                        ),
                        ("rate_source", models.CharField(blank=True, max_length=200)),
                        ("sector", models.CharField(blank=True, max_length=10)),
                        (
                            "klass",
                            models.CharField(
                                choices=[
                                    ("core", "Migration and remittances"),
                                    ("refugees", "Refugees and host communities"),
                                    ("general", "Root causes and general development, an estimate"),
                                    ("in_donor", "Refugees in the donor country"),
                                    ("private", "Remittances and diaspora, private money"),
                                    ("loan", "Loans"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "estimated",
                            models.BooleanField(
                                default=False, help_text="the class rests on words or on a lesser part"
                            ),
                        ),
                        ("reason", models.CharField(help_text="why it is in this class", max_length=500)),
                        (
                            "reason_said",
                            models.JSONField(blank=True, default=dict, help_text="the same as catalogue id and facts"),
                        ),
                        ("counted", models.BooleanField(default=True)),
                        ("not_counted_because", models.CharField(blank=True, max_length=300)),
                        ("not_counted_said", models.JSONField(blank=True, default=dict)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="flows", to="fund.financefile"
                            ),
                        ),
                        (
                            "same_as",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="fund.flow",
                            ),
                        ),
                        (
                            "grant_element",
                            models.DecimalField(
                                blank=True,
                                decimal_places=10,
                                help_text="share of the face; null: not known",
                                max_digits=14,
                                null=True,
                            ),
                        ),
                        (
                            "grant_said",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="how the grant equivalent was found, or why there is none",
                            ),
                        ),
                        (
                            "loan_terms",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="as the file tells them; what it does not tell is not here",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recipient", "-year", "identifier", "id"],
                        "indexes": [
                            models.Index(fields=["recipient", "year"], name="flow_by_recipient"),
                            models.Index(fields=["identifier"], name="flow_by_identifier"),
                            models.Index(fields=["provider_country", "recipient"], name="flow_by_corridor"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="a_class_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("counted", True),
                                    models.Q(("not_counted_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_is_not_counted_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rate__isnull", False),
                                    models.Q(("usd_committed_minor__isnull", True), ("usd_paid_minor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="an_amount_is_converted_at_a_rate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("committed_minor__isnull", False), ("paid_minor__isnull", False), _connector="OR"
                                ),
                                name="a_flow_is_of_money",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("same_as__isnull", True),
                                    models.Q(("same_as", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_flow_is_not_its_own_double",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("grant_element__isnull", True),
                                    ("grant_equivalent_minor__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_grant_element_gives_a_grant_equivalent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ("previous", models.CharField(max_length=64, unique=True)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideIdentifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("subject", models.CharField(max_length=80, unique=True)),
                        ("reference", models.CharField(max_length=100)),
                    ],
                    options={
                        "ordering": ["subject"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                name="an_outside_identifier_is_not_empty",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pen",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="the_books_have_one_pen")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pledge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "occasion",
                            models.CharField(blank=True, help_text="where it was made public", max_length=200),
                        ),
                        ("pledged_on", models.DateField()),
                        ("signed_minor", models.BigIntegerField(default=0, help_text="what became agreements")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pledged", "Pledged"),
                                    ("drafted", "Agreement in preparation"),
                                    ("signed", "Became an agreement"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="pledged",
                                max_length=10,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="fund.donor"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pledged_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="a_pledge_is_of_money"),
                            models.CheckConstraint(
                                condition=models.Q(("signed_minor__gte", 0), ("signed_minor__lte", models.F("minor"))),
                                name="no_more_is_signed_from_a_pledge_than_it_promised",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pool",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreement", models.CharField(max_length=50)),
                        ("minor", models.BigIntegerField(default=0)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pools", to="fund.account"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["account", "agreement"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("account", "agreement"), name="an_agreement_stands_in_a_pool_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor__lte", 0)), name="no_agreement_gives_more_than_it_put_in"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("on", models.DateField()),
                        (
                            "seal",
                            models.PositiveBigIntegerField(help_text="last journal of the books when it was made"),
                        ),
                        ("activities", models.BinaryField(help_text="gzip")),
                        ("organisation", models.BinaryField(help_text="gzip")),
                        ("activities_sha256", models.CharField(max_length=64)),
                        ("organisation_sha256", models.CharField(max_length=64)),
                        ("warnings", models.PositiveIntegerField(default=0)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("donor_government", "Donor government"),
                                    ("beneficiary_government", "Beneficiary government"),
                                    ("international", "International organisation"),
                                    ("private", "Private sector"),
                                    ("civil_society", "Civil society"),
                                    ("expert", "Expert"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("begins_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="fund.body"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["body", "member__name"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("body", "member"),
                                name="one_member_one_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                                ),
                                name="a_seat_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField()),
                        ("held_on", models.DateField()),
                        ("place", models.CharField(blank=True, max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "Planned"), ("open", "Open"), ("closed", "Closed")],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="fund.body"
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("body", "number"), name="a_meeting_is_numbered_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turnover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("minor", models.BigIntegerField(default=0)),
                        ("debit", models.BigIntegerField(default=0)),
                        (
                            "closing",
                            models.BigIntegerField(default=0, help_text="the sum of this day and all before it"),
                        ),
                        ("closing_debit", models.BigIntegerField(default=0)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="turnovers", to="fund.account"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "day"), name="a_turnover_is_kept_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Window",
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
                                help_text="stands in the books, for example W1", max_length=20, unique=True
                            ),
                        ),
                        ("area", models.CharField(max_length=40, unique=True)),
                        ("summary", models.CharField(blank=True, max_length=1000)),
                        ("rules", models.JSONField(blank=True, default=dict)),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_on__isnull", True),
                                    ("closes_on__gte", models.F("opens_on")),
                                    _connector="OR",
                                ),
                                name="a_window_closes_after_it_opens",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(help_text="stands in the books", max_length=30, unique=True)),
                        ("minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "worth_minor",
                            models.BigIntegerField(
                                blank=True, help_text="in the fund's currency, at signing", null=True
                            ),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=9,
                                help_text="fund's currency per unit",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("rate_source", models.CharField(blank=True, max_length=200)),
                        (
                            "earmark",
                            models.CharField(
                                choices=[
                                    ("none", "Unearmarked"),
                                    ("window", "For a window"),
                                    ("country", "For a country"),
                                    ("facility", "For the concessional facility"),
                                ],
                                default="none",
                                max_length=10,
                            ),
                        ),
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
                        (
                            "fee_rate",
                            models.DecimalField(
                                decimal_places=5, help_text="trustee's share of each receipt", max_digits=6
                            ),
                        ),
                        (
                            "pays_core",
                            models.BooleanField(default=False, help_text="earmarked money that may pay core functions"),
                        ),
                        ("refund_clause", models.CharField(blank=True, max_length=1000)),
                        ("interest_clause", models.CharField(blank=True, max_length=1000)),
                        ("language", models.CharField(default="en", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drafted", "Drafted"),
                                    ("withdrawn", "Withdrawn"),
                                    ("signed", "Signed"),
                                    ("paid", "Paid"),
                                    ("closed", "Closed"),
                                ],
                                default="drafted",
                                max_length=10,
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "first_signatory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_signatory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="fund.donor"
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="fund.pledge",
                            ),
                        ),
                        (
                            "window",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="fund.window",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minor__gt", 0)), name="an_agreement_is_of_money"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("country", ""), ("earmark", "window"), ("window__isnull", False)),
                                    models.Q(
                                        ("earmark", "country"),
                                        ("window__isnull", True),
                                        models.Q(("country", ""), _negated=True),
                                    ),
                                    models.Q(("country", ""), ("earmark", "none"), ("window__isnull", True)),
                                    models.Q(("earmark", "facility"), ("window__isnull", True)),
                                    _connector="OR",
                                ),
                                name="an_earmark_names_what_it_is_for",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["drafted", "withdrawn"]),
                                    models.Q(
                                        ("first_signatory__isnull", False),
                                        ("second_signatory__isnull", False),
                                        ("signed_on__isnull", False),
                                        ("worth_minor__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_signed_agreement_has_a_day_and_two_signatures",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_signatory__isnull", True),
                                    models.Q(("first_signatory", models.F("second_signatory")), _negated=True),
                                    _connector="OR",
                                ),
                                name="two_signatures_are_of_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fee_rate__gte", 0), ("fee_rate__lt", 1)), name="a_fee_is_a_share"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Instalment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField()),
                        ("minor", models.BigIntegerField()),
                        ("received_minor", models.BigIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("due", "Due"),
                                    ("part", "Received in part"),
                                    ("received", "Received"),
                                    ("written_off", "Written off"),
                                ],
                                default="due",
                                max_length=12,
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instalments",
                                to="fund.agreement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agreement", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "number"), name="an_instalment_is_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor__gt", 0)), name="an_instalment_is_of_money"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_minor__gte", 0), ("received_minor__lte", models.F("minor"))
                                ),
                                name="no_more_is_received_than_was_due",
                            ),
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
                        (
                            "number",
                            models.CharField(
                                help_text="stands in the books, for example P-2026-001", max_length=20, unique=True
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True, help_text="one the founding papers name, or `other`", max_length=40
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("language", models.CharField(default="en", max_length=2)),
                        ("objectives", models.TextField(blank=True, max_length=5000)),
                        ("tasks", models.TextField(blank=True, max_length=5000)),
                        (
                            "results",
                            models.TextField(blank=True, help_text="what will be different, in words", max_length=5000),
                        ),
                        (
                            "follows",
                            models.CharField(
                                blank=True,
                                help_text="the Forum's outcome it follows, or the aim it serves",
                                max_length=300,
                            ),
                        ),
                        (
                            "direct",
                            models.TextField(
                                blank=True, help_text="how it reaches migration directly", max_length=2000
                            ),
                        ),
                        (
                            "additional",
                            models.TextField(blank=True, help_text="why aid would not pay it", max_length=2000),
                        ),
                        (
                            "overlap",
                            models.TextField(
                                blank=True, help_text="what was looked for, and what it adds", max_length=2000
                            ),
                        ),
                        (
                            "benefits",
                            models.TextField(
                                blank=True, help_text="for origin, destination, workers and families", max_length=3000
                            ),
                        ),
                        ("risks", models.TextField(blank=True, max_length=3000)),
                        (
                            "rights",
                            models.TextField(
                                blank=True,
                                help_text="what it may do to people's rights, and the safeguard",
                                max_length=3000,
                            ),
                        ),
                        (
                            "gender_marker",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(0, "Not targeted"), (1, "Significant objective"), (2, "Principal objective")],
                                null=True,
                            ),
                        ),
                        (
                            "rights_marker",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(0, "Not targeted"), (1, "Significant objective"), (2, "Principal objective")],
                                null=True,
                            ),
                        ),
                        (
                            "child_marker",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(0, "Not targeted"), (1, "Significant objective"), (2, "Principal objective")],
                                null=True,
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("months", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("admissible", "Admissible"),
                                    ("endorsed", "Endorsed"),
                                    ("screened", "Screened"),
                                    ("approved", "Approved"),
                                    ("conditional", "Approved with conditions"),
                                    ("deferred", "Deferred"),
                                    ("rejected", "Rejected"),
                                    ("returned", "Returned"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "moved_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, help_text="when it came to its state"
                            ),
                        ),
                        (
                            "said",
                            models.TextField(
                                blank=True, help_text="why it was returned, deferred or rejected", max_length=3000
                            ),
                        ),
                        (
                            "overlap_judged",
                            models.TextField(
                                blank=True, help_text="what the secretariat found of double funding", max_length=2000
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "applicant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "window",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="fund.window"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_moves_was_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("months__isnull", True),
                                    models.Q(("months__gte", 1), ("months__lte", 120)),
                                    _connector="OR",
                                ),
                                name="a_proposal_lasts_months_not_ages",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="budget", to="fund.proposal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "organisation", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "organisation", "category"), name="a_category_is_budgeted_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor__gte", 0)), name="a_budget_line_is_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Endorsement",
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
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("given", "Endorsed"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        (
                            "plan",
                            models.CharField(
                                blank=True, help_text="development plan or poverty-reduction strategy", max_length=300
                            ),
                        ),
                        ("objective", models.CharField(blank=True, max_length=500)),
                        ("page", models.CharField(blank=True, max_length=20)),
                        ("said", models.CharField(blank=True, max_length=2000)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="endorsements",
                                to="fund.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "country"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "country"), name="a_country_endorses_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "given"), _negated=True),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        ("valid_until__isnull", False),
                                        models.Q(("plan", ""), _negated=True),
                                        models.Q(("objective", ""), _negated=True),
                                        models.Q(("page", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_endorsement_names_plan_objective_and_page",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Executant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("lead", models.BooleanField(default=False)),
                        (
                            "local",
                            models.BooleanField(default=False, help_text="an organisation of a country concerned"),
                        ),
                        ("capacity_checked_on", models.DateField(blank=True, null=True)),
                        ("capacity", models.CharField(blank=True, help_text="what the check found", max_length=1000)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="executants",
                                to="fund.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "-lead", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "organisation"), name="an_organisation_executes_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lead", True)), fields=("proposal",), name="one_organisation_leads"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpectedResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "level",
                            models.CharField(
                                choices=[("output", "Output"), ("outcome", "Outcome")], default="output", max_length=8
                            ),
                        ),
                        ("statement", models.CharField(max_length=500)),
                        ("indicator", models.CharField(max_length=300)),
                        ("unit", models.CharField(max_length=60)),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="empty: not known", max_digits=16, null=True
                            ),
                        ),
                        ("target", models.DecimalField(decimal_places=2, max_digits=16)),
                        (
                            "original_target",
                            models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, help_text="where the value will be read", max_length=300),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="expected", to="fund.proposal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "number"), name="a_result_is_numbered_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalCountry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "country",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("origin", "Country of origin"),
                                    ("destination", "Country of destination"),
                                    ("both", "Origin and destination"),
                                ],
                                default="origin",
                                max_length=12,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="countries",
                                to="fund.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "country"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "country"), name="a_country_is_concerned_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YearTurnover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("chart", models.CharField(max_length=4)),
                        ("currency", models.CharField(max_length=3)),
                        ("minor", models.BigIntegerField(default=0)),
                        ("debit", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "chart", "currency"), name="a_turnover_of_a_year_is_kept_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Balance",
                    fields=[
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="held",
                                serialize=False,
                                to="fund.account",
                            ),
                        ),
                        (
                            "guard",
                            models.CharField(
                                choices=[("D", "never below zero"), ("C", "never above zero"), ("N", "free")],
                                max_length=1,
                            ),
                        ),
                        ("minor", models.BigIntegerField(default=0)),
                        ("through", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("guard", "N"),
                                    models.Q(("guard", "D"), ("minor__gte", 0)),
                                    models.Q(("guard", "C"), ("minor__lte", 0)),
                                    _connector="OR",
                                ),
                                name="a_guarded_balance_never_crosses_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minor__gte", -1000000000000000000), ("minor__lte", 1000000000000000000)
                                ),
                                name="a_balance_is_within_what_the_books_hold",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Journal",
                    fields=[
                        (
                            "number",
                            models.OneToOneField(
                                db_column="number",
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="journal",
                                serialize=False,
                                to="fund.seal",
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "event",
                            models.CharField(
                                help_text="the rule of posting, for example contribution.received", max_length=60
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, help_text="what happened; never a person's name", max_length=300
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                blank=True, help_text="what it is about, for example programme:P1", max_length=80
                            ),
                        ),
                        ("occurred_on", models.DateField()),
                        ("posted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "key",
                            models.UUIDField(help_text="the same event has the same key, and posts once", unique=True),
                        ),
                        ("posted_by", models.UUIDField(help_text="code of the person, or of the platform itself")),
                        (
                            "reverses",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="fund.journal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number_id"],
                        "indexes": [
                            models.Index(fields=["subject"], name="journal_by_subject"),
                            models.Index(fields=["occurred_on"], name="journal_by_day"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("minor", models.BigIntegerField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="fund.account"
                            ),
                        ),
                        (
                            "journal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="fund.journal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["journal", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("journal", "account"), name="a_journal_has_one_line_per_account"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor", 0), _negated=True), name="an_entry_moves_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minor__gte", -10000000000000000), ("minor__lte", 10000000000000000)
                                ),
                                name="an_entry_is_within_what_the_books_hold",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("minor", models.BigIntegerField(help_text="in the agreement's currency")),
                        (
                            "worth_minor",
                            models.BigIntegerField(help_text="in the fund's currency, at the rate of signing"),
                        ),
                        (
                            "instalment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="fund.instalment",
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="fund.bankline"
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="fund.journal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="a_receipt_is_of_money")
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
                            "agreement",
                            models.CharField(help_text="number of the agreement, or `interest`", max_length=50),
                        ),
                        ("minor", models.BigIntegerField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="fund.account"
                            ),
                        ),
                        (
                            "journal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="fund.journal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["journal", "account", "agreement"],
                        "indexes": [models.Index(fields=["agreement"], name="share_by_agreement")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("journal", "account", "agreement"), name="an_agreement_shares_in_an_entry_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor", 0), _negated=True), name="a_share_moves_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosedDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("day", models.DateField()),
                        ("name", models.CharField(help_text="what is celebrated", max_length=100)),
                        ("added_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_because", models.CharField(blank=True, max_length=200)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "removed_by",
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
                        "ordering": ["day", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("day",),
                                name="a_day_is_closed_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="a_closed_day_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("removed_at__isnull", True),
                                        ("removed_because", ""),
                                        ("removed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("removed_at__gte", models.F("added_at")),
                                        ("removed_by__isnull", False),
                                        models.Q(("removed_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_day_is_taken_back_by_somebody_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FinanceImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("iati", "IATI activities"), ("csv", "Table"), ("ledger", "Our own books")],
                                max_length=6,
                            ),
                        ),
                        ("publisher", models.CharField(max_length=200)),
                        ("source", models.CharField(max_length=500)),
                        ("licence", models.CharField(max_length=200)),
                        ("as_of", models.DateField()),
                        (
                            "mapping",
                            models.TextField(
                                blank=True, help_text="which column is which, as it was typed", max_length=5000
                            ),
                        ),
                        ("size", models.PositiveBigIntegerField(help_text="bytes")),
                        (
                            "language",
                            models.CharField(default="en", help_text="of the sentences on what is wrong", max_length=5),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be read"),
                                    ("reading", "Being read"),
                                    ("done", "Brought in"),
                                    ("refused", "Refused: nothing was brought in"),
                                    ("lost", "Broken off: nothing was brought in"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("read", models.PositiveIntegerField(default=0, help_text="activities read so far")),
                        ("flows", models.PositiveIntegerField(default=0)),
                        ("problems", models.JSONField(blank=True, default=list)),
                        ("problem_count", models.PositiveIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=1, help_text="how often it was begun")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="imports",
                                to="fund.financefile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["done", "refused", "lost"]), _negated=True),
                                    ("ended_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_import_that_is_over_has_ended",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fraud", "Fraud or corruption"),
                                    ("abuse", "Exploitation or abuse"),
                                    ("rights", "Violation of human rights"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", alianza.vault.fields.SealedTextField(max_length=10000)),
                        ("contact", alianza.vault.fields.SealedTextField(blank=True, default="", max_length=300)),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("assessed", "Assessed"),
                                    ("investigated", "Under investigation"),
                                    ("founded", "Founded"),
                                    ("unfounded", "Not founded"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("outcome", alianza.vault.fields.SealedTextField(blank=True, default="", max_length=5000)),
                        ("suspended_programme", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["-received_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="AllegationOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("role", models.CharField(editable=False, max_length=20)),
                        ("reason", alianza.vault.fields.SealedTextField(editable=False, max_length=300)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "allegation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="fund.allegation",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Audit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("auditor", models.CharField(help_text="the office, not a person", max_length=200)),
                        ("received_on", models.DateField(blank=True, null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("announced_on", models.DateField(blank=True, null=True)),
                        (
                            "expected_on",
                            models.DateField(blank=True, help_text="by when its report is expected", null=True),
                        ),
                        ("published_on", models.DateField(blank=True, null=True)),
                        (
                            "sha256",
                            models.CharField(blank=True, help_text="of the report, as it was received", max_length=64),
                        ),
                        ("summary", models.TextField(blank=True, help_text="for everybody", max_length=5000)),
                    ],
                    options={
                        "ordering": [models.OrderBy(models.F("received_on"), descending=True, nulls_first=True), "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("announced_on__isnull", False), ("received_on__isnull", False), _connector="OR"
                                ),
                                name="an_audit_is_announced_or_received",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_on__isnull", True),
                                    models.Q(
                                        ("received_on__isnull", False),
                                        models.Q(("summary", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_published_audit_has_its_summary_and_the_hash_of_its_report",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "risk",
                            models.CharField(
                                choices=[("high", "High risk"), ("medium", "Medium risk"), ("low", "Low risk")],
                                max_length=6,
                            ),
                        ),
                        ("text", models.CharField(max_length=3000)),
                        ("due_on", models.DateField()),
                        (
                            "answer",
                            models.CharField(blank=True, help_text="what the owner says it did", max_length=3000),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("evidence", models.CharField(blank=True, max_length=1000)),
                        (
                            "audit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="fund.audit"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "disallowed",
                            models.OneToOneField(
                                blank=True,
                                help_text="cost found ineligible",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finding",
                                to="fund.journal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    models.Q(("evidence", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_finding_is_closed_with_evidence",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("abstain", "Abstains"),
                                    ("agree", "Does not object"),
                                    ("aside", "Stands aside"),
                                    ("object", "Objects"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=2000)),
                        ("attempt", models.PositiveSmallIntegerField(default=1, help_text="number of the round")),
                        ("cast_at", models.DateTimeField()),
                        (
                            "cast_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["elector", "cast_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choice", "object"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_objection_says_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Condition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("text", models.CharField(max_length=1000)),
                        ("due_on", models.DateField()),
                        ("met_on", models.DateField(blank=True, null=True)),
                        ("evidence", models.CharField(blank=True, max_length=1000)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["decision", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("met_on__isnull", True), models.Q(("evidence", ""), _negated=True), _connector="OR"
                                ),
                                name="a_condition_is_met_with_evidence",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "party",
                            models.CharField(
                                help_text="the organisation's name in the books, for example IOM", max_length=30
                            ),
                        ),
                        (
                            "minor",
                            models.BigIntegerField(
                                help_text="as signed, in the fund's currency, indirect cost included"
                            ),
                        ),
                        ("reduced_minor", models.BigIntegerField(default=0, help_text="what was taken off since")),
                        ("indirect_rate", models.DecimalField(decimal_places=4, max_digits=5)),
                        ("objectives", models.TextField(max_length=3000)),
                        ("tasks", models.TextField(max_length=3000)),
                        ("results", models.TextField(max_length=3000)),
                        ("refund_clause", models.CharField(max_length=1000)),
                        (
                            "state",
                            models.CharField(
                                choices=[("drafted", "Drafted"), ("signed", "Signed"), ("ended", "Ended")],
                                default="drafted",
                                max_length=8,
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        (
                            "bank_details",
                            alianza.vault.fields.SealedTextField(
                                blank=True, default="", help_text="where to pay; sealed", max_length=500
                            ),
                        ),
                        ("bank_details_changed_on", models.DateField(blank=True, null=True)),
                        (
                            "called_back_on",
                            models.DateField(blank=True, help_text="the change was confirmed by a call", null=True),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "signed_for_fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_for_party",
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
                        "ordering": ["programme", "id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="a_contract_is_of_money"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reduced_minor__gte", 0), ("reduced_minor__lte", models.F("minor"))
                                ),
                                name="no_more_is_taken_off_a_contract_than_it_has",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "drafted"),
                                    models.Q(
                                        ("signed_for_fund__isnull", False),
                                        ("signed_for_party__isnull", False),
                                        ("signed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_contract_is_signed_by_both",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_for_fund__isnull", True),
                                    models.Q(("signed_for_fund", models.F("signed_for_party")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_signs_for_both_sides",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("narrative", "Narrative"),
                                    ("financial", "Certified figures"),
                                    ("final", "Final"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField()),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("due", "Due"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned"),
                                    ("accepted", "Accepted"),
                                    ("published", "Published"),
                                ],
                                default="due",
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=20000)),
                        (
                            "certified_by",
                            models.CharField(
                                blank=True, help_text="office that certifies, not a person", max_length=200
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("said", models.CharField(blank=True, max_length=2000)),
                        (
                            "interim",
                            models.BooleanField(
                                default=False, help_text="opened before its term, to ask for a tranche"
                            ),
                        ),
                        (
                            "late_told",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="days of delay that people were last told of"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="fund.contract"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="fund.journal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["contract", "due_on", "kind"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "kind", "to_on"), name="a_period_is_reported_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))),
                                name="a_period_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=16)),
                        ("on", models.DateField()),
                        ("evidence", models.CharField(max_length=1000)),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="fund.expectedresult",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="values", to="fund.report"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["result", "on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "result"), name="an_indicator_is_reported_once"),
                            models.CheckConstraint(
                                condition=models.Q(("evidence", ""), _negated=True), name="a_value_has_evidence"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        ("minor", models.BigIntegerField()),
                        (
                            "accepted_minor",
                            models.BigIntegerField(blank=True, help_text="empty: not yet looked at", null=True),
                        ),
                        (
                            "overspent_minor",
                            models.BigIntegerField(
                                default=0, help_text="found right, but above the advance: not accepted"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="fund.report"
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fund.expectedresult",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["report", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minor__gte", 0)), name="reported_cost_is_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_minor__isnull", True),
                                    models.Q(("accepted_minor__gte", 0), ("accepted_minor__lte", models.F("minor"))),
                                    _connector="OR",
                                ),
                                name="no_more_is_accepted_than_was_reported",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("overspent_minor", 0),
                                    models.Q(
                                        ("overspent_minor__gt", 0),
                                        (
                                            "overspent_minor__lte",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("minor"), "-", models.F("accepted_minor")
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_overspend_is_not_accepted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tranche",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("minor", models.BigIntegerField()),
                        ("planned_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("requested", "Requested"),
                                    ("checked", "Checked"),
                                    ("authorised", "Authorised"),
                                    ("paid", "Paid"),
                                    ("acknowledged", "Acknowledged"),
                                    ("refused", "Refused"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        ("requested_at", models.DateTimeField(blank=True, null=True)),
                        ("checked_at", models.DateTimeField(blank=True, null=True)),
                        ("authorised_at", models.DateTimeField(blank=True, null=True)),
                        ("paid_on", models.DateField(blank=True, null=True)),
                        ("acknowledged_on", models.DateField(blank=True, null=True)),
                        ("bank_reference", models.CharField(blank=True, max_length=100)),
                        ("refused_because", models.CharField(blank=True, max_length=1000)),
                        (
                            "authorised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tranches", to="fund.contract"
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tranche",
                                to="fund.journal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["contract", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="a_tranche_is_numbered_once"),
                            models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="a_tranche_is_of_money"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by__isnull", True),
                                    models.Q(("checked_by", models.F("requested_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_checks_did_not_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authorised_by__isnull", True),
                                    models.Q(("authorised_by", models.F("requested_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_authorises_did_not_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authorised_by__isnull", True),
                                    models.Q(("authorised_by", models.F("checked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_authorises_did_not_check",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["authorised", "paid", "acknowledged"]), _negated=True),
                                    models.Q(
                                        ("authorised_by__isnull", False),
                                        ("checked_by__isnull", False),
                                        ("requested_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_payment_has_three_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("journal__isnull", False),
                                        ("paid_on__isnull", False),
                                        ("state__in", ["paid", "acknowledged"]),
                                    ),
                                    models.Q(
                                        ("journal__isnull", True),
                                        models.Q(("state__in", ["paid", "acknowledged"]), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_payment_is_in_the_books",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("refused_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_refused_tranche_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("refund_asked", "A refund is due"),
                                    ("refund_soon", "The day of a refund is near"),
                                    ("refund_late", "A refund is overdue"),
                                    ("audit_needed", "An audit of the organisation is needed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "term",
                            models.DateField(
                                help_text="the day by which it is due; of an audit, the last day of its year"
                            ),
                        ),
                        ("told_on", models.DateField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="fund.contract",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-told_on", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "kind", "term"), name="a_term_is_reminded_of_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountryRequest",
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
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}\\Z", "A country is written with its three-letter code."
                                    )
                                ],
                            ),
                        ),
                        ("need", models.TextField(help_text="what changed, and what it asks for", max_length=5000)),
                        ("requested_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Requested"),
                                    ("eligible", "Eligible"),
                                    ("refused", "Not eligible"),
                                    ("ended", "Ended"),
                                ],
                                default="requested",
                                max_length=10,
                            ),
                        ),
                        ("review_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["country", "-requested_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["requested", "eligible"])),
                                fields=("country",),
                                name="a_country_asks_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EligibilityReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reviewed_on", models.DateField()),
                        ("found", models.TextField(max_length=2000)),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="fund.countryrequest",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["request", "reviewed_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(max_length=30, unique=True)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("adopted", "Adopted"), ("not_adopted", "Not adopted")], max_length=12
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("consensus", "Consensus"),
                                    ("no_objection", "No objection by lapse of time"),
                                    ("formal", "Formal vote"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("rules", models.CharField(max_length=40)),
                        ("text", models.TextField(max_length=5000)),
                        (
                            "tally",
                            models.JSONField(
                                help_text="electorate, ballots, recusals, quorum and papers with their hashes"
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="fund.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="FeeYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("year", models.PositiveSmallIntegerField(unique=True)),
                        ("budget_minor", models.BigIntegerField()),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                help_text="how many times the fee of Part II a member of Part I pays"
                            ),
                        ),
                        ("unit_minor", models.BigIntegerField(help_text="what a member of Part II pays")),
                        (
                            "surplus_minor",
                            models.BigIntegerField(
                                default=0, help_text="assessed beyond the budget; goes to the reserve"
                            ),
                        ),
                        ("assessed_on", models.DateField(blank=True, null=True)),
                        (
                            "income_source",
                            models.CharField(
                                blank=True, help_text="the classification that set the tiers", max_length=200
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-year"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("unit_minor__gt", 0), ("weight__gte", 1)), name="a_fee_is_of_money"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeDue",
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
                                help_text="stands in the books, for example 2026-PHL", max_length=30, unique=True
                            ),
                        ),
                        ("part", models.PositiveSmallIntegerField(choices=[(1, "Part I"), (2, "Part II")])),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("income", "its income group"),
                                    ("moving", "it moves up to Part I: half a step"),
                                    ("chosen", "its own choice of Part I"),
                                    ("unknown", "the World Bank classifies it in no income group"),
                                ],
                                default="income",
                                max_length=10,
                            ),
                        ),
                        (
                            "income_group",
                            models.CharField(blank=True, help_text="L, LM, UM or H; empty: none", max_length=2),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=12)),
                        ("minor", models.BigIntegerField()),
                        ("paid_minor", models.BigIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("assessed", "Assessed"),
                                    ("invoiced", "Invoiced"),
                                    ("part", "Paid in part"),
                                    ("paid", "Paid"),
                                    ("waived", "Waived by the Assembly"),
                                ],
                                default="assessed",
                                max_length=10,
                            ),
                        ),
                        ("invoiced_on", models.DateField(blank=True, null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                help_text="that waived it",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="dues", to="fund.feeyear"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["year", "member__name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "member"), name="a_member_is_assessed_once_a_year"),
                            models.CheckConstraint(
                                condition=models.Q(("months__gte", 1), ("months__lte", 12)),
                                name="a_year_has_twelve_months",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paid_minor__gte", 0), ("paid_minor__lte", models.F("minor"))),
                                name="no_more_is_paid_than_the_fee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waived"), _negated=True),
                                    ("decision__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_fee_is_waived_by_decision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeePayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("minor", models.BigIntegerField()),
                        (
                            "due",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="fund.feedue"
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_payment",
                                to="fund.bankline",
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fund.journal"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minor__gt", 0)), name="a_fee_payment_is_of_money"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(max_length=30, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("approval", "Approval of a proposal"),
                                    ("override", "Override of the advisory group's refusal"),
                                    ("restructuring", "Restructuring"),
                                    ("new_country", "New beneficiary country"),
                                    ("write_off", "Write-off"),
                                    ("suspension", "Suspension or termination"),
                                    ("eligibility", "Eligibility for the facility"),
                                    ("operation", "Operation of the facility"),
                                    ("fees", "Member fees"),
                                    ("rules", "Rules"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField(help_text="the decision as proposed", max_length=5000)),
                        ("language", models.CharField(default="en", max_length=2)),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("consensus", "Consensus"),
                                    ("no_objection", "No objection by lapse of time"),
                                    ("formal", "Formal vote"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("open", "Open"),
                                    ("paused", "Paused by a question"),
                                    ("moved", "Moved to the next meeting"),
                                    ("referred", "Referred to the Assembly"),
                                    ("decided", "Decided"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("consensus_attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "wide",
                            models.BooleanField(
                                default=False, help_text="the longer of the two clocks of no objection"
                            ),
                        ),
                        (
                            "rules",
                            models.CharField(blank=True, help_text="version in force when it opened", max_length=40),
                        ),
                        (
                            "conditions",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="as proposed: text, code of the owner, day; they bind once adopted",
                            ),
                        ),
                        (
                            "amount_minor",
                            models.BigIntegerField(
                                blank=True,
                                help_text="what would be approved, in the fund's currency; empty: all that was asked",
                                null=True,
                            ),
                        ),
                        ("defers", models.BooleanField(default=False, help_text="adopted, it puts the matter off")),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, help_text="when the electorate was frozen", null=True),
                        ),
                        ("deadline_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="fund.body"
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                help_text="what it would replace",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="fund.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [models.Index(fields=["subject"], name="item_by_subject")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]), ("opened_at__isnull", False), _connector="OR"
                                ),
                                name="an_item_is_decided_after_it_opened",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_minor__isnull", True), ("amount_minor__gt", 0), _connector="OR"
                                ),
                                name="an_item_approves_some_money",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Elector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("donor_government", "Donor government"),
                                    ("beneficiary_government", "Beneficiary government"),
                                    ("international", "International organisation"),
                                    ("private", "Private sector"),
                                    ("civil_society", "Civil society"),
                                    ("expert", "Expert"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("notice_delivered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recused_because",
                            models.CharField(blank=True, help_text="public; empty: not recused", max_length=500),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="electorate", to="fund.item"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "member__name"],
                        "constraints": [models.UniqueConstraint(fields=("item", "member"), name="one_member_one_vote")],
                    },
                ),
                migrations.CreateModel(
                    name="Interest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("submits", "Submits it"),
                                    ("executes", "Carries it out"),
                                    ("paid", "Is paid under it"),
                                    ("declared", "Declared an interest"),
                                    ("ruled", "Was ruled to have an interest"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("since", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="fund.item"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "since", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "member", "ground"), name="an_interest_is_stated_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="a_recusal_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Operation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("bank_name", models.CharField(help_text="the bank's name in the books", max_length=30)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                default="other", help_text="one that the paper names, or `other`", max_length=40
                            ),
                        ),
                        ("direct", models.TextField(help_text="how it reaches migration directly", max_length=2000)),
                        (
                            "additional",
                            models.TextField(
                                blank=True, help_text="why it is no part of official aid", max_length=2000
                            ),
                        ),
                        (
                            "adaptable",
                            models.TextField(blank=True, help_text="how it follows new circumstances", max_length=2000),
                        ),
                        (
                            "total_minor",
                            models.BigIntegerField(help_text="loan and grant together, in the fund's currency"),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                help_text="percent a year; of a variable rate, as frozen",
                                max_digits=9,
                                null=True,
                            ),
                        ),
                        ("variable", models.BooleanField(default=False)),
                        (
                            "spread",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                help_text="percent a year over the reference rate",
                                max_digits=9,
                                null=True,
                            ),
                        ),
                        ("maturity", models.DecimalField(decimal_places=2, help_text="years", max_digits=5)),
                        ("grace", models.DecimalField(decimal_places=2, help_text="years", max_digits=5)),
                        ("frequency", models.PositiveSmallIntegerField(default=2, help_text="payments a year")),
                        (
                            "front_fee",
                            models.DecimalField(
                                decimal_places=4, default=0, help_text="percent of the loan", max_digits=6
                            ),
                        ),
                        (
                            "discount",
                            models.DecimalField(decimal_places=4, default=5, help_text="percent a year", max_digits=6),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                decimal_places=8, help_text="grant element aimed at, percent", max_digits=12
                            ),
                        ),
                        (
                            "needed_minor",
                            models.BigIntegerField(
                                blank=True, help_text="computed when the terms were frozen", null=True
                            ),
                        ),
                        (
                            "granted_minor",
                            models.BigIntegerField(blank=True, help_text="as decided; may be less", null=True),
                        ),
                        (
                            "returned_minor",
                            models.BigIntegerField(default=0, help_text="of the grant, back in the pools"),
                        ),
                        ("cancelled_minor", models.BigIntegerField(default=0, help_text="of the loan, cancelled")),
                        ("frozen_on", models.DateField(blank=True, null=True)),
                        (
                            "curve",
                            models.JSONField(
                                blank=True, help_text="the swap curve of the pricing date, with its source", null=True
                            ),
                        ),
                        (
                            "screening",
                            models.JSONField(
                                blank=True, default=dict, help_text="by check: whether it holds, and what was found"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("frozen", "Terms frozen"),
                                    ("screened", "Screened"),
                                    ("decided", "Approved"),
                                    ("committed", "Committed"),
                                    ("bank_approved", "Approved by the bank"),
                                    ("effective", "Loan effective"),
                                    ("closed", "Closed"),
                                    ("lapsed", "Lapsed"),
                                    ("cancelled", "Cancelled"),
                                    ("rejected", "Rejected"),
                                ],
                                default="proposed",
                                max_length=14,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("committed_on", models.DateField(blank=True, null=True)),
                        ("bank_approved_on", models.DateField(blank=True, null=True)),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        (
                            "signed_curve",
                            models.JSONField(
                                blank=True, help_text="of the day of signing, for a variable rate", null=True
                            ),
                        ),
                        (
                            "signed_rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                help_text="percent a year, on the day of signing",
                                max_digits=9,
                                null=True,
                            ),
                        ),
                        (
                            "released_minor",
                            models.BigIntegerField(
                                default=0,
                                help_text="of the grant, returned at signing since the rate fell; the bank lends it instead",
                            ),
                        ),
                        (
                            "lacking_minor",
                            models.BigIntegerField(
                                default=0, help_text="of the grant, to the target at signing; given by decision alone"
                            ),
                        ),
                        ("effective_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=2000)),
                        (
                            "bank",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="operations",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposed_operations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="operations",
                                to="fund.countryrequest",
                            ),
                        ),
                        (
                            "screened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screened_operations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lapse_told",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="days before its lapse that people were last told of", null=True
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("total_minor__gt", 0)), name="an_operation_is_of_money"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grace__lt", models.F("maturity"))),
                                name="grace_ends_before_the_loan",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("granted_minor__isnull", True),
                                    models.Q(("granted_minor__gt", 0), ("granted_minor__lte", models.F("total_minor"))),
                                    _connector="OR",
                                ),
                                name="a_grant_is_part_of_the_package",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["decided", "committed", "bank_approved", "effective", "closed"]),
                                        _negated=True,
                                    ),
                                    models.Q(("decision__isnull", False), ("granted_minor__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_grant_is_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rate__isnull", False), ("spread__isnull", True), ("variable", False)),
                                    models.Q(("spread__isnull", False), ("variable", True)),
                                    _connector="OR",
                                ),
                                name="a_rate_is_fixed_or_a_spread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("returned_minor", 0),
                                    models.Q(
                                        ("granted_minor__isnull", False),
                                        ("returned_minor__gt", 0),
                                        ("returned_minor__lte", models.F("granted_minor")),
                                    ),
                                    _connector="OR",
                                ),
                                name="no_more_grant_returns_than_was_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_minor__gte", 0),
                                    ("cancelled_minor__lte", models.F("total_minor")),
                                    ("lacking_minor__gte", 0),
                                    ("released_minor__gte", 0),
                                    ("released_minor__lte", models.F("returned_minor")),
                                ),
                                name="no_more_is_cancelled_than_there_was",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("screened_by__isnull", True),
                                    models.Q(("screened_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_screens_what_they_proposed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoanPayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("paid_on", models.DateField()),
                        (
                            "minor",
                            models.BigIntegerField(help_text="of the loan; below zero when cancelled money comes back"),
                        ),
                        ("grant_minor", models.BigIntegerField(default=0)),
                        ("reference", models.CharField(blank=True, help_text="as the bank writes it", max_length=100)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("noted", "Noted"),
                                    ("checked", "Checked"),
                                    ("transferred", "Grant transferred"),
                                    ("applied", "Applied to the loan"),
                                    ("withdrawn", "Withdrawn"),
                                    ("returned", "Returned to the pools"),
                                ],
                                default="noted",
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, help_text="why it was withdrawn or came back", max_length=500),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="fund.operation",
                            ),
                        ),
                        (
                            "applied",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.journal",
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.journal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["operation", "paid_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minor", 0), _negated=True), name="a_loan_payment_moves_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["transferred", "applied"]), _negated=True),
                                    models.Q(
                                        ("checked_by__isnull", False),
                                        ("noted_by__isnull", False),
                                        ("sent_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_grant_is_noted_checked_and_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("checked_by__isnull", True),
                                        models.Q(("checked_by", models.F("noted_by")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("sent_by__isnull", True),
                                        models.Q(
                                            models.Q(("sent_by", models.F("noted_by")), _negated=True),
                                            models.Q(("sent_by", models.F("checked_by")), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="a_grant_passes_three_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("reference", ""), _negated=True),
                                    models.Q(("state", "withdrawn"), _negated=True),
                                ),
                                fields=("operation", "reference"),
                                name="a_loan_payment_is_noted_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("language", models.CharField(max_length=2)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "restricted",
                            models.BooleanField(
                                default=False, help_text="notes of deliberation: not for those recused"
                            ),
                        ),
                        ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="fund.item"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "title", "language", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "title", "language", "version"), name="a_paper_has_each_version_once"
                            )
                        ],
                    },
                ),
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
                        ("approved_minor", models.BigIntegerField(help_text="in the fund's currency")),
                        ("approved_on", models.DateField()),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("contracting", "Contracting"),
                                    ("active", "Active"),
                                    ("suspended", "Suspended"),
                                    ("operationally_closed", "Operationally closed"),
                                    ("financially_closed", "Financially closed"),
                                    ("terminated", "Terminated"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="contracting",
                                max_length=22,
                            ),
                        ),
                        ("suspended_because", models.CharField(blank=True, max_length=1000)),
                        ("closed_operationally_on", models.DateField(blank=True, null=True)),
                        ("closed_financially_on", models.DateField(blank=True, null=True)),
                        (
                            "evaluation",
                            models.URLField(blank=True, help_text="where the evaluation is published", max_length=500),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programme",
                                to="fund.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-proposal__number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("approved_minor__gt", 0)), name="a_programme_is_approved_with_money"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "suspended"), _negated=True),
                                    models.Q(("suspended_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_suspension_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "financially_closed"), _negated=True),
                                    ("closed_financially_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_programme_closes_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=2000)),
                        ("answer", models.CharField(blank=True, max_length=5000)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "elector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fund.elector"
                            ),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="question", to="fund.item"
                            ),
                        ),
                    ],
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
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("consensus", "Consensus"),
                                    ("no_objection", "No objection by lapse of time"),
                                    ("formal", "Formal vote"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("text", models.TextField(help_text="as it was put", max_length=5000)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "present",
                            models.JSONField(default=list, help_text="codes of members in the room who cast nothing"),
                        ),
                        (
                            "status",
                            models.CharField(blank=True, help_text="the outcome; empty while it runs", max_length=20),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="fund.item"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "number"), name="a_round_is_numbered_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("item",),
                                name="an_item_runs_one_round_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("status", "")),
                                    models.Q(("closed_at__isnull", False), models.Q(("status", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_round_closes_with_an_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", True),
                                    ("closed_at__gte", models.F("opened_at")),
                                    _connector="OR",
                                ),
                                name="a_round_closes_after_it_opens",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suspension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("because", models.CharField(help_text="public; never repeats an allegation", max_length=1000)),
                        ("from_on", models.DateField()),
                        ("lifted_on", models.DateField(blank=True, null=True)),
                        ("lifted_because", models.CharField(blank=True, max_length=1000)),
                        (
                            "allegation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="fund.allegation",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "lifted_by_decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="fund.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["programme", "-from_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decision__isnull", False), ("allegation__isnull", False), _connector="OR"
                                ),
                                name="a_suspension_rests_on_a_decision_or_an_allegation",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_on__isnull", True)),
                                fields=("programme",),
                                name="a_programme_is_suspended_once_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("subject", models.CharField(max_length=80)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
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
                        ("content", models.JSONField()),
                        ("reason", models.CharField(blank=True, max_length=1000)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("made_by", models.UUIDField(help_text="code of the person, or of the platform itself")),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="fund.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["subject", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("subject", "number"), name="a_version_is_numbered_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.JSONField(
                                blank=True, default=dict, help_text="new targets by the number of the result"
                            ),
                        ),
                        (
                            "countries",
                            models.JSONField(blank=True, default=dict, help_text="new countries with what they are"),
                        ),
                        (
                            "local",
                            models.BooleanField(
                                default=False, help_text="the new organisation is one of a country concerned"
                            ),
                        ),
                        (
                            "capacity",
                            models.CharField(
                                blank=True, help_text="what the check of its capacity found", max_length=1000
                            ),
                        ),
                        ("capacity_checked_on", models.DateField(blank=True, null=True)),
                        ("stated_on", models.DateField()),
                        ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("said", models.CharField(blank=True, help_text="why it was withdrawn", max_length=1000)),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="larger_change",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="would carry it out too",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="larger_changes",
                                to="fund.programme",
                            ),
                        ),
                        (
                            "stated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fund.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["programme", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["stated", "screened"])),
                                fields=("programme",),
                                name="one_larger_change_of_a_programme_at_a_time",
                            ),
                            models.UniqueConstraint(
                                fields=("programme", "round"), name="a_larger_change_has_its_own_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="a_larger_change_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["carried_out", "refused"]), _negated=True),
                                    ("decision__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_larger_change_is_carried_out_or_refused_by_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "carried_out"), ("version__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "carried_out"), _negated=True), ("version__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_larger_change_carried_out_is_a_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("said", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_larger_change_withdrawn_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("approved", models.BooleanField()),
                        ("text", models.TextField(max_length=5000)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="fund.proposal"
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                blank=True,
                                help_text="of a running programme; empty: the proposal itself",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="fund.change",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "round"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "round"), name="the_group_gives_one_opinion_a_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="an_opinion_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("conflict", models.BooleanField(blank=True, help_text="empty: not yet declared", null=True)),
                        ("conflict_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "advice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approve", "Approve"),
                                    ("improve", "Return for improvement"),
                                    ("refuse", "Refuse"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=5000)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="fund.proposal"
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                blank=True,
                                help_text="of a running programme; empty: the proposal itself",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="fund.change",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposal", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "reviewer", "round"), name="a_reviewer_reviews_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("submitted_at__isnull", True),
                                    models.Q(("conflict", False), models.Q(("advice", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="nobody_reviews_with_a_conflict",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "criterion",
                            models.CharField(
                                choices=[
                                    ("relevance", "Relevance"),
                                    ("consistency", "Consistency with national plans"),
                                    ("rights", "Rights of migrants"),
                                    ("results", "Results"),
                                    ("cost", "Cost"),
                                    ("sustainability", "Sustainability"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(max_length=2000)),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="fund.review"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["review", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("review", "criterion"), name="a_criterion_is_scored_once"),
                            models.CheckConstraint(
                                condition=models.Q(("score__gte", 1), ("score__lte", 5)), name="a_score_is_one_to_five"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="a_score_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Addendum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("minor", models.BigIntegerField()),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="fund.contract"
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addendum",
                                to="fund.journal",
                            ),
                        ),
                        (
                            "signed_for_fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_for_party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="fund.change"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "addenda",
                        "ordering": ["contract", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "change"), name="a_change_adds_to_a_contract_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor__gt", 0)), name="an_addendum_is_of_money"
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_for_fund__isnull", True),
                                    models.Q(("signed_for_fund", models.F("signed_for_party")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_signs_an_addendum_for_both_sides",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="fund.change"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["change", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "organisation", "category"), name="a_change_names_a_category_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor", 0), _negated=True),
                                name="a_line_of_a_change_moves_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Overspend",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "outcome",
                            models.CharField(choices=[("accepted", "Accepted"), ("refused", "Refused")], max_length=8),
                        ),
                        ("direct_minor", models.BigIntegerField()),
                        (
                            "indirect_minor",
                            models.BigIntegerField(default=0, help_text="earned with what was accepted"),
                        ),
                        ("reason", models.CharField(max_length=1000)),
                        ("answered_on", models.DateField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                help_text="where it goes beyond the budget",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overspends",
                                to="fund.decision",
                            ),
                        ),
                        (
                            "journal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overspend",
                                to="fund.journal",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="overspends", to="fund.report"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["report", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("direct_minor__gt", 0)), name="an_overspend_answered_is_of_money"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="an_overspend_answered_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("journal__isnull", False), ("outcome", "accepted")),
                                    models.Q(("indirect_minor", 0), ("journal__isnull", True), ("outcome", "refused")),
                                    _connector="OR",
                                ),
                                name="an_overspend_accepted_is_in_the_books",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OverspendPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("minor", models.BigIntegerField()),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_later",
                                to="fund.reportline",
                            ),
                        ),
                        (
                            "overspend",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="fund.overspend"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["overspend", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("overspend", "line"), name="an_overspend_names_a_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minor__gt", 0)), name="a_part_of_an_overspend_is_of_money"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "content",
                            alianza.vault.fields.SealedTextField(
                                help_text="fields of the form by name, as JSON", max_length=60000
                            ),
                        ),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="fund.review"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="allegation",
                    name="programme",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allegations",
                        to="fund.programme",
                    ),
                ),
                migrations.AddField(
                    model_name="audit",
                    name="contract",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="fund.contract",
                    ),
                ),
                migrations.AddField(
                    model_name="ballot",
                    name="elector",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="fund.elector"
                    ),
                ),
                migrations.AddField(
                    model_name="condition",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="fund.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="contract",
                    name="programme",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="fund.programme"
                    ),
                ),
                migrations.AddField(
                    model_name="countryrequest",
                    name="decision",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fund.decision",
                    ),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="item",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="fund.item"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="audit",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("contract__isnull", True)),
                        fields=("year", "auditor"),
                        name="an_office_audits_the_fund_once_a_year",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contract",
                    constraint=models.UniqueConstraint(
                        fields=("programme", "organisation"), name="an_organisation_has_one_contract"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contract",
                    constraint=models.UniqueConstraint(
                        fields=("programme", "party"), name="a_name_in_the_books_is_of_one_party"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="countryrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "eligible"), _negated=True),
                            models.Q(("decision__isnull", False), ("review_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="eligibility_is_decided",
                    ),
                ),
            ]
        )
    ]

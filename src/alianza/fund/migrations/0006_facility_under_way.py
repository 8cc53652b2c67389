"""Operations from proposal to closing, payments by three people, member fees with their grounds and payments."""

import django.db.models.deletion
import uuid
from typing import Any
from django.conf import settings
from django.db import migrations, models


def one_code_each(apps: Any, _schema_editor: object) -> None:
    """The default is the same for every row that stood before."""
    payments = apps.get_model("fund", "LoanPayment")
    for payment in payments.objects.all():
        payment.code = uuid.uuid4()
        payment.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [
        ("fund", "0005_sizes_and_debit_turnover"),
        ("network", "0003_roles_of_the_fund"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EligibilityReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewed_on", models.DateField()),
                ("found", models.TextField(max_length=2000)),
            ],
            options={
                "ordering": ["request", "reviewed_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="FeePayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("minor", models.BigIntegerField()),
            ],
            options={
                "ordering": ["due", "id"],
            },
        ),
        migrations.RemoveField(
            model_name="operation",
            name="earmark",
        ),
        migrations.AddField(
            model_name="feedue",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                help_text="that waived it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fund.decision",
            ),
        ),
        migrations.AddField(
            model_name="feedue",
            name="ground",
            field=models.CharField(
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
        migrations.AddField(
            model_name="feedue",
            name="income_group",
            field=models.CharField(blank=True, help_text="L, LM, UM or H; empty: none", max_length=2),
        ),
        migrations.AddField(
            model_name="feedue",
            name="invoiced_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feeyear",
            name="assessed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feeyear",
            name="income_source",
            field=models.CharField(blank=True, help_text="the classification that set the tiers", max_length=200),
        ),
        migrations.AddField(
            model_name="feeyear",
            name="surplus_minor",
            field=models.BigIntegerField(default=0, help_text="assessed beyond the budget; goes to the reserve"),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="loanpayment", name="code", field=models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.RunPython(one_code_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="loanpayment",
            name="code",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="noted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="reason",
            field=models.CharField(blank=True, help_text="why it was withdrawn or came back", max_length=500),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="reference",
            field=models.CharField(blank=True, help_text="as the bank writes it", max_length=100),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="sent_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="loanpayment",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="operation",
            name="adaptable",
            field=models.TextField(blank=True, help_text="how it follows new circumstances", max_length=2000),
        ),
        migrations.AddField(
            model_name="operation",
            name="additional",
            field=models.TextField(blank=True, help_text="why it is no part of official aid", max_length=2000),
        ),
        migrations.AddField(
            model_name="operation",
            name="cancelled_minor",
            field=models.BigIntegerField(default=0, help_text="of the loan, cancelled"),
        ),
        migrations.AddField(
            model_name="operation",
            name="decided_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="operation",
            name="ended_because",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="operation",
            name="ended_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="operation",
            name="kind",
            field=models.CharField(default="other", help_text="one that the paper names, or `other`", max_length=40),
        ),
        migrations.AddField(
            model_name="operation",
            name="lacking_minor",
            field=models.BigIntegerField(
                default=0, help_text="of the grant, to the target at signing; given by decision alone"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposed_operations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="released_minor",
            field=models.BigIntegerField(
                default=0, help_text="of the grant, returned at signing since the rate fell; the bank lends it instead"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="returned_minor",
            field=models.BigIntegerField(default=0, help_text="of the grant, back in the pools"),
        ),
        migrations.AddField(
            model_name="operation",
            name="screened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="screened_operations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="screening",
            field=models.JSONField(
                blank=True, default=dict, help_text="by check: whether it holds, and what was found"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="signed_curve",
            field=models.JSONField(blank=True, help_text="of the day of signing, for a variable rate", null=True),
        ),
        migrations.AddField(
            model_name="operation",
            name="signed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="operation",
            name="signed_rate",
            field=models.DecimalField(
                blank=True, decimal_places=6, help_text="percent a year, on the day of signing", max_digits=9, null=True
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="spread",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="percent a year over the reference rate",
                max_digits=9,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="operation",
            name="rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="percent a year; of a variable rate, as frozen",
                max_digits=9,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="feedue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waived"), _negated=True), ("decision__isnull", False), _connector="OR"
                ),
                name="a_fee_is_waived_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["transferred", "applied"]), _negated=True),
                    models.Q(("checked_by__isnull", False), ("noted_by__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_grant_is_noted_checked_and_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanpayment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="loanpayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("reference", ""), _negated=True), models.Q(("state", "withdrawn"), _negated=True)
                ),
                fields=("operation", "reference"),
                name="a_loan_payment_is_noted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rate__isnull", False), ("spread__isnull", True), ("variable", False)),
                    models.Q(("spread__isnull", False), ("variable", True)),
                    _connector="OR",
                ),
                name="a_rate_is_fixed_or_a_spread",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_minor__gte", 0),
                    ("cancelled_minor__lte", models.F("total_minor")),
                    ("lacking_minor__gte", 0),
                    ("released_minor__gte", 0),
                    ("released_minor__lte", models.F("returned_minor")),
                ),
                name="no_more_is_cancelled_than_there_was",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("screened_by__isnull", True),
                    models.Q(("screened_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_screens_what_they_proposed",
            ),
        ),
        migrations.AddField(
            model_name="eligibilityreview",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="fund.countryrequest"
            ),
        ),
        migrations.AddField(
            model_name="eligibilityreview",
            name="reviewed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="feepayment",
            name="due",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="fund.feedue"
            ),
        ),
        migrations.AddField(
            model_name="feepayment",
            name="journal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fund.journal"
            ),
        ),
        migrations.AddField(
            model_name="feepayment",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="fee_payment", to="fund.bankline"
            ),
        ),
        migrations.AddConstraint(
            model_name="feepayment",
            constraint=models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="a_fee_payment_is_of_money"),
        ),
    ]

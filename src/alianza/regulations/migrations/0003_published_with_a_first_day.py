from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from alianza.written import day_of


def say_first_days(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give a version that was published without a first day the one its document names, else the day of publication."""
    versions = apps.get_model("regulations", "SheetVersion").objects
    for version in versions.filter(confirmed_at__isnull=False, effective_from__isnull=True):
        first = day_of(version.document.get("effective_from")) or timezone.localdate(version.confirmed_at)
        if version.effective_to is not None:
            first = min(first, version.effective_to)
        versions.filter(pk=version.pk).update(effective_from=first)


class Migration(migrations.Migration):
    dependencies = [
        ("regulations", "0002_looks_and_error_reports"),
    ]

    operations = [
        migrations.RunPython(say_first_days, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="sheetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at__isnull", True), ("effective_from__isnull", False), _connector="OR"),
                name="a_sheet_is_published_with_its_first_day",
            ),
        ),
    ]

"""The kind of project as the papers name it, the day a proposal came to its state, what was found of double funding."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fund", "0003_programmes_under_way")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                blank=True, default="", help_text="one the founding papers name, or `other`", max_length=40
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposal",
            name="moved_at",
            field=models.DateTimeField(default=django.utils.timezone.now, help_text="when it came to its state"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="overlap_judged",
            field=models.TextField(
                blank=True,
                default="",
                help_text="what the secretariat found of double funding",
                max_length=2000,
            ),
            preserve_default=False,
        ),
    ]

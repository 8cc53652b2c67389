from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fund", "0001_trust_fund")]

    operations = [
        migrations.AddField(
            model_name="operation",
            name="lapse_told",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="days before its lapse that people were last told of", null=True
            ),
        ),
    ]

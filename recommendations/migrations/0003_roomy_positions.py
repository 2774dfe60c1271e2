from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0002_tap_key_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ballotitem",
            name="position",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]

"""``manage.py catalog_status``: what differs between the database and the fixtures."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS
from django.db.utils import OperationalError, ProgrammingError

from pokedex.loading import LoadError, catalog_folder, catalog_status


class Command(BaseCommand):
    """Say what a load would do, and what people have changed; nothing is written."""

    help = (
        "Say what differs between the catalog in the database and its fixtures: what `loaddata "
        "catalog` would do, and what people have changed. Writes nothing. The exit code is 0 when "
        "nothing differs, 1 when something does, 2 when they cannot be compared."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--database", default=DEFAULT_DB_ALIAS, help="Which database of the settings."
        )

    def handle(self, *, database: str, verbosity: int, **options: object) -> None:
        """Compare and report. Raises ``CommandError`` with the exit code of a difference."""
        try:
            status = catalog_status(catalog_folder(), database)
        except LoadError as error:
            raise CommandError(str(error), returncode=2) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used ({error}). Has `manage.py migrate` been run?",
                returncode=2,
            ) from error
        lines = [*status.edited, *(status.others if verbosity >= 2 else ()), *status.summary()]
        if verbosity:
            for line in lines:
                self.stdout.write(line)
        if not status.is_same:
            more = "" if verbosity >= 2 or not status.others else " --verbosity 2 names each row."
            raise CommandError(f"The database and the fixtures differ.{more}", returncode=1)
        if verbosity:
            self.stdout.write("The database is as the fixtures say.")

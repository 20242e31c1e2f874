"""``manage.py export_fixtures``: the database's catalog as fixtures, to be committed."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS
from django.db.utils import OperationalError, ProgrammingError

from pokedex.loading import LoadError, catalog_folder, exported_fixtures
from pokedex.sources.documents import MANIFEST, manifest_of_export, write_files


class Command(BaseCommand):
    """Write the catalog back in the form of the fixtures, with the manifest."""

    help = (
        "Write the catalog of the database in the form of its fixtures, so that what people have "
        "changed can be committed. Load the catalog first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--output", type=Path, help="The folder to write to (default: that of the fixtures)."
        )
        parser.add_argument(
            "--database", default=DEFAULT_DB_ALIAS, help="Which database of the settings."
        )

    def handle(self, *, output: Path | None, database: str, **options: object) -> None:
        """Export and say which files changed. Raises ``CommandError``; nothing is written then."""
        folder = catalog_folder()
        fixtures = folder.path.parent
        output = fixtures if output is None else output
        try:
            files = exported_fixtures(folder, database)
        except LoadError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used ({error}). Has `manage.py migrate` been run?"
            ) from error
        try:
            files[MANIFEST] = manifest_of_export((fixtures / MANIFEST).read_bytes(), files)
        except (OSError, ValueError) as error:
            raise CommandError(f"{MANIFEST} is missing or cannot be read ({error}).") from error
        try:
            changed = [name for name, content in files.items() if _differs(output / name, content)]
            removed = write_files(files, output)
        except OSError as error:
            raise CommandError(f"The fixtures cannot be written ({error}).") from error
        for name in removed:
            self.stdout.write(f"Removed {name}: no game has it any more.")
        for name in changed:
            self.stdout.write(f"Changed {name}.")
        self.stdout.write(f"Wrote {len(files)} files to {output}.")


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content

"""Files between the dry run and the import, in the database: whichever worker answers finds them.

A file of a folder would be on one machine, one of the cache could be thrown out by others. Sending
the file again would ask the person to choose it again.
"""

from __future__ import annotations

import hashlib
import uuid
import zlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pokedex.models import ImportUpload
from pokedex.transfer.files import MOST_BYTES, said

WHOLE_GAME = "whole-game"
KEPT = timedelta(days=1)
# Of one person; older ones go.
MOST_KEPT = 5
NAME_LENGTH = 200
# Fast: the file is read again within minutes, mostly.
COMPRESSION = 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was chosen; its format is that of the files in it where it is an archive."""

    pk: uuid.UUID
    name: str
    file_format: str
    content: bytes


def keep_upload(*, owner: int, kind: str, name: str, file_format: str, content: bytes) -> Upload:
    """Keep a file for its owner for a day; clear what is older, and what is too much.

    ``kind`` says what is imported: the name of a model, or ``WHOLE_GAME``.
    """
    shown = said(name).strip()[:NAME_LENGTH] or "file"
    with transaction.atomic():
        ImportUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()
        own = ImportUpload.objects.filter(owner=owner).order_by("-uploaded_at", "-id")
        late = list(own.values_list("pk", flat=True)[MOST_KEPT - 1 :])
        ImportUpload.objects.filter(pk__in=late).delete()
        row = ImportUpload.objects.create(
            owner_id=owner,
            row_model=kind,
            name=shown,
            file_format=file_format,
            digest=hashlib.sha256(content).hexdigest(),
            content=zlib.compress(content, COMPRESSION),
        )
    return Upload(row.pk, row.name, row.file_format, content)


def find_upload(pk: str, *, owner: int, kind: str) -> Upload | None:
    """Return a file of this owner and kind; None when it is gone, or is not his. 1 query."""
    try:
        wanted = uuid.UUID(pk)
    except ValueError:
        return None
    row = ImportUpload.objects.filter(
        pk=wanted,
        owner=owner,
        row_model=kind,
        uploaded_at__gte=timezone.now() - KEPT,
    ).first()
    if row is None:
        return None
    content = zlib.decompressobj().decompress(bytes(row.content), MOST_BYTES)
    if hashlib.sha256(content).hexdigest() != row.digest:
        return None
    return Upload(row.pk, row.name, row.file_format, content)


def drop_upload(pk: uuid.UUID) -> None:
    """Forget a file that has been imported."""
    ImportUpload.objects.filter(pk=pk).delete()

"""Small steps of the tests of imports."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from accounts.models import User
from pokedex.transfer.plans import ImportPlan
from pokedex.transfer.resources import RESOURCES, CatalogResource
from pokedex.transfer.uploads import Upload
from pokedex.transfer.writing import plan_upload, write_import
from tests.factories import UserFactory


def resource_of(model: type[models.Model]) -> CatalogResource:
    return RESOURCES[model]()


def exported(model: type[models.Model], file_format: str = "csv") -> bytes:
    """Every row of a model as a file."""
    return resource_of(model).file(None, file_format)


def plan_of(model: type[models.Model], content: bytes, file_format: str = "csv") -> ImportPlan:
    upload = Upload(uuid.uuid4(), f"file.{file_format}", file_format, content)
    return plan_upload(resource_of(model), upload)


def imported(
    model: type[models.Model], content: bytes, file_format: str = "csv", user: User | None = None
) -> ImportPlan:
    """Import a file that has no faults."""
    plan = plan_of(model, content, file_format)
    assert [str(fault) for fault in plan.faults] == []
    write_import(plan=plan, user=(user or UserFactory.create()).pk)
    return plan


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    """Every row of a model as a JSON file has it, to be changed."""
    rows: list[dict[str, Any]] = json.loads(exported(model, "json"))
    return rows


def as_json(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(rows).encode()


def table_of(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """All that the table has, to see that nothing has changed."""
    return list(model._default_manager.order_by("pk").values_list())

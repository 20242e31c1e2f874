"""From the source tables to the catalog: CSV in, dataclasses out. Plain Python, no Django.

``catalog.read_catalog`` is the entry; ``docs/data.md`` says where the source tables come from and
what is corrected. The tables under ``tables/`` are the project's own.
"""

"""The catalog as files that curators edit elsewhere, CSV or JSON: export, dry run and import.

`resources` says which columns the file of each model has (docs/catalog-files.md shows them),
`files` reads and writes bytes, `plans` compares a file with the database and writes nothing,
`writing` carries a plan out, `uploads` keeps a file between the two.
"""

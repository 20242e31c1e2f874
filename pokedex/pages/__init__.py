"""What each page shows: one function per page, a fixed number of queries, dataclasses out."""

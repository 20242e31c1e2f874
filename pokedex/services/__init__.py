"""What curators change in the catalog beyond a row's own form. Keyword-only, typed, atomic."""

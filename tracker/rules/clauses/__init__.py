"""One small module for each family of clauses; each says what its clauses have to say."""

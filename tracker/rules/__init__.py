"""The rules of a Nuzlocke in plain Python: facts in, verdicts out, no Django."""

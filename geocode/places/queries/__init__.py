"""Free-standing queries: one place asked for by name or wording, and what was meant by a slip."""

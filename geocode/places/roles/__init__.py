"""What part a mentioned place plays in its sentence: site, origin, actor or speaker."""

"""Which entry a mention means: candidates, evidence, a learned score with reasons."""

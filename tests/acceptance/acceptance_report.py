"""Where the first real report lies beside the checkout, on its developers' machines only."""

from pathlib import Path

NAME = "2022-02-14-belarus-drills.txt"
REPORT = Path(__file__).resolve().parents[3] / "shared" / "seeds" / NAME

"""Rewrites the golden files from what is read today. Look at the difference before you commit it.

python tests/golden/rewrite.py
"""

from rendering import FOLDER, NAMES, render

from geocode.gazetteer import open_gazetteer

if __name__ == "__main__":
    gazetteer = open_gazetteer()
    for name in NAMES:
        (FOLDER / f"{name}.txt").write_text(render(name, gazetteer), encoding="utf-8")

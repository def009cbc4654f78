"""Rewrites the golden lookups from what is answered today, and says where the table disagrees.

python tests/golden/rewrite_lookups.py [FOLDER OF gazetteer.sqlite]

Look at the difference before you commit it. ``lookups/expected.txt`` is never written.
"""

import sys
from pathlib import Path

from lookup_answers import answers, failures, golden, kinds, read_expected

from geocode.gazetteer import DEFAULT_PATH, open_gazetteer

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH.parent
    gazetteer = open_gazetteer(folder / DEFAULT_PATH.name)
    for kind in kinds():
        golden(kind).write_text(answers(kind, gazetteer), encoding="utf-8")
    for expected in read_expected():
        for failure in failures(expected, gazetteer):
            sys.stdout.write(f"[{expected.kind}] {expected.query}: {failure}\n")

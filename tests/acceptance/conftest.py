"""The first real report is somebody's copy and no part of the project.

Where it does not lie beside the checkout its tests are not collected.
"""

from acceptance_report import REPORT

collect_ignore = [] if REPORT.is_file() else ["test_first_report.py"]

"""Finds the Chromium the browser tests drive, or fetches Playwright's own where that is reachable.

Run as a script it makes sure there is one, and says what to do where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def executable() -> str | None:
    """Path of a Chromium, None if there is none.

    $CHROMIUM comes first, then one on the PATH, then Playwright's own.
    """
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path:
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def main() -> int:
    """Make sure a Chromium is there; 1 with advice where it cannot be had."""
    if executable():
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        subprocess.run([apt, "update", "-q"], check=False)
        subprocess.run(
            [apt, "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"],
            check=False,
        )
    if not executable():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)
    if executable():
        return 0
    sys.stderr.write("The browser tests need a Chromium: sudo apt install chromium\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

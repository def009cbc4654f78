"""Copies the third-party files of ``static/`` from npm's folder and writes ``SHA256SUMS``.

python dashboard/basemap/vendor.py [node_modules]: without a folder, only the digests are written.
"""

import hashlib
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
INTER = "@fontsource-variable/inter"
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek")
FILES = {
    "vendor/leaflet.js": "leaflet/dist/leaflet.js",
    "vendor/leaflet.css": "leaflet/dist/leaflet.css",
    "vendor/protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
    "vendor/mgrs.js": "mgrs/dist/mgrs.js",
    "vendor/geographiclib-geodesic.js": "geographiclib-geodesic/geographiclib-geodesic.min.js",
    "vendor/leaflet-editable.js": "leaflet-editable/src/Leaflet.Editable.js",
    "licences/leaflet.txt": "leaflet/LICENSE",
    "licences/leaflet-editable.txt": "leaflet-editable/README.md",
    "licences/protomaps-leaflet.txt": "protomaps-leaflet/LICENSE",
    "licences/mgrs.txt": "mgrs/license.md",
    "licences/geographiclib.txt": "geographiclib-geodesic/LICENSE.txt",
    "licences/inter.txt": f"{INTER}/LICENSE",
    **{
        f"fonts/inter-{name}-wght-normal.woff2": f"{INTER}/files/inter-{name}-wght-normal.woff2"
        for name in SUBSETS
    },
}
SOURCE_MAP = b"//# sourceMappingURL="
CHECKED = ("basemap", "fonts", "licences", "vendor")


def copy(modules: Path) -> None:
    """Copies each file; a script's last line goes if it names a source map we do not ship."""
    for target, source in FILES.items():
        data = (modules / source).read_bytes()
        kept = [line for line in data.split(b"\n") if not line.startswith(SOURCE_MAP)]
        script = target.endswith(".js")
        (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
        (STATIC / target).write_bytes(b"\n".join(kept) if script else data)


def write_sums() -> None:
    """Writes the digest of every third-party file, by name."""
    paths = sorted(path for folder in CHECKED for path in (STATIC / folder).iterdir())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(STATIC)}\n"
        for path in paths
    ]
    (STATIC / "SHA256SUMS").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        copy(Path(folder))
    write_sums()

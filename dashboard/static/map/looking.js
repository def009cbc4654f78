// Where the map looks: at all marks or where most happens, and the address that says so.
(function () {
  const C = window.datelineColumns, M = window.datelineMarks;
  const { S, shows } = window.datelineRows;
  const NEIGHBOURS_KM = 500, NEIGHBOURS_DEG = 4.5;  // as much, north or south: cheaper asked
  const WIDE_DEG = 60, HUBS = 40, WRITE_MS = 150;

  // The stretch a mark covers, its west, north, east and south; one as large as a continent is its
  // middle. On the map of the world nothing is smaller than on the ground.
  const HUGE_M = 1.5e6, UNIT_M = 40075016.686 / 2 ** 32;
  const pointOf = (m) => L.latLng(M.latOf(S.columns.mark_y[m]), M.lonOf(S.columns.mark_x[m]));
  const boundsOf = ([west, north, east, south]) => L.latLngBounds([M.latOf(south), M.lonOf(west)], [M.latOf(north), M.lonOf(east)]);
  function box(m) {
    const { mark_x: X, mark_y: Y, mark_west: W, mark_north: N, mark_east: E, mark_south: Z } = S.columns, found = [W[m], N[m], E[m], Z[m]];
    if (Math.hypot(E[m] - W[m], Z[m] - N[m]) * UNIT_M <= HUGE_M) return found;
    const bounds = boundsOf(found);
    return bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > HUGE_M ? [X[m], Y[m], X[m], Y[m]] : found;
  }
  const stretch = (m) => boundsOf(box(m));

  function grow(a, [west, north, east, south]) {
    if (west < a[0]) a[0] = west;
    if (north < a[1]) a[1] = north;
    if (east > a[2]) a[2] = east;
    if (south > a[3]) a[3] = south;
  }

  function fit(bounds) {
    if (!bounds.isValid()) return;
    // Names on the tiles are drawn for whole zooms: a little larger is crisp, smaller is not.
    const zoom = Math.min(7, S.map.getBoundsZoom(bounds, false, L.point(72, 72))), whole = Math.floor(zoom);
    S.map.setView(bounds.getCenter(), whole + Math.min(0.25, zoom - whole), { animate: false });
  }

  const kilometres = (a, b) => a.distanceTo(b) / 1000;

  // The marks that have rows, gathered by squares of about a degree: how many rows, the newest of
  // them, and the stretch of its marks.
  function squares() {
    const { marks, mark_x: X, mark_y: Y, m: { counts, row } } = S.columns, found = new Map();
    for (let m = 0; m < marks; m++) {
      if (!counts[m]) continue;
      const key = (Y[m] >>> 24) * 256 + (X[m] >>> 24), point = [X[m], Y[m], X[m], Y[m]], s = found.get(key);
      if (!s) { found.set(key, { n: counts[m], row: row[m], covered: box(m), middle: point }); continue; }
      s.n += counts[m]; s.row = Math.min(s.row, row[m]);
      grow(s.covered, box(m)); grow(s.middle, point);
    }
    for (const s of found.values()) s.at = boundsOf(s.middle).getCenter();
    return [...found.values()];
  }

  const together = (list) => list.reduce((all, s) => all.extend(boundsOf(s.covered)), L.latLngBounds([]));

  // Where most happens: the square with the most rows around it, or around the chosen one.
  function busiest(all) {
    const chosen = C.find(S.columns, S.q.chosen);
    const near = (at) => all.filter((s) => Math.abs(at.lat - s.at.lat) <= NEIGHBOURS_DEG && kilometres(at, s.at) <= NEIGHBOURS_KM);
    if (chosen >= 0 && shows(chosen)) return near(pointOf(S.columns.mark[chosen]));
    const hubs = [...all].sort((a, b) => b.n - a.n || a.row - b.row).slice(0, HUBS);
    let best = [], most = 0;
    for (const hub of hubs) {
      const around = near(hub.at), told = around.reduce((sum, s) => sum + s.n, 0);
      if (told > most) [best, most] = [around, told];
    }
    return best;
  }

  // A plain view of the whole world opens where most happens; a filtered one shows all it has.
  function open() {
    const all = squares(), bounds = L.latLngBounds(all.map((s) => s.at));
    if (!all.length) return;
    const wide = Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()) > WIDE_DEG;
    own(() => fit(together(wide && !S.q.filtered ? busiest(all) : all)));
  }

  // ---- the address: where one looks, so that a link shows the same stretch of the world ---------
  function own(move) { S.ours = true; move(); S.ours = false; }

  const noted = () => (new URL(parent.location).searchParams.get("map") || "").split("_");
  const place = () => noted().slice(0, 3);

  // After the place the address has what else is the reader's choice on the map, by name.
  const flags = new Set(noted().slice(3).filter((name) => /^[a-z]{1,12}$/.test(name)));
  const flagged = (name) => flags.has(name);
  function flag(name, on) {
    if (flags.has(name) === on) return;
    on ? flags.add(name) : flags.delete(name);
    write();
  }

  // What the address says of the map as far as the map knows: "" where it is to say nothing.
  let told = "";

  function addressed() {
    const [zoom, lat, lon] = place().map(Number);
    if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 85 || Math.abs(lon) > 540 || zoom < 0 || zoom > 18) return false;
    own(() => S.map.setView([lat, lon], zoom, { animate: false }));
    told = noted().join("_");
    return true;
  }

  function note() {
    if (S.ours) return;
    S.settling = false;
    clearTimeout(S.later);
    S.later = setTimeout(write, WRITE_MS);  // the address follows once the map is still
  }

  function write() {
    clearTimeout(S.later);
    const url = new URL(parent.location), at = S.middle ?? S.map.getCenter();
    told = [S.map.getZoom(), at.lat.toFixed(3), at.lng.toFixed(3), ...flags].join("_");
    url.searchParams.set("map", told);
    parent.history.replaceState(parent.history.state, "", url);
  }

  // The page writes the address anew as it was when a button was pressed: a move since then is
  // written again. Where the page sends the map elsewhere, the address is right as it stands.
  function rewrite() { if (told && noted().join("_") !== told) write(); }
  function unwritten() { told = ""; }

  // A filter may leave no mark in view: then look where they are. While the same is shown, whoever
  // looks elsewhere does so on purpose.
  function follow() {
    const before = S.shown;
    S.shown = S.selected.print;
    if (before === S.shown || !S.selected.rows || S.marks.seen) return;
    open();
    if (told) write(); // the address names no stretch that is left
  }

  function reveal(key) {
    const i = C.find(S.columns, key);
    if (i < 0 || !shows(i)) return;
    const bounds = stretch(S.columns.mark[i]);
    if (!S.map.getBounds().intersects(bounds)) S.map.panTo(bounds.getCenter(), { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  // Looks closer at what a donut stands for, as far as the map can.
  function closer(m) {
    const bounds = S.marks.bounds(m), most = S.map.getMaxZoom(), zoom = S.map.getZoom();
    if (zoom >= most) return false;
    const to = Math.min(most, Math.max(zoom + 1, S.map.getBoundsZoom(bounds, false, L.point(90, 90))));
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    S.map.setView(bounds.getCenter(), Math.floor(to), { animate: !still });
    return true;
  }

  window.datelineLooking = { fit, together, squares, open, own, flagged, flag, addressed, note, write, rewrite, unwritten, follow, reveal, closer };
})();

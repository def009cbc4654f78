// What is drawn in a view: rows gathered into places, donuts of places, and shapes. Every view is
// gathered anew from the rows, so that a million of them need nothing prepared.
(function () {
  const G = window.datelineGlyphs, O = window.datelineOutlines, { Sheet, frameOf } = window.datelineCanvas;
  const POINT = 0, DISC = 1, LINE = 2, AREA = 3;
  const CELL = 64, BUCKET = 64, FEW = 1200;  // places that are looked at one by one
  const SMALLEST = 22, SMALLEST_DISC = 9, MOST_SHAPES = 220, MOST_DISCS = 300, MANY_AREAS = 12, MANY_LOOSE = 40;
  const NEAR_M = 15000, BAND_M = 10000;  // where a report does not say, as in dashboard/layers
  const EQUATOR_M = 40075016.686, UNITS = 2 ** 32, NO_MARK = 2 ** 32 - 1;

  const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / UNITS))) * 180) / Math.PI;
  const lonOf = (x) => (x / UNITS) * 360 - 180;

  const inside = (v, x, y) => x >= v.left && x <= v.right && y >= v.top && y <= v.bottom;

  // ---- exact places -------------------------------------------------------------------------
  // Where the places in view lie: kept from one drawing to the next, for there are many.
  const scratch = { at: new Uint32Array(0), x: new Float64Array(0), y: new Float64Array(0) };

  // The places in view, each by itself while they are few, else gathered by cells of the screen.
  function places(d, v) {
    const { mark_x: X, mark_y: Y, mark_layer: layer, m: { counts } } = d;
    if (scratch.at.length < d.marks) Object.assign(scratch, { at: new Uint32Array(d.marks), x: new Float64Array(d.marks), y: new Float64Array(d.marks) });
    let seen = 0, n = 0;
    for (let at = 0; at < d.marks; at++) {
      if (!counts[at] || layer[at] !== POINT) continue;
      const y = Y[at] * v.scale - v.oy;
      if (y < -CELL || y > v.h + CELL) continue;
      let x = X[at] * v.scale - v.ox;
      if (x < -CELL) x += v.world;
      if (x > v.w + CELL) continue;
      if (inside(v, x, y)) seen++;
      scratch.at[n] = at; scratch.x[n] = x; scratch.y[n++] = y;
    }
    return { items: n <= FEW ? single(d, n) : cells(d, v, n), seen };
  }

  const single = (d, n) => Array.from({ length: n }, (_, k) => itemOf(d, scratch.at[k], scratch.x[k], scratch.y[k]));

  // Of a mark how many rows each group has: a list, which is made faster than an array of numbers.
  const groupsOf = ({ groups: g }, mark, k = mark * 8) => [g[k], g[k + 1], g[k + 2], g[k + 3], g[k + 4], g[k + 5], g[k + 6], g[k + 7]];

  const itemOf = (d, mark, x, y) => ({ mark, n: d.m.counts[mark], x, y, groups: groupsOf(d.m, mark),
    status: d.m.status[mark], row: d.m.row[mark], sure: d.m.sure[mark], places: 1, box: [x, y, x, y] });

  // Cells lie still on the world, so that a donut does not change while the map is moved.
  function cells(d, v, n) {
    const { counts, row, groups } = d.m, made = [], left = Math.floor((v.ox - CELL) / CELL), top = Math.floor((v.oy - CELL) / CELL);
    const across = Math.ceil(v.w / CELL) + 4, grid = new Array(across * (Math.ceil(v.h / CELL) + 4)).fill(null);
    for (let k = 0; k < n; k++) {
      const mark = scratch.at[k], x = scratch.x[k], y = scratch.y[k], own = counts[mark];
      const cell = (Math.floor((y + v.oy) / CELL) - top) * across + Math.floor((x + v.ox) / CELL) - left;
      const c = grid[cell];
      if (!c) { made.push((grid[cell] = itemOf(d, mark, x, y))); continue; }
      c.x += ((x - c.x) * own) / (c.n + own); c.y += ((y - c.y) * own) / (c.n + own);
      c.n += own; c.places++; c.row = Math.min(c.row, row[mark]);
      for (let g = 0; g < 8; g++) c.groups[g] += groups[mark * 8 + g];
      if (x < c.box[0]) c.box[0] = x; else if (x > c.box[2]) c.box[2] = x;
      if (y < c.box[1]) c.box[1] = y; else if (y > c.box[3]) c.box[3] = y;
    }
    return made;
  }

  const radius = (m) => (m.places > 1 ? G.clusterRadius(m.n) : G.placeRadius(m.n));

  // Items that would lie on one another become one, the largest first. They are looked for in the
  // nine squares around each; what lies outside the frame is held by the squares at its edge.
  function merged(items, v, size, near) {
    const across = Math.ceil(v.w / BUCKET) + 4, down = Math.ceil(v.h / BUCKET) + 4, kept = [], buckets = Array.from({ length: across * down }, () => []);
    items.sort((a, b) => b.n - a.n || a.row - b.row);
    for (const item of items) {
      const bx = Math.max(1, Math.min(across - 2, Math.floor(item.x / BUCKET) + 2)), by = Math.max(1, Math.min(down - 2, Math.floor(item.y / BUCKET) + 2));
      const own = size(item);
      let host = null;
      for (let y = by - 1; y <= by + 1 && !host; y++) for (let x = bx - 1; x <= bx + 1 && !host; x++)
        host = nearer(buckets[y * across + x], item.x, item.y, size, own, near);
      if (host) { join(host, item); continue; }
      kept.push(item);
      buckets[by * across + bx].push(item);
    }
    return kept;
  }

  // The first of a list that would lie on an item of this size.
  function nearer(list, x, y, size, own, near) {
    for (const o of list) { const dx = o.x - x, dy = o.y - y, r = (size(o) + own) * near; if (dx * dx + dy * dy < r * r) return o; }
    return null;
  }

  function join(a, b) {
    const n = a.n + b.n;
    if (a.n < 8 * b.n) { a.x += ((b.x - a.x) * b.n) / n; a.y += ((b.y - a.y) * b.n) / n; }
    a.n = n; a.places += b.places; a.status = Math.min(a.status, b.status);
    for (let g = 0; g < 8; g++) a.groups[g] += b.groups[g];
    a.box = [Math.min(a.box[0], b.box[0]), Math.min(a.box[1], b.box[1]), Math.max(a.box[2], b.box[2]), Math.max(a.box[3], b.box[3])];
  }

  // ---- discs, lines and areas ---------------------------------------------------------------
  function shapes(d, v) {
    const { counts, status, row } = d.m;
    const big = [], discs = [], loose = { near: [], area: [] };
    let seen = 0;
    for (let m = 0; m < d.marks; m++) {
      const shape = d.mark_layer[m];
      if (!counts[m] || shape === POINT) continue;
      const i = row[m], w = (d.mark_east[m] - d.mark_west[m]) * v.scale, h = (d.mark_south[m] - d.mark_north[m]) * v.scale;
      let x = ((d.mark_west[m] * v.scale - v.ox + w / 2) % v.world + v.world) % v.world;
      if (x - w / 2 > v.w && x + w / 2 - v.world > 0) x -= v.world;
      const y = d.mark_north[m] * v.scale - v.oy + h / 2;
      if (x + w / 2 < 0 || x - w / 2 > v.w || y + h / 2 < 0 || y - h / 2 > v.h) continue;
      if (x + w / 2 >= v.left && x - w / 2 <= v.right && y + h / 2 >= v.top && y - h / 2 <= v.bottom) seen++;
      const item = { mark: m, shape, n: counts[m], x, y, w, h, groups: groupsOf(d.m, m), status: status[m], row: i, sure: d.m.sure[m], places: 1,
        box: [x - w / 2, y - h / 2, x + w / 2, y + h / 2], dx: x - w / 2 - d.mark_west[m] * v.scale };
      if (shape === DISC) {
        item.x = d.mark_x[m] * v.scale + item.dx; item.y = d.mark_y[m] * v.scale - v.oy;
        const lat = (latOf(d.mark_y[m]) * Math.PI) / 180;
        item.r = ((d.mark_radius[m] || NEAR_M) * v.world) / (EQUATOR_M * Math.max(0.05, Math.cos(lat)));
        (item.r < SMALLEST_DISC ? loose.near : discs).push(item);
      } else (Math.max(w, h) < SMALLEST ? loose.area : big).push(item);
    }
    big.sort((a, b) => Math.max(b.w, b.h) - Math.max(a.w, a.h) || a.mark - b.mark);
    discs.sort((a, b) => b.n - a.n || a.mark - b.mark);
    loose.area.push(...big.splice(MOST_SHAPES));
    loose.near.push(...discs.splice(MOST_DISCS));
    return { big, discs: discs.sort((a, b) => b.r - a.r || a.mark - b.mark), loose, seen };
  }

  const looseRadius = (m) => (m.n === 1 ? 6 : m.n < 100 ? 9 : m.n < 1000 ? 11 : 13);

  // What is vague is never hidden: it is moved aside until it lies beside what is exact.
  function aside(items, towns) {
    const laid = [...towns];
    for (const item of items) {
      for (let turn = 0; turn < 3 && moved(item, nearer(laid, item.x, item.y, (o) => o.r, item.r + 1, 1), turn); turn++);
      laid.push(item);
    }
    return items;
  }

  function moved(item, over, turn) {
    if (!over) return false;
    const far = over.r + item.r + 2, away = Math.atan2(item.y - over.y || -1, item.x - over.x || 1) + turn * 0.9;
    item.x = over.x + far * Math.cos(away); item.y = over.y + far * Math.sin(away);
    return true;
  }

  // ---- all of a view ------------------------------------------------------------------------
  // In the order in which they are drawn: what is large and vague below, what is exact on top.
  function gather(d, v, picked, state) {
    const exact = places(d, v), rough = shapes(d, v);
    const towns = merged(exact.items, v, radius, exact.items.length > FEW / 2 ? 0.9 : 0.78)
      .map((m) => ({ ...m, type: m.places > 1 ? "cluster" : "place", r: radius(m) }));
    const vague = ["area", "near"].flatMap((of) =>
      merged(rough.loose[of], v, looseRadius, rough.loose[of].length > MANY_LOOSE ? 2.2 : 0.9).map((m) => ({ ...m, type: "loose", of, r: looseRadius(m) })));
    const loose = aside(vague, towns);
    const areas = rough.big.filter((m) => m.shape === AREA), lines = rough.big.filter((m) => m.shape === LINE);
    const most = Math.log(1 + Math.max(1, ...areas.map((m) => m.n)));
    const drawn = [];
    for (const [list, type] of [[areas, "area"], [lines, "line"]]) for (const m of list) {
      const held = O.of(state, m.mark, v.zoom);
      if (!held || !held.length) continue;
      const { drawn: path, corner } = O.path(held, v.scale, m.dx, -v.oy, v);
      drawn.push({ ...m, type, path, corner, many: list.length > MANY_AREAS, tint: areas.length > MANY_AREAS ? 0.01 + 0.06 * (Math.log(1 + m.n) / most) : 0.09,
        band: Math.max(9, (2 * (d.mark_radius[m.mark] || BAND_M) * v.world) / (EQUATOR_M * Math.max(0.05, Math.cos((latOf(d.mark_y[m.mark]) * Math.PI) / 180)))) });
    }
    towns.sort((a, b) => a.n - b.n || b.row - a.row);
    const all = [...drawn, ...rough.discs.map((m) => ({ ...m, type: "disc", corner: [m.x + m.r * 0.72, m.y - m.r * 0.72] })), ...loose, ...towns];
    all.forEach((m) => { m.style = G.styleOf(m.groups, m.type === "cluster" || m.type === "loose" ? 0 : m.status, m.n, m.type !== "place" && m.type !== "cluster"); });
    return { glyphs: pick(d, all, picked, v), seen: exact.seen + rough.seen, wanted: rough.big.map((m) => m.mark) };
  }

  // What was chosen or is pointed at shows, even where it is one of many in a donut.
  function pick(d, all, picked, v) {
    for (const i of picked) {
      const mark = d.mark[i], own = all.find((m) => m.mark === mark && m.places === 1 && m.type !== "loose");
      if (own) { own.chosen = true; if (own.type !== "area") { all.splice(all.indexOf(own), 1); all.push(own); } continue; }
      const layer = d.mark_layer[mark];
      if (layer === LINE || layer === AREA) continue;
      let x = d.mark_x[mark] * v.scale - v.ox;
      if (x < -CELL) x += v.world;
      const groups = new Uint32Array(8);
      groups[d.groups[d.kind[i]]] = 1;
      all.push({ type: layer === DISC ? "loose" : "place", of: "near", mark, n: 1, x, y: d.mark_y[mark] * v.scale - v.oy, r: 6.5, row: i,
        places: 1, chosen: true, box: [x, 0, x, 0], style: G.styleOf(groups, d.status[i], 1) });
    }
    return all;
  }

  const Marks = Sheet.extend({
    // ``ask`` gives what is to be drawn: columns, the rows chosen of them, the rows picked out.
    redraw() {
      const asked = this.options.ask();
      if (!asked || !this._map) return;
      const began = performance.now(), v = frameOf(this._map), g = this.lay(v);
      const { glyphs, seen, wanted } = gather(asked.columns, v, asked.picked, asked.state);
      let under = true;
      for (const m of glyphs) {
        if (under && !m.path) { under = false; badges(g, glyphs, (o) => o.path); }
        G[m.type](g, m);
        if (m.type === "disc" && m.n > 1) G.badge(g, ...m.corner, m);
        if (m.type === "loose" && m.chosen) { g.lineWidth = 2; g.strokeStyle = m.style.colour; g.strokeRect(m.x - 9, m.y - 9, 18, 18); }
      }
      if (under) badges(g, glyphs, (o) => o.path);
      for (const m of glyphs) if (m.places === 1 && m.sure === m.n) G.tick(g, m);
      if (asked.lit) light(g, asked.columns, v, asked.lit, glyphs);
      Object.assign(this, { glyphs, seen, took: performance.now() - began });
      O.want(asked.state, wanted, v.zoom, () => this.later());
    },
    // What lies under a point of the frame, the nearest and the smallest first.
    under(point) {
      if (!this.frame) return [];
      const { x, y } = this.corner().add(point), g = this.canvas.getContext("2d"), dpr = this.dpr;
      const on = (m) => {
        if (m.type === "area") return g.isPointInPath(m.path, x * dpr, y * dpr, "evenodd");
        if (m.type === "line") { g.lineWidth = m.band + 4; return g.isPointInStroke(m.path, x * dpr, y * dpr); }
        return Math.hypot(m.x - x, m.y - y) <= m.r + (m.type === "place" ? 5 : 2);
      };
      const size = (m) => (m.path ? Math.max(m.w, m.h) : m.r);
      const order = { place: 0, cluster: 0, loose: 1, disc: 2, line: 3, area: 4 };
      return this.glyphs.filter(on).sort((a, b) => order[a.type] - order[b.type] || size(a) - size(b));
    },
    // The stretch of the map that a glyph stands for.
    bounds(m) {
      const corner = this.corner(), at = (x, y) => this._map.containerPointToLatLng(L.point(x, y).subtract(corner));
      return L.latLngBounds(at(m.box[0], m.box[1]), at(m.box[2], m.box[3]));
    },
  });

  // What the timeline points at: rings where it is exact or near, an outline where it is a shape.
  function light(g, d, v, lit, glyphs) {
    g.strokeStyle = g.fillStyle = G.ink(); g.lineWidth = 2;
    for (const m of glyphs) if (m.path && lit[m.mark]) g.stroke(m.path);
    for (let m = 0; m < d.marks; m++) {
      if (!lit[m] || !d.m.counts[m] || d.mark_layer[m] > DISC) continue;
      let x = d.mark_x[m] * v.scale - v.ox;
      if (x < 0) x += v.world;
      const y = d.mark_y[m] * v.scale - v.oy;
      if (x > v.w || y < 0 || y > v.h) continue;
      g.beginPath(); g.arc(x, y, 9, 0, 2 * Math.PI); g.stroke();
    }
  }

  function badges(g, glyphs, which) {
    for (const m of glyphs) if (which(m) && m.n > 1 && m.corner) G.badge(g, ...m.corner, m);
  }

  window.datelineMarks = { layer: (ask) => Object.assign(new Marks({ ask, sheet: "marks", height: 410 }), { glyphs: [] }), latOf, lonOf };
})();

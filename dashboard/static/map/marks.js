// What is drawn in a view: rows gathered into places, donuts of places, and shapes. Every view is
// gathered anew from the rows, so that a million of them need nothing prepared.
(function () {
  const G = window.datelineGlyphs, O = window.datelineOutlines;
  const DISC = 1, LINE = 2, AREA = 3;
  const PAD = 0.3;  // drawn beyond the frame on each side, as a share of it
  const CELL = 64, BUCKET = 64, FEW = 9000;  // numbers, three for each row that is gathered by itself
  const SMALLEST = 22, SMALLEST_DISC = 9, MOST_SHAPES = 220, MOST_DISCS = 300, MANY_AREAS = 12, MANY_LOOSE = 40;
  const NEAR_M = 15000, BAND_M = 10000;  // where a report does not say, as in dashboard/layers
  const EQUATOR_M = 40075016.686, UNITS = 2 ** 32, NO_MARK = 2 ** 32 - 1;

  const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / UNITS))) * 180) / Math.PI;
  const lonOf = (x) => (x / UNITS) * 360 - 180;

  function frameOf(map) {
    const size = map.getSize(), zoom = map.getZoom(), world = 256 * 2 ** zoom, at = map.getPixelBounds().min;
    const left = size.x * PAD, top = size.y * PAD, ox = at.x - left;
    return { w: size.x + 2 * left, h: size.y + 2 * top, world, zoom, scale: world / UNITS,
      ox: ((ox % world) + world) % world, oy: at.y - top, left, top, right: left + size.x, bottom: top + size.y };
  }

  const inside = (v, x, y) => x >= v.left && x <= v.right && y >= v.top && y <= v.bottom;

  // ---- exact places -------------------------------------------------------------------------
  // One pass over the rows: counts by cell of the screen, and the rows themselves while they are few.
  function cells(d, chosen, v) {
    const { x: X, y: Y, mark, kind, status, groups, kept } = d;
    const gx0 = Math.floor(v.ox / CELL) - 1, gy0 = Math.floor(v.oy / CELL) - 1;
    const wide = Math.ceil(v.w / CELL) + 3, high = Math.ceil(v.h / CELL) + 3, N = wide * high;
    const c = { n: new Uint32Array(N), sx: new Float64Array(N), sy: new Float64Array(N), g: new Uint32Array(N * 8),
      row: new Int32Array(N).fill(-1), many: new Uint8Array(N), status: new Uint8Array(N).fill(255), box: new Float32Array(N * 4) };
    const few = [];
    let seen = 0, total = 0;
    for (let k = 0; k < chosen.rows; k++) {
      const i = kept[k];
      if (mark[i] !== NO_MARK) continue;
      const py = Y[i] * v.scale - v.oy;
      if (py < -CELL || py > v.h + CELL) continue;
      let px = X[i] * v.scale - v.ox;
      if (px < -CELL) px += v.world;
      if (px > v.w + CELL) continue;
      const at = (Math.floor((py + v.oy) / CELL) - gy0) * wide + Math.floor((px + v.ox) / CELL) - gx0;
      if (at < 0 || at >= N) continue;
      total++;
      if (few.length < FEW) few.push(i, px, py);
      const b = at * 4, first = c.row[at];
      if (first < 0) { c.row[at] = i; c.box[b] = c.box[b + 2] = px; c.box[b + 1] = c.box[b + 3] = py; }
      else {
        if (X[first] !== X[i] || Y[first] !== Y[i]) c.many[at] = 1;
        if (px < c.box[b]) c.box[b] = px; else if (px > c.box[b + 2]) c.box[b + 2] = px;
        if (py < c.box[b + 1]) c.box[b + 1] = py; else if (py > c.box[b + 3]) c.box[b + 3] = py;
      }
      c.n[at]++; c.sx[at] += px; c.sy[at] += py; c.g[at * 8 + groups[kind[i]]]++;
      if (status[i] < c.status[at]) c.status[at] = status[i];
      if (px >= v.left && px <= v.right && py >= v.top && py <= v.bottom) seen++;
    }
    return { c, few: total * 3 <= FEW ? few : null, seen };
  }

  function fromCells(c) {
    const items = [];
    for (let at = 0; at < c.n.length; at++) {
      const n = c.n[at];
      if (n) items.push({ n, x: c.sx[at] / n, y: c.sy[at] / n, groups: c.g.slice(at * 8, at * 8 + 8), row: c.row[at],
        status: c.status[at], places: c.many[at] ? 2 : 1, box: Array.from(c.box.subarray(at * 4, at * 4 + 4)) });
    }
    return items;
  }

  function fromRows(d, few) {
    const places = new Map();
    for (let k = 0; k < few.length; k += 3) {
      const i = few[k], key = (d.x[i] >>> 6) * 2 ** 26 + (d.y[i] >>> 6);
      let p = places.get(key);
      if (!p) places.set(key, (p = { n: 0, x: few[k + 1], y: few[k + 2], groups: new Uint32Array(8), row: i, status: 255,
        places: 1, box: [few[k + 1], few[k + 2], few[k + 1], few[k + 2]] }));
      p.n++; p.groups[d.groups[d.kind[i]]]++; p.status = Math.min(p.status, d.status[i]);
    }
    return [...places.values()];
  }

  const radius = (m) => (m.places > 1 ? G.clusterRadius(m.n) : G.placeRadius(m.n));

  // Items that would lie on one another become one, the largest first.
  function merged(items, size, near) {
    const kept = [], buckets = new Map();
    items.sort((a, b) => b.n - a.n || a.row - b.row);
    for (const item of items) {
      const bx = Math.floor(item.x / BUCKET), by = Math.floor(item.y / BUCKET);
      let host = null;
      for (let y = by - 1; y <= by + 1 && !host; y++) for (let x = bx - 1; x <= bx + 1 && !host; x++)
        host = (buckets.get(y * 4096 + x) || []).find((o) => Math.hypot(o.x - item.x, o.y - item.y) < (size(o) + size(item)) * near);
      if (host) { join(host, item); continue; }
      kept.push(item);
      const at = by * 4096 + bx;
      buckets.has(at) ? buckets.get(at).push(item) : buckets.set(at, [item]);
    }
    return kept;
  }

  function join(a, b) {
    const n = a.n + b.n;
    if (a.n < 8 * b.n) { a.x += ((b.x - a.x) * b.n) / n; a.y += ((b.y - a.y) * b.n) / n; }
    a.n = n; a.places += b.places; a.status = Math.min(a.status, b.status);
    for (let g = 0; g < 8; g++) a.groups[g] += b.groups[g];
    a.box = [Math.min(a.box[0], b.box[0]), Math.min(a.box[1], b.box[1]), Math.max(a.box[2], b.box[2]), Math.max(a.box[3], b.box[3])];
  }

  // ---- discs, lines and areas ---------------------------------------------------------------
  function shapes(d, chosen, v) {
    const { counts, groups, status, row } = chosen.vague;
    const big = [], discs = [], loose = { near: [], area: [] };
    let seen = 0;
    for (let m = 0; m < counts.length; m++) {
      if (!counts[m]) continue;
      const i = row[m], shape = d.shape[i], w = (d.mark_east[m] - d.mark_west[m]) * v.scale, h = (d.mark_south[m] - d.mark_north[m]) * v.scale;
      let x = ((d.mark_west[m] * v.scale - v.ox + w / 2) % v.world + v.world) % v.world;
      if (x - w / 2 > v.w && x + w / 2 - v.world > 0) x -= v.world;
      const y = d.mark_north[m] * v.scale - v.oy + h / 2;
      if (x + w / 2 < 0 || x - w / 2 > v.w || y + h / 2 < 0 || y - h / 2 > v.h) continue;
      if (x + w / 2 >= v.left && x - w / 2 <= v.right && y + h / 2 >= v.top && y - h / 2 <= v.bottom) seen++;
      const item = { mark: m, shape, n: counts[m], x, y, w, h, groups: groups.slice(m * 8, m * 8 + 8), status: status[m], row: i, places: 1,
        box: [x - w / 2, y - h / 2, x + w / 2, y + h / 2], dx: x - w / 2 - d.mark_west[m] * v.scale };
      if (shape === DISC) {
        item.x = d.x[i] * v.scale + item.dx; item.y = d.y[i] * v.scale - v.oy;
        const lat = (latOf(d.y[i]) * Math.PI) / 180;
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
  function aside(items, others) {
    for (const item of items) for (let turn = 0; turn < 3; turn++) {
      const over = others.find((o) => Math.hypot(o.x - item.x, o.y - item.y) < o.r + item.r + 1);
      if (!over) break;
      const far = over.r + item.r + 2, away = Math.atan2(item.y - over.y || -1, item.x - over.x || 1) + turn * 0.9;
      item.x = over.x + far * Math.cos(away); item.y = over.y + far * Math.sin(away);
    }
    return items;
  }

  // ---- all of a view ------------------------------------------------------------------------
  // In the order in which they are drawn: what is large and vague below, what is exact on top.
  function gather(d, chosen, v, picked, state) {
    const exact = cells(d, chosen, v), rough = shapes(d, chosen, v);
    const items = exact.few ? fromRows(d, exact.few) : fromCells(exact.c);
    const towns = merged(items, radius, exact.few ? 0.78 : 0.9).map((m) => ({ ...m, type: m.places > 1 ? "cluster" : "place", r: radius(m) }));
    const vague = ["area", "near"].flatMap((of) =>
      merged(rough.loose[of], looseRadius, rough.loose[of].length > MANY_LOOSE ? 2.2 : 0.9).map((m) => ({ ...m, type: "loose", of, r: looseRadius(m) })));
    const loose = [];
    for (const item of vague) loose.push(...aside([item], [...towns, ...loose]));
    const areas = rough.big.filter((m) => m.shape === AREA), lines = rough.big.filter((m) => m.shape === LINE);
    const most = Math.log(1 + Math.max(1, ...areas.map((m) => m.n)));
    const drawn = [];
    for (const [list, type] of [[areas, "area"], [lines, "line"]]) for (const m of list) {
      const held = O.of(state, m.mark, v.zoom);
      if (!held || !held.length) continue;
      const { drawn: path, corner } = O.path(held, v.scale, m.dx, -v.oy, v);
      drawn.push({ ...m, type, path, corner, tint: areas.length > MANY_AREAS ? 0.01 + 0.06 * (Math.log(1 + m.n) / most) : 0.09,
        band: Math.max(9, (2 * (d.mark_radius[m.mark] || BAND_M) * v.world) / (EQUATOR_M * Math.max(0.05, Math.cos((latOf(d.y[m.row]) * Math.PI) / 180)))) });
    }
    towns.sort((a, b) => a.n - b.n || b.row - a.row);
    const all = [...drawn, ...rough.discs.map((m) => ({ ...m, type: "disc", corner: [m.x + m.r * 0.72, m.y - m.r * 0.72] })), ...loose, ...towns];
    all.forEach((m) => { m.style = G.styleOf(m.groups, m.type === "cluster" || m.type === "loose" ? 0 : m.status, m.n); });
    return { glyphs: pick(d, all, picked, v), seen: exact.seen + rough.seen, wanted: rough.big.map((m) => m.mark) };
  }

  // What was chosen or is pointed at shows, even where it is one of many in a donut.
  function pick(d, all, picked, v) {
    for (const i of picked) {
      const vague = d.mark[i] !== NO_MARK;
      const own = all.find((m) => (vague ? m.mark === d.mark[i] && m.type !== "loose"
        : m.type === "place" && d.x[m.row] === d.x[i] && d.y[m.row] === d.y[i]));
      if (own) { own.chosen = true; if (own.type !== "area") { all.splice(all.indexOf(own), 1); all.push(own); } continue; }
      let x = d.x[i] * v.scale - v.ox;
      if (x < -CELL) x += v.world;
      const groups = new Uint32Array(8);
      groups[d.groups[d.kind[i]]] = 1;
      const lone = { type: vague ? "loose" : "place", of: d.shape[i] === DISC ? "near" : "area", n: 1, x, y: d.y[i] * v.scale - v.oy, r: 6.5,
        row: i, places: 1, groups, status: d.status[i], chosen: true, mark: vague ? d.mark[i] : undefined, box: [x, 0, x, 0] };
      lone.style = G.styleOf(groups, d.status[i], 1);
      if (!vague || d.shape[i] === DISC) all.push(lone);
    }
    return all;
  }

  const Marks = L.Layer.extend({
    initialize(options) { L.setOptions(this, options); },
    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated marks", map.getPane("overlayPane"));
      this.canvas.setAttribute("aria-hidden", "true");
      this.glyphs = [];
    },
    getEvents() { return { zoomanim: this._animate, moveend: () => this.redraw() }; },
    _animate(e) {
      const map = this._map, scale = map.getZoomScale(e.zoom, this._zoom), half = map.getSize().multiplyBy(0.5 + PAD);
      const offset = half.multiplyBy(-scale).add(map.project(this._center, e.zoom)).subtract(map._getNewPixelOrigin(e.center, e.zoom));
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },
    // ``ask`` gives what is to be drawn: columns, the rows chosen of them, the rows picked out.
    redraw() {
      const asked = this.options.ask();
      if (!asked || !this._map) return;
      const began = performance.now(), map = this._map, v = frameOf(map), c = this.canvas, dpr = window.devicePixelRatio || 1;
      const { glyphs, seen, wanted } = gather(asked.columns, asked.selected, v, asked.picked, asked.state);
      this._center = map.getCenter(); this._zoom = map.getZoom();
      L.DomUtil.setTransform(c, map.containerPointToLayerPoint([-v.left, -v.top]).round(), 1);
      if (c.width !== Math.round(v.w * dpr) || c.height !== Math.round(v.h * dpr)) {
        c.width = Math.round(v.w * dpr); c.height = Math.round(v.h * dpr); c.style.width = `${v.w}px`; c.style.height = `${v.h}px`;
      }
      const g = c.getContext("2d");
      g.setTransform(dpr, 0, 0, dpr, 0, 0); g.clearRect(0, 0, v.w, v.h);
      let under = true;
      for (const m of glyphs) {
        if (under && !m.path) { under = false; badges(g, glyphs, (o) => o.path); }
        G[m.type](g, m);
        if (m.type === "disc" && m.n > 1) G.badge(g, ...m.corner, m);
        if (m.type === "loose" && m.chosen) { g.lineWidth = 2; g.strokeStyle = m.style.colour; g.strokeRect(m.x - 9, m.y - 9, 18, 18); }
      }
      if (under) badges(g, glyphs, (o) => o.path);
      Object.assign(this, { glyphs, frame: v, dpr, seen, took: performance.now() - began });
      O.want(asked.state, wanted, v.zoom, () => this.redraw());
    },
    // What lies under a point of the frame, the nearest and the smallest first.
    under(point) {
      if (!this.frame) return [];
      const x = point.x + this.frame.left, y = point.y + this.frame.top, g = this.canvas.getContext("2d"), dpr = this.dpr;
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
      const v = this.frame, at = (x, y) => this._map.containerPointToLatLng([x - v.left, y - v.top]);
      return L.latLngBounds(at(m.box[0], m.box[1]), at(m.box[2], m.box[3]));
    },
  });

  function badges(g, glyphs, which) {
    for (const m of glyphs) if (which(m) && m.n > 1 && m.corner) G.badge(g, ...m.corner, m);
  }

  window.datelineMarks = { layer: (ask) => new Marks({ ask }), latOf, lonOf };
})();

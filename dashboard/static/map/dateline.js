// The marks on the map. The page gives integers; texts are fetched by the key of the marks and are
// written with textContent only. A mark's shape says how precisely its place is known.
(function () {
  const NO_DAY = -1e7;
  const CLAIMS = "claims";  // in the address, after the place: disputed lines are shown
  const POINT = 0, DISC = 1, LINE = 2, AREA = 3;
  const PLANNED = 2, HYPOTHETICAL = 3, DENIED = 4, BACKGROUND = 5;
  // The order of words.GROUPS; tests/dashboard/test_static.py keeps the two the same.
  const LIGHT = ["#c8501e", "#b98200", "#a8467f", "#0b8560", "#1766a6", "#4d93b8", "#80542b", "#6c737b"];
  const DARK = ["#f0774a", "#e8b23a", "#dd88b8", "#3fc297", "#62aee6", "#9fd3ee", "#cfa274", "#a4adb6"];
  const S = { map: null, q: null, key: null, marks: [], drawn: [], fit: null, ours: false, settling: false, dark: null };

  const paper = () => (S.q.dark ? "#12161b" : "#ffffff");
  const ink = () => (S.q.dark ? "#ffffff" : "#14181d");
  const palette = () => (S.q.dark ? DARK : LIGHT);

  // ---- shapes -------------------------------------------------------------------------------
  const metresPerPixel = (map, lat) =>
    (40075016.686 * Math.max(0.05, Math.cos((lat * Math.PI) / 180))) / 256 / 2 ** map.getZoom();

  function ring(ctx, p, r, colour, width, dash) {
    ctx.beginPath();
    ctx.arc(p.x, p.y, r, 0, 2 * Math.PI);
    ctx.setLineDash(dash || []);
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  const Town = L.CircleMarker.extend({
    _updatePath() {
      const r = this._renderer, ctx = r._ctx, p = this._point, o = this.options.mark;
      if (!r._drawing || this._empty()) return;
      const size = this._radius, style = o.style;
      ctx.globalAlpha = style.alpha;
      if (o.chosen) { ctx.globalAlpha = 1; ring(ctx, p, size + 4.5, ink(), 2); ring(ctx, p, size + 2, paper(), 3); }
      ctx.beginPath(); ctx.arc(p.x, p.y, size + 1.2, 0, 2 * Math.PI); ctx.fillStyle = paper(); ctx.fill();
      if (style.hollow || style.dash) {
        ctx.beginPath(); ctx.arc(p.x, p.y, size - 1, 0, 2 * Math.PI); ctx.fillStyle = style.colour;
        if (style.dash) { ctx.globalAlpha *= 0.28; ctx.fill(); ctx.globalAlpha = o.chosen ? 1 : style.alpha; }
        ring(ctx, p, size - 1, style.colour, 2, style.dash);
      } else {
        let from = -Math.PI / 2;
        for (const [colour, share] of style.shares) {
          ctx.beginPath(); ctx.moveTo(p.x, p.y); ctx.arc(p.x, p.y, size, from, from + share * 2 * Math.PI);
          ctx.closePath(); ctx.fillStyle = colour; ctx.fill(); from += share * 2 * Math.PI;
        }
      }
      if (o.rows.length > 1) {
        ctx.globalAlpha = 1;
        ctx.beginPath(); ctx.arc(p.x, p.y, size - 3, 0, 2 * Math.PI); ctx.fillStyle = paper(); ctx.fill();
        ctx.fillStyle = ink(); ctx.font = "600 10px Inter, sans-serif"; ctx.textAlign = "center";
        ctx.textBaseline = "middle"; ctx.fillText(String(o.rows.length), p.x, p.y + 0.5);
      }
      ctx.globalAlpha = 1;
    },
  });

  const Disc = L.CircleMarker.extend({
    _project() {
      const m = this.options.mark;
      this._radius = Math.max(8, m.radius / metresPerPixel(this._map, m.at[0]));
      L.CircleMarker.prototype._project.call(this);
    },
    _updatePath() {
      const r = this._renderer, ctx = r._ctx, p = this._point, o = this.options.mark, style = o.style;
      if (!r._drawing || this._empty()) return;
      ctx.globalAlpha = (o.chosen ? 0.3 : 0.17) * style.alpha;
      ctx.beginPath(); ctx.arc(p.x, p.y, this._radius, 0, 2 * Math.PI); ctx.fillStyle = style.colour; ctx.fill();
      ctx.globalAlpha = style.alpha;
      if (o.chosen) { ctx.globalAlpha = 1; ring(ctx, p, this._radius + 2.5, ink(), 2); }
      ring(ctx, p, this._radius, style.colour, 1.8, style.dash);
      ctx.beginPath(); ctx.arc(p.x, p.y, 2, 0, 2 * Math.PI); ctx.fillStyle = style.colour; ctx.fill();
      if (o.rows.length > 1) badge(ctx, p.x + this._radius * 0.72, p.y - this._radius * 0.72, o);
      ctx.globalAlpha = 1;
    },
  });

  function badge(ctx, x, y, mark) {
    ctx.globalAlpha = 1;
    ctx.beginPath(); ctx.arc(x, y, 7, 0, 2 * Math.PI); ctx.fillStyle = paper(); ctx.fill();
    ctx.lineWidth = 1.4; ctx.strokeStyle = mark.style.colour; ctx.stroke();
    ctx.fillStyle = ink(); ctx.font = "600 9.5px Inter, sans-serif"; ctx.textAlign = "center";
    ctx.textBaseline = "middle"; ctx.fillText(String(mark.rows.length), x, y + 0.5);
  }

  const Band = L.Polyline.extend({
    _project() {
      const m = this.options.mark, lat = m.at[0];
      this.options.weight = Math.max(9, (2 * m.radius) / metresPerPixel(this._map, lat));
      L.Polyline.prototype._project.call(this);
    },
  });

  const Area = L.Polygon.extend({
    _small() {
      const b = this._rawPxBounds, size = b && b.isValid() && b.getSize();
      return size && Math.max(size.x, size.y) < 10 ? b.getCenter() : null;
    },
    _updatePath() {
      const at = this._small();
      if (!at) return L.Polygon.prototype._updatePath.call(this);
      const r = this._renderer, ctx = r._ctx;
      if (!r._drawing) return;
      ctx.globalAlpha = 0.9; ctx.fillStyle = paper(); ctx.fillRect(at.x - 6, at.y - 6, 12, 12);
      ctx.fillStyle = this.options.color; ctx.fillRect(at.x - 5, at.y - 5, 10, 10); ctx.globalAlpha = 1;
    },
    _containsPoint(p) {
      const at = this._small();
      return at ? Math.abs(p.x - at.x) <= 7 && Math.abs(p.y - at.y) <= 7
        : L.Polygon.prototype._containsPoint.call(this, p);
    },
  });

  // ---- rows to marks ------------------------------------------------------------------------
  const inRange = (row, since, until) => {
    if (since === NO_DAY && until === NO_DAY) return true;
    if (row.from === null) return false;
    return (until === NO_DAY || row.from <= until) && (since === NO_DAY || row.to >= since);
  };

  function read(d) {
    const marks = d.marks.map(([shape, coordinates, radius], index) => {
      const flat = [];
      (function walk(c) { typeof c[0] === "number" ? flat.push(c) : c.forEach(walk); })(coordinates);
      const bounds = L.latLngBounds(flat);
      const at = shape < LINE ? coordinates : [bounds.getCenter().lat, bounds.getCenter().lng];
      return { index, shape, coordinates, radius, bounds, at, all: [], rows: [] };
    });
    d.id.forEach((id, i) => marks[d.mark[i]].all.push({ id, event: d.event[i], group: d.group[i], status: d.status[i],
      from: d.from[i], to: d.to[i], kind: d.kind[i], place: d.place[i], when: d.when[i] }));
    return marks;
  }

  function styleOf(rows) {
    const count = new Map();
    rows.forEach((r) => count.set(r.group, (count.get(r.group) || 0) + 1));
    const order = [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const status = Math.min(...rows.map((r) => r.status));
    return { colour: palette()[order[0][0]], shares: order.map(([g, n]) => [palette()[g], n / rows.length]),
      dash: status === PLANNED ? [4, 3] : status === HYPOTHETICAL ? [1.5, 3] : null,
      hollow: status === DENIED, alpha: status === BACKGROUND ? 0.5 : 1 };
  }

  function layersOf(mark) {
    const s = mark.style, o = { renderer: S.canvas, interactive: false, mark };
    if (mark.shape === POINT) return [new Town(mark.at, { ...o, radius: mark.rows.length > 1 ? 9.5 : 6.5 })];
    if (mark.shape === DISC) return [new Disc(mark.at, { ...o, radius: 8 })];
    if (mark.shape === LINE) {
      const band = new Band(mark.coordinates, { ...o, color: s.colour, opacity: (mark.chosen ? 0.38 : 0.22) * s.alpha,
        lineCap: "round", smoothFactor: 1.5 });
      const core = { ...o, color: s.colour, weight: mark.chosen ? 3.5 : 2.2, opacity: s.alpha, dashArray: s.dash };
      const under = mark.chosen ? [new L.Polyline(mark.coordinates, { ...o, color: ink(), weight: 6, opacity: 0.9 })] : [];
      return [band, ...under, new L.Polyline(mark.coordinates, core)];
    }
    const fill = (mark.chosen ? 0.2 : 0.09) * s.alpha;
    return [new Area(mark.coordinates, { ...o, color: mark.chosen ? ink() : s.colour, weight: mark.chosen ? 2.2 : 1.3,
      opacity: 0.9 * s.alpha, fillColor: s.colour, fillOpacity: s.hollow ? 0 : fill, dashArray: s.dash })];
  }

  // Large things first, so that small ones lie on top of them and stay within reach.
  const extent = (m) => m.bounds.getNorthEast().distanceTo(m.bounds.getSouthWest());
  const depth = (a, b) => b.shape - a.shape || extent(b) - extent(a) || a.index - b.index;

  function draw() {
    const { since, until, chosen } = S.q;
    S.group.clearLayers();
    S.drawn = [];
    for (const mark of S.marks) {
      mark.rows = mark.all.filter((row) => inRange(row, since, until));
      if (!mark.rows.length) continue;
      mark.chosen = mark.rows.some((row) => row.id === chosen || row.id === S.hovered);
      mark.style = styleOf(mark.rows);
      S.drawn.push(mark);
    }
    S.drawn.sort((a, b) => (a.chosen && a.shape !== AREA) - (b.chosen && b.shape !== AREA) || depth(a, b));
    for (const mark of S.drawn) {
      mark.layers = layersOf(mark);
      mark.layers.forEach((layer) => S.group.addLayer(layer));
    }
    document.body.dataset.marks = String(S.drawn.length);
    document.body.dataset.rows = String(S.drawn.reduce((n, m) => n + m.rows.length, 0));
  }

  // ---- looking ------------------------------------------------------------------------------
  const NEIGHBOURS_KM = 500, WIDE_DEG = 60;

  function fit(marks) {
    const all = L.latLngBounds([]);
    const huge = (m) => extent(m) > 3000 * NEIGHBOURS_KM;
    marks.forEach((m) => all.extend(marks.length > 1 && huge(m) ? m.at : m.bounds));
    if (!all.isValid()) return;
    // Names on the tiles are drawn for whole zooms: a little larger is crisp, smaller is not.
    const zoom = Math.min(7, S.map.getBoundsZoom(all, false, L.point(72, 72))), whole = Math.floor(zoom);
    S.map.setView(all.getCenter(), whole + Math.min(0.25, zoom - whole), { animate: false });
  }

  const kilometres = ([lat, lon], [lat2, lon2]) => {
    const east = (((lon2 - lon + 540) % 360) - 180) * Math.cos(((lat + lat2) * Math.PI) / 360);
    return 111.2 * Math.hypot(lat2 - lat, east);
  };

  // The marks around the one with the most events about it, an event with many places counted
  // once; the first of these where several have as many. One mark of each square degree is asked,
  // so that ten thousand are soon looked through.
  function busiest() {
    const cells = new Map();
    const inOrder = [...S.drawn].sort((a, b) => a.index - b.index);
    inOrder.forEach((m) => { const cell = `${Math.round(m.at[0])} ${Math.round(m.at[1])}`; if (!cells.has(cell)) cells.set(cell, m); });
    const chosen = inOrder.find((m) => m.rows.some((row) => row.id === S.q.chosen));
    let best = [], most = 0;
    for (const hub of chosen ? [chosen] : cells.values()) {
      const around = inOrder.filter((m) => kilometres(hub.at, m.at) <= NEIGHBOURS_KM);
      const events = new Set(around.flatMap((m) => m.rows.map((row) => row.event))).size;
      if (events > most) [best, most] = [around, events];
    }
    return best;
  }

  // A plain view of the whole world opens where most happens; a filtered one shows all it has.
  function open() {
    const all = L.latLngBounds(S.drawn.map((m) => m.at));
    const wide = Math.max(all.getEast() - all.getWest(), all.getNorth() - all.getSouth()) > WIDE_DEG;
    own(() => fit(wide && !S.q.filtered ? busiest() : S.drawn));
  }

  // ---- the address: where one looks, so that a link shows the same stretch of the world ---------
  function own(move) { S.ours = true; move(); S.ours = false; }

  const place = () => (new URL(parent.location).searchParams.get("map") || "").split("_").slice(0, 4);

  function addressed() {
    const [zoom, lat, lon] = place().map(Number);
    if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 85 || Math.abs(lon) > 540 || zoom < 0 || zoom > 18) return false;
    own(() => S.map.setView([lat, lon], zoom, { animate: false }));
    return true;
  }

  function note() {
    if (S.ours) return;
    S.settling = false;
    write();
  }

  function write() {
    const url = new URL(parent.location), at = S.map.getCenter();
    const where = [S.map.getZoom(), at.lat.toFixed(3), at.lng.toFixed(3)];
    url.searchParams.set("map", [...where, ...(window.datelineClaims.on() ? [CLAIMS] : [])].join("_"));
    parent.history.replaceState(parent.history.state, "", url);
  }

  // A filter may leave no mark in view: then look where they are. While the same is shown, whoever
  // looks elsewhere does so on purpose.
  function follow() {
    const before = S.shown, view = S.map.getBounds();
    S.shown = shown();
    if (before === S.shown) return;
    if (!S.drawn.length || S.drawn.some((m) => view.intersects(m.bounds))) return;
    open();
    if (place()[0]) write(); // the address names no stretch that is left
  }

  const shown = () => S.drawn.flatMap((m) => m.rows.map((row) => row.id)).join();

  function reveal(id) {
    const mark = S.drawn.find((m) => m.rows.some((row) => row.id === id));
    if (!mark || S.map.getBounds().intersects(mark.bounds)) return;
    S.map.panTo(mark.bounds.getCenter());
  }

  function under(point) {
    const hit = S.drawn.filter((m) => m.layers.some((layer) =>
      m.shape === POINT ? layer._point && layer._point.distanceTo(point) <= layer._radius + 5
        : layer._containsPoint(point)));
    return hit.sort((a, b) => a.shape - b.shape || extent(a) - extent(b));
  }

  function tip(marks) {
    const box = document.createElement("div");
    const rows = marks.flatMap((m) => m.rows);
    for (const row of rows.slice(0, 4)) {
      const line = box.appendChild(document.createElement("span"));
      line.className = "row";
      const dot = line.appendChild(document.createElement("span"));
      dot.className = "dot"; dot.style.background = palette()[row.group];
      line.appendChild(document.createElement("b")).textContent = row.kind;
      line.appendChild(document.createTextNode(` · ${row.place}`));
      line.appendChild(document.createElement("br"));
      const when = line.appendChild(document.createElement("span"));
      when.className = "soft"; when.textContent = row.when;
    }
    if (rows.length > 4) {
      const rest = box.appendChild(document.createElement("span"));
      rest.className = "row soft"; rest.textContent = `and ${rows.length - 4} more here`;
    }
    return box;
  }

  function disputed(claim) {
    const box = document.createElement("div");
    box.appendChild(document.createElement("b")).textContent = "Disputed";
    box.appendChild(document.createTextNode(` · ${claim}`));
    return box;
  }

  let clicks = 0;
  function pick(e) {
    const ids = under(e.layerPoint).flatMap((m) => m.rows.map((row) => row.id)).slice(0, 60);
    if (!ids.length) return;
    S.q.chosen = ids[0];
    draw();
    window.Streamlit.setComponentValue({ last_object_clicked_popup: ids, clicks: ++clicks });
  }

  let frame = 0;
  function hover(e) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const marks = under(e.layerPoint);
      S.map.getContainer().classList.toggle("over", marks.length > 0);
      const claim = marks.length ? null : window.datelineClaims.under(e.layerPoint);
      if (!marks.length && !claim) return S.map.closeTooltip(S.tip);
      S.tip.setLatLng(e.latlng).setContent(claim ? disputed(claim) : tip(marks));
      S.map.openTooltip(S.tip);
    });
  }

  // ---- legend and buttons -------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";
  const GLYPHS = [
    ["Town or spot", [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor" }]]],
    ["Near a place", [["circle", { cx: 11, cy: 7, r: 6, fill: "currentColor", "fill-opacity": 0.2, stroke: "currentColor", "stroke-width": 1.5 }], ["circle", { cx: 11, cy: 7, r: 1.5, fill: "currentColor" }]]],
    ["Border, river or coast", [["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 7, "stroke-opacity": 0.22 }], ["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 2 }]]],
    ["Country, region or part", [["path", { d: "M3 3h12l4 4-3 5H5z", fill: "currentColor", "fill-opacity": 0.15, stroke: "currentColor", "stroke-width": 1.3 }]]],
    ["Planned or possible", [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": "3 2" }]]],
    ["Denied", [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }]]],
    ["Background", [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor", "fill-opacity": 0.4 }]]],
  ];

  function legend() {
    const list = document.createElement("ul");
    list.className = "legend";
    for (const [name, shapes] of GLYPHS) {
      const item = list.appendChild(document.createElement("li"));
      const svg = item.appendChild(document.createElementNS(SVG, "svg"));
      svg.setAttribute("width", 22); svg.setAttribute("height", 14); svg.setAttribute("aria-hidden", "true");
      for (const [tag, attributes] of shapes) {
        const shape = svg.appendChild(document.createElementNS(SVG, tag));
        Object.entries(attributes).forEach(([k, v]) => shape.setAttribute(k, v));
      }
      item.appendChild(document.createTextNode(name));
    }
    document.body.appendChild(list);
  }

  function fitButton() {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = bar.appendChild(document.createElement("a"));
      const name = "Show all marks of the world";
      button.href = "#"; button.title = name; button.setAttribute("role", "button");
      button.setAttribute("aria-label", name); button.textContent = "⤢";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", (e) => { L.DomEvent.preventDefault(e); fit(S.drawn); });
      return bar;
    };
    return control;
  }

  // ---- the page's side ----------------------------------------------------------------------
  function start(map) {
    S.map = map;
    S.canvas = L.canvas({ padding: 0.4, tolerance: 4 });
    S.group = L.layerGroup().addTo(map);
    S.tip = L.tooltip({ className: "tip", direction: "top", offset: [0, -8], opacity: 1 });
    map.attributionControl.setPrefix(false);
    legend();
    fitButton().addTo(map);
    window.datelineClaims.start(map, place()[3] === CLAIMS, write);
    map.on("click", pick);
    map.on("mousemove", hover);
    map.on("mouseout", () => { cancelAnimationFrame(frame); map.closeTooltip(S.tip); });
    const range = (e) => { if (!S.key) return; S.q.since = e.detail.since; S.q.until = e.detail.until; draw(); };
    const chosen = (e) => { if (!S.key) return; S.q.chosen = e.detail.id; draw(); reveal(e.detail.id); };
    const pointed = (e) => { if (!S.key || S.hovered === e.detail.id) return; S.hovered = e.detail.id; draw(); };
    const wires = { "dateline:range": range, "dateline:chosen": chosen, "dateline:pointed": pointed };
    Object.entries(wires).forEach(([name, act]) => parent.addEventListener(name, act));
    window.addEventListener("pagehide", () =>
      Object.entries(wires).forEach(([name, act]) => parent.removeEventListener(name, act)));
    window.addEventListener("keydown", (e) => { if (e.key === "Escape") parent.dispatchEvent(new CustomEvent("dateline:escape")); });
    new ResizeObserver(() => {
      own(() => map.invalidateSize({ animate: false }));
      if (S.settling) open();
    }).observe(map.getContainer());
    if (addressed()) S.fit = S.q.fit;
    map.on("moveend", note);
  }

  function theme(q) {
    if (S.dark === q.dark && S.online === q.online) return;
    document.body.classList.toggle("dark", !!q.dark);
    window.datelineClaims.theme(!!q.dark);
    if (S.base) S.base.remove();
    S.base = q.online
      ? L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", { maxZoom: 18, attribution: "© OpenStreetMap contributors" })
      : window.datelineBasemap("../../app/static/basemap/world.pmtiles", !!q.dark);
    S.base.addTo(S.map);
    if (S.base.setZIndex) S.base.setZIndex(0);
    S.map.setMaxZoom(q.online ? 17 : 11);
    S.dark = q.dark; S.online = q.online;
  }

  async function load(q) {
    const answer = await fetch(`../../api/events/${q.key}.json`);
    if (!answer.ok || S.q.key !== q.key) return;
    const data = await answer.json();
    if (S.q.key !== q.key) return;
    const first = !S.key;
    S.marks = read(data); S.key = q.key;
    draw();
    if (first) S.shown = shown(); // a link may look where no mark is
    if (S.fit !== S.q.fit && S.drawn.length) { open(); S.fit = S.q.fit; S.settling = true; }
    else follow();
    reveal(S.q.chosen);
    document.body.dataset.ready = String(q.key);
  }

  window.dateline = {
    show(map, q) {
      S.q = { ...q };
      if (!S.map) start(map);
      theme(q);
      if (S.key === q.key) { draw(); follow(); reveal(q.chosen); } else load(q);
    },
    // What is drawn, for tests: shapes, keys of rows, and where on the screen.
    drawn: () => S.drawn.map((m) => {
      const p = S.map.latLngToContainerPoint(m.at);
      return { shape: m.shape, ids: m.rows.map((r) => r.id), x: p.x, y: p.y, chosen: !!m.chosen };
    }),
  };
})();

// The page's side of the map: what it is told to show, and what it tells the page.
(function () {
  const C = window.datelineColumns, G = window.datelineGlyphs, M = window.datelineMarks;
  const { S, picked, draw, listed } = window.datelineRows;
  const { CLAIMS, fit, together, squares, open, own, place, addressed, note, write, follow, reveal } = window.datelineLooking;
  const { T, learn, named } = window.datelineWords;
  const { over, caption } = window.datelineHovering;

  function fitButton() {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = bar.appendChild(document.createElement("a"));
      button.href = "#"; button.className = "fit"; button.setAttribute("role", "button"); button.textContent = "⤢";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", (e) => { L.DomEvent.preventDefault(e); if (S.columns) fit(together(squares())); });
      return bar;
    };
    return control;
  }

  function start(map) {
    S.map = map;
    S.marks = M.layer(() => S.columns && S.selected && { columns: S.columns, picked: picked(), state: S.state }).addTo(map);
    map.attributionControl.setPrefix(false);
    fitButton().addTo(map);
    window.datelineClaims.start(map, place()[3] === CLAIMS, write);
    window.datelineHovering.start();
    window.datelineChoosing.start();
    window.datelineDrawing.start();
    const range = (e) => { if (!S.columns) return; S.q.since = e.detail.since; S.q.until = e.detail.until; draw(); caption(e.detail.played); };
    const chosen = (e) => { if (!S.columns) return; S.q.chosen = e.detail.id; S.marks.redraw(); reveal(e.detail.id); };
    const pointed = (e) => { if (!S.columns || S.hovered === e.detail.id) return; S.hovered = e.detail.id; S.marks.redraw(); over([C.find(S.columns, S.hovered)].filter((i) => i >= 0)); };
    const wires = { "dateline:range": range, "dateline:chosen": chosen, "dateline:pointed": pointed, "dateline:address": write };
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
    // Whoever wants no motion gets none: neither zooms, nor drags that go on, nor tiles that fade.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      Object.assign(map.options, { inertia: false, zoomAnimation: false, fadeAnimation: false });
      map._zoomAnimated = map._fadeAnimated = false;
    }
  }

  function speak() {
    document.documentElement.lang = T.language;
    S.texts.clear();
    const $ = (selector) => document.querySelector(selector);
    named($(".fit"), T.fit); named($(".leaflet-control-zoom-in"), T.zoom_in); named($(".leaflet-control-zoom-out"), T.zoom_out);
    window.datelineLegend.speak();
    window.datelineClaims.speak();
  }

  function theme(q) {
    if (S.dark === q.dark && S.online === q.online) return;
    document.body.classList.toggle("dark", !!q.dark);
    window.datelineClaims.theme(!!q.dark);
    G.theme(!!q.dark);
    if (S.base) S.base.remove();
    S.base = q.online
      ? L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", { maxZoom: 18, attribution: "© OpenStreetMap contributors" })
      : window.datelineBasemap("../../app/static/basemap/world.pmtiles", !!q.dark);
    S.base.addTo(S.map);
    if (S.base.setZIndex) S.base.setZIndex(0);
    S.map.setMaxZoom(q.online ? 17 : 11);
    S.dark = q.dark; S.online = q.online;
  }

  const alike = (q) => S.state === q.columns && S.masked === q.mask;

  // What the query is about: the rows of the store, and which of them its words match.
  async function load(q) {
    const [columns, mask] = await Promise.all([
      S.state === q.columns ? S.columns : C.load(q.columns), q.mask < 0 ? null : S.masked === q.mask ? S.mask : C.mask(q.mask), learn(q.language, speak)]);
    if (S.q !== q || !columns || (q.mask >= 0 && !mask)) return;
    const first = !S.columns;
    if (S.state !== q.columns) S.texts.clear();
    Object.assign(S, { columns, state: q.columns, mask, masked: q.mask });
    draw();
    if (first) S.shown = S.selected.print; // a link may look where no mark is
    if (!look(q)) follow();
    reveal(q.chosen);
    ready(q);
  }

  // Asked to look again: where the address says, else at the marks. Whether it moved.
  function look(q) {
    if (S.fit === q.fit) return false;
    const there = addressed();
    if (!there && !S.selected.rows) return false;
    Object.assign(S, { fit: q.fit, settling: !there });
    if (!there) open();
    return true;
  }

  function ready(q) { document.body.dataset.ready = String(q.columns); }

  window.dateline = {
    show(map, q) {
      const before = S.dark;
      S.q = { ...q };
      if (!S.map) start(map);
      theme(q);
      learn(q.language, speak);
      if (!alike(q)) { load(S.q); return; }
      draw(); if (!look(q)) follow(); reveal(q.chosen); caption(false);
      if (before !== q.dark) S.marks.redraw();
      ready(q);
    },
    // All marks of the world, for tests: shapes, keys of rows, and where on the screen.
    drawn: () => listed().map((found) => {
      const d = S.columns, m = d.mark[found[0]], mid = (a, b) => (a[m] + b[m]) / 2, vague = d.mark_layer[m] > 1;
      const at = [M.latOf(vague ? mid(d.mark_north, d.mark_south) : d.mark_y[m]), M.lonOf(vague ? mid(d.mark_west, d.mark_east) : d.mark_x[m])];
      const p = S.map.latLngToContainerPoint(at);
      return { shape: d.mark_layer[m], ids: found.map((k) => C.keyOf(d, k)), x: p.x, y: p.y, chosen: picked().some((k) => found.includes(k)) };
    }),
    // What is on the screen: what sort of mark, how many rows, and where in the frame.
    seen: () => S.marks.glyphs.map((m) => ({ type: m.type, of: m.of, n: m.n, sure: m.sure || 0, chosen: !!m.chosen,
      x: (m.path && m.corner ? m.corner[0] : m.x) - S.marks.frame.left, y: (m.path && m.corner ? m.corner[1] : m.y) - S.marks.frame.top, r: m.r })),
    took: () => S.marks.took,
  };
})();

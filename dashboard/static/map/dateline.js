// The page's side of the map: what it is told to show, and what it tells the page.
(function () {
  const C = window.datelineColumns, G = window.datelineGlyphs, M = window.datelineMarks;
  const { T, learn, named } = window.datelineWords;
  const { S, picked, select, draw, paint, listed, touching } = window.datelineRows;
  const { fit, together, squares, open, own, flagged, flag, addressed, note, write, rewrite, unwritten, follow, reveal } = window.datelineLooking;
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
    S.marks = M.layer(() => S.columns && S.selected && !S.aiming && { columns: S.columns, picked: picked(), state: S.state, lit: S.lit }).addTo(map);
    map.attributionControl.setPrefix(false);
    fitButton().addTo(map);
    window.datelineMeasure.start();
    window.datelineClaims.start(map, flagged("claims"), (on) => flag("claims", on));
    window.datelineReadout.start();
    window.datelineHovering.start();
    window.datelineChoosing.start();
    window.datelineDrawing.start();
    const range = (e) => { if (!S.columns) return; S.q.since = e.detail.since; S.q.until = e.detail.until; draw(); caption(e.detail.played); };
    const chosen = (e) => { if (!S.columns) return; S.q.chosen = e.detail.id; S.marks.redraw(); reveal(e.detail.id); };
    const pointed = (e) => { if (!S.columns || S.hovered === e.detail.id) return; S.hovered = e.detail.id; S.marks.redraw(); over([C.find(S.columns, S.hovered)].filter((i) => i >= 0)); };
    const days = (e) => { if (!S.columns) return; S.lit = e.detail.days && touching(...e.detail.days); S.marks.redraw(); };
    const wires = { "dateline:range": range, "dateline:chosen": chosen, "dateline:pointed": pointed, "dateline:days": days, "dateline:address": write, "dateline:rewritten": rewrite };
    Object.entries(wires).forEach(([name, act]) => parent.addEventListener(name, act));
    // While the page is still being laid out the map keeps to its marks; whoever acts, has seen it.
    const acts = ["pointerdown", "keydown"], settled = () => { S.settling = false; };
    for (const view of [parent, window]) for (const act of acts) view.addEventListener(act, settled, true);
    window.addEventListener("pagehide", () =>
      [...Object.entries(wires), ...acts.map((act) => [act, settled, true])]
        .forEach((wire) => parent.removeEventListener(...wire)));
    window.addEventListener("keydown", (e) => { 
      if (e.key !== "Escape") return;
      if (window.datelineMeasure.on()) window.datelineMeasure.stop();
      else if (!window.datelineSpots.close(true)) parent.dispatchEvent(new CustomEvent("dateline:escape"));
    });
    // Whatever room the page leaves it, the map keeps its middle; halves of pixels do not add up.
    let resizing = false;
    map.on("moveend", () => { if (!resizing) S.middle = map.getCenter(); });
    new ResizeObserver(() => {
      const held = S.middle ?? map.getCenter(), before = map.getSize();
      resizing = true;
      own(() => {
        map.invalidateSize({ animate: false });
        const by = map.latLngToContainerPoint(held).subtract(map.getSize().divideBy(2)).round();
        if (by.x || by.y) map.panBy(by, { animate: false, noMoveStart: true });  // nobody moved it
      });
      resizing = false;
      if (S.settling && !before.equals(map.getSize())) open();
    }).observe(map.getContainer());
    // Where keys act is shown while keys are used.
    const box = map.getContainer(), keyed = (on) => () => box.classList.toggle("keyed", on);
    box.addEventListener("keydown", keyed(true)); box.addEventListener("keyup", keyed(true));
    box.addEventListener("pointerdown", keyed(false)); box.addEventListener("pointermove", keyed(false));
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
    $(".leaflet-container").setAttribute("aria-label", T.map);
    for (const part of [window.datelineLegend, window.datelineClaims, window.datelineReadout, window.datelineMeasure]) part.speak();
    if (S.surface) S.surface.redraw();
  }

  // ---- what lies under the marks ----------------------------------------------------------------
  function theme(q) {
    if (S.dark === q.dark && S.online === q.online && S.muted === q.muted) return;
    document.body.classList.toggle("dark", !!q.dark);
    window.datelineClaims.theme(!!q.dark);
    G.theme(!!q.dark);
    if (S.base) S.base.remove();
    S.base = q.online
      ? L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", { maxZoom: 18, attribution: "© OpenStreetMap contributors" })
      : window.datelineBasemap("../../app/static/basemap/world.pmtiles", q);
    S.base.addTo(S.map);
    if (S.base.setZIndex) S.base.setZIndex(0);
    S.map.setMaxZoom(q.online ? 17 : 11);
    Object.assign(S, { dark: q.dark, online: q.online, muted: q.muted });
    window.datelineOverlays.theme();
  }

  const SURFACES = [null, () => window.datelineHeat.layer(), () => window.datelineDivisions.layer("countries"),
    () => window.datelineDivisions.layer("regions")];  // in the order of view.SURFACES

  function surface(q) {
    window.datelineOverlays.show(q.overlays);
    if (S.surfaced === q.surface) return;
    if (S.surface) S.surface.remove();
    window.datelineDivisions.off();
    window.datelineWeighing.key("");
    S.surfaced = q.surface;
    S.surface = q.surface ? SURFACES[q.surface]() : null;
    if (S.surface) S.surface.addTo(S.map);
    document.body.classList.toggle("surfaced", !!S.surface);
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
    select();
    if (first) S.shown = S.selected.print; // a link may look where no mark is
    S.aiming = true; // what is not looked at need not be drawn
    const moved = look(q);
    S.aiming = false;
    paint();
    if (!moved) follow();
    reveal(q.chosen);
    ready(q);
  }

  // Asked to look again: where the address says, else at the marks. Whether it moved.
  function look(q) {
    if (S.fit === q.fit) return false;
    const there = addressed();
    if (!there && !S.selected.rows) return false;
    Object.assign(S, { fit: q.fit, settling: !there });
    if (!there) { unwritten(); open(); }
    return true;
  }

  function ready(q) {
    document.body.dataset.ready = String(q.columns);
    requestAnimationFrame(() => setTimeout(() => performance.mark("dateline:painted")));  // for whoever measures
  }

  window.dateline = {
    theme,
    show(map, q) {
      const before = S.dark;
      S.q = { ...q };
      if (!S.map) start(map);
      learn(q.language, speak);
      theme(q);
      surface(q);
      window.datelineLegend.mark();
      if (!alike(q)) { load(S.q); return; }
      draw(); if (!look(q)) follow(); reveal(q.chosen); caption(false);
      if (before !== q.dark) { S.marks.redraw(); if (S.surface) S.surface.redraw(); }
      window.datelineSpots.mark();
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
      x: (m.path && m.corner ? m.corner[0] : m.x) - S.marks.corner().x, y: (m.path && m.corner ? m.corner[1] : m.y) - S.marks.corner().y, r: m.r })),
    took: () => S.marks.took,
    // Whether marks and tiles are those of where the map looks, with nothing still to be painted.
    still: () => !S.marks.waits() && !(S.base && S.base.isLoading()),
  };
})();

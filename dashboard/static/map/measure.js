// How far it is: a way through points set by click, or at the middle of the map by key, along the
// shortest lines over the earth.
(function () {
  const { Sheet } = window.datelineCanvas, { S, element } = window.datelineRows, { T, number, named } = window.datelineWords, { script } = window.datelineReadout;
  const STEP_M = 50000, KM = 1000;
  const M = { on: false, points: [], towards: null, bar: null, button: null, box: null, said: null, sheet: null };

  const earth = () => window.geodesic.Geodesic.WGS84;

  // Source: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), by GeographicLib.
  const between = (a, b) => earth().Inverse(a.lat, a.lng, b.lat, b.lng).s12;

  // Places along the shortest line, their longitudes going on beyond 180° where it crosses it.
  function along(a, b) {
    const line = earth().InverseLine(a.lat, a.lng, b.lat, b.lng), parts = Math.max(1, Math.ceil(line.s13 / STEP_M));
    const found = [];
    for (let k = 0; k <= parts; k++) {
      const at = line.Position((line.s13 * k) / parts), before = found.length ? found.at(-1).lng : a.lng;
      found.push(L.latLng(at.lat2, at.lon2 + 360 * Math.round((before - at.lon2) / 360)));
    }
    return found;
  }

  const way = (points) => points.slice(1).map((b, k) => [points[k], b]);
  const length = (points) => way(points).reduce((sum, [a, b]) => sum + between(a, b), 0);
  const told = (m) => (m < KM ? `${number(Math.round(m))} m` : `${(m / KM).toLocaleString(T.language, { maximumFractionDigits: m < 1e5 ? 1 : 0 })} km`);

  function paint(g, v) {
    const at = (latlng) => { const p = S.map.latLngToContainerPoint(latlng); return [p.x + v.left, p.y + v.top]; };
    const drawn = M.towards ? [...M.points, M.towards] : M.points, ink = S.dark ? "#f2d24b" : "#1d2126", paper = S.dark ? "#12161b" : "#ffffff";
    g.lineJoin = g.lineCap = "round";
    for (const [width, colour] of [[5, paper], [2.2, ink]]) {
      g.lineWidth = width; g.strokeStyle = colour; g.beginPath();
      for (const [a, b] of way(drawn)) along(a, b).forEach((p, k) => (k ? g.lineTo(...at(p)) : g.moveTo(...at(p))));
      g.stroke();
    }
    for (const p of M.points) {
      g.beginPath(); g.arc(...at(p), 4.5, 0, 2 * Math.PI); g.fillStyle = paper; g.fill();
      g.lineWidth = 2.2; g.strokeStyle = ink; g.stroke();
    }
  }

  function write() {
    const metres = length(M.points);
    M.said.textContent = M.points.length > 1 ? told(metres) : T.measure_how;
    document.body.dataset.metres = M.points.length > 1 ? String(Math.round(metres)) : "";
    M.sheet.redraw();
  }

  function add(latlng) { M.points.push(latlng); M.towards = null; write(); }
  function undo() { M.points.pop(); M.towards = null; write(); }

  async function toggle(on) {
    if (on) await script("geographiclib-geodesic");
    M.on = on; M.points = []; M.towards = null;
    M.button.setAttribute("aria-pressed", String(on));
    S.map.getContainer().classList.toggle("measuring", on);
    M.box.hidden = !on;
    if (!on) { M.sheet.remove(); delete document.body.dataset.metres; return; }
    M.sheet.addTo(S.map);
    write();
  }

  function keyed(e) {
    const map = S.map.getContainer();
    if (e.target !== map || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key.toLowerCase() === "m") toggle(!M.on);
    else if (M.on && (e.key === "Enter" || e.key === " ")) add(S.map.getCenter());
    else if (M.on && e.key === "Backspace") undo();
    else return;
    e.preventDefault(); e.stopImmediatePropagation();
  }

  function start() {
    M.sheet = new Sheet({ sheet: "measure", height: 640, paint });
    const made = L.control({ position: "topright" });
    made.onAdd = () => {
      M.bar = L.DomUtil.create("div", "leaflet-bar");
      M.button = element(M.bar, "a", "ruler");
      Object.entries({ href: "#", role: "button", "aria-pressed": "false" }).forEach(([k, v]) => M.button.setAttribute(k, v));
      const svg = M.button.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
      Object.entries({ width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }).forEach(([k, v]) => svg.setAttribute(k, v));
      const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
      Object.entries({ d: "M1.5 11.5 11.5 1.5l3 3-10 10zM4.5 8.5l1.5 1.5M7 6l1.5 1.5M9.5 3.5 11 5", fill: "none", stroke: "currentColor", "stroke-width": 1.4 }).forEach(([k, v]) => path.setAttribute(k, v));
      L.DomEvent.disableClickPropagation(M.bar);
      L.DomEvent.on(M.button, "click", (e) => { L.DomEvent.preventDefault(e); toggle(!M.on); });
      return M.bar;
    };
    made.addTo(S.map);
    M.box = element(document.body, "div", "measured"); M.box.hidden = true;
    M.said = element(M.box, "span"); M.said.setAttribute("role", "status");
    M.undo = element(M.box, "button", "", "↶"); M.undo.addEventListener("click", undo);
    M.close = element(M.box, "button", "", "✕"); M.close.addEventListener("click", () => toggle(false));
    S.map.on("click", (e) => { if (M.on) add(e.latlng); });
    S.map.on("mousemove", (e) => { if (M.on && M.points.length) { M.towards = e.latlng; M.sheet.redraw(); M.said.textContent = told(length([...M.points, e.latlng])); } });
    S.map.on("mouseout", () => { if (M.on && M.towards) { M.towards = null; write(); } });
    S.map.getContainer().addEventListener("keydown", keyed, true);
  }

  function speak() {
    named(M.button, T.measure); named(M.undo, T.measure_undo); named(M.close, T.measure_end);
    if (M.on) write();
  }

  window.datelineMeasure = { start, speak, on: () => M.on, stop: () => toggle(false), length };
})();

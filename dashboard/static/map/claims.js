// The switch for disputed lines: dashed, with what is disputed said at the cursor. The lines are a
// file of ours, drawn from the gazetteer by dashboard/basemap/build_claims.py.
(function () {
  const { T, named } = window.datelineWords;
  const SVG = "http://www.w3.org/2000/svg";
  const LIGHT = "#a3244b", DARK = "#f29ab3";
  const C = { map: null, group: null, canvas: null, button: null, all: null, on: false, credited: "", dark: false };

  const fetched = async () => {
    const answer = await window.datelineAsk("../../app/static/map/claims.json");
    return answer ? answer.json() : [];
  };

  function credit(text) {
    if (C.credited === text) return;
    if (C.credited) C.map.attributionControl.removeAttribution(C.credited);
    if (text) C.map.attributionControl.addAttribution(text);
    C.credited = text;
  }

  async function draw() {
    if (!T.language) return;
    C.button.setAttribute("aria-pressed", String(C.on));
    const all = C.on ? await (C.all = C.all || fetched()) : [];
    if (C.on !== all.length > 0) return;  // switched meanwhile
    C.group.clearLayers();
    credit(C.on ? T.claims_credit : "");
    for (const { name, lines } of all) {
      C.group.addLayer(L.polyline(lines, { renderer: C.canvas, interactive: false, name, weight: 2,
        color: C.dark ? DARK : LIGHT, dashArray: "6 5", smoothFactor: 1 }));
    }
    document.body.dataset.claims = String(all.length);
  }

  function control(changed) {
    const made = L.control({ position: "topright" });
    made.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      C.button = bar.appendChild(document.createElement("a"));
      Object.entries({ href: "#", role: "button", "aria-pressed": "false" })
        .forEach(([k, v]) => C.button.setAttribute(k, v));
      const svg = C.button.appendChild(document.createElementNS(SVG, "svg"));
      Object.entries({ width: 16, height: 12, "aria-hidden": "true" }).forEach(([k, v]) => svg.setAttribute(k, v));
      const line = svg.appendChild(document.createElementNS(SVG, "path"));
      Object.entries({ d: "M1 9 5 4l5 4 5-6", fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": "3 2" })
        .forEach(([k, v]) => line.setAttribute(k, v));
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(C.button, "click", (e) => { L.DomEvent.preventDefault(e); C.on = !C.on; draw(); changed(C.on); });
      return bar;
    };
    return made;
  }

  window.datelineClaims = {
    start(map, on, changed) {
      const pane = map.createPane("claims");
      pane.style.zIndex = 350;  // under the marks, over the land
      pane.style.pointerEvents = "none";
      Object.assign(C, { map, on, canvas: L.canvas({ pane: "claims", padding: 0.4, tolerance: 4 }) });
      C.group = L.layerGroup().addTo(map);
      control(changed).addTo(map);
      draw();
    },
    speak() { named(C.button, T.claims); draw(); },
    theme(dark) { C.dark = dark; if (C.map) draw(); },
    // What is disputed under the cursor, as text; null where nothing is.
    under(point) {
      const hit = C.group.getLayers().find((line) => line._containsPoint(point));
      return hit ? hit.options.name : null;
    },
  };
})();

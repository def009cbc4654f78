// Map layers of people's own: front lines, zones. Numbers and labels, which are written as text.
(function () {
  const { Sheet } = window.datelineCanvas, { S } = window.datelineRows;
  const UNITS = 2 ** 26;  // as in dashboard/layers/outlines.py
  const LIGHT = ["#6a3d9a", "#00696b", "#8c4a00", "#3d4854"], DARK = ["#c9a8ee", "#62d0d0", "#e8b27a", "#c3ccd6"];
  const O = { keys: "", held: new Map(), shown: [], sheet: null };
  const scratch = document.createElement("canvas").getContext("2d");

  function traced(lines, close) {
    const path = new Path2D();
    for (const line of lines) {
      for (let k = 0; k < line.length; k += 2) k ? path.lineTo(line[k], line[k + 1]) : path.moveTo(line[k], line[k + 1]);
      if (close) path.closePath();
    }
    return path;
  }

  async function fetched(key) {
    const answer = await window.datelineAsk(`../../api/overlays/${key}.json`);
    if (!answer) return { name: "", features: [] };
    const found = await answer.json();
    return { name: found.name, features: found.features.map(({ label, points, lines, areas }) => (
      { label, points, line: traced(lines, false), area: traced(areas.flat(), true) })) };
  }

  function paint(g, v, sheet) {
    const scale = v.world / UNITS;
    O.shown.forEach((layer, n) => {
      const colour = (S.dark ? DARK : LIGHT)[n % LIGHT.length];
      g.strokeStyle = g.fillStyle = colour; g.lineJoin = "round";
      for (const turn of [-v.world, 0, v.world]) {
        g.setTransform(sheet.dpr * scale, 0, 0, sheet.dpr * scale, sheet.dpr * (turn - v.ox), -sheet.dpr * v.oy);
        for (const { points, line, area } of layer.features) {
          g.globalAlpha = 0.13; g.fill(area, "evenodd");
          g.globalAlpha = 0.95; g.lineWidth = 1.6 / scale; g.setLineDash([7 / scale, 4 / scale]); g.stroke(area);
          g.setLineDash([]); g.lineWidth = 2.6 / scale; g.stroke(line);
          for (const [x, y] of points) {
            const r = 5 / scale;
            g.beginPath(); g.moveTo(x, y - r); g.lineTo(x + r, y); g.lineTo(x, y + r); g.lineTo(x - r, y); g.closePath(); g.fill();
          }
        }
      }
    });
    g.globalAlpha = 1;
  }

  // Shows the layers of these keys and no others.
  async function show(keys) {
    const name = keys.join();
    if (O.keys === name) return;
    O.keys = name;
    const missing = keys.filter((key) => !O.held.has(key)), found = await Promise.all(missing.map(fetched));
    if (O.keys !== name) return;
    missing.forEach((key, k) => O.held.set(key, found[k]));
    for (const key of [...O.held.keys()]) if (!keys.includes(key)) O.held.delete(key);
    O.shown = keys.map((key) => O.held.get(key));
    if (!keys.length) { if (O.sheet) O.sheet.remove(); O.sheet = null; }
    else if (O.sheet) O.sheet.redraw();
    else O.sheet = new Sheet({ sheet: "overlays", height: 345, paint }).addTo(S.map);
    document.body.dataset.overlays = String(O.shown.reduce((sum, layer) => sum + layer.features.length, 0));
  }

  // What a feature at a place of the world is called, and whose layer it is of.
  function under(latlng) {
    if (!O.sheet) return null;
    const sine = Math.sin((latlng.lat * Math.PI) / 180), x = ((((latlng.lng + 180) / 360) % 1) + 1) % 1 * UNITS;
    const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * UNITS, near = (6 * UNITS) / (256 * 2 ** S.map.getZoom());
    scratch.lineWidth = 2 * near;
    const hit = (f) => f.points.some(([px, py]) => Math.hypot(px - x, py - y) < 1.5 * near)
      || scratch.isPointInStroke(f.line, x, y) || scratch.isPointInPath(f.area, x, y, "evenodd");
    for (const layer of [...O.shown].reverse()) {
      const found = layer.features.find(hit);
      if (found) return { head: layer.name, text: found.label };
    }
    return null;
  }

  window.datelineOverlays = { show, under, theme: () => O.sheet && O.sheet.redraw() };
})();

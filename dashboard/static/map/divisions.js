// Countries or regions coloured by how much surely happened in each. What only touches one, or
// lies too near to another, is counted apart. Their outlines are dashboard/basemap's.
(function () {
  const { Sheet } = window.datelineCanvas, { S } = window.datelineRows, { T, number, counted: inWords } = window.datelineWords, Q = window.datelineWeighing;
  const UNITS = 2 ** 18, CLASSES = 5;  // as in dashboard/layers/divisions.py
  // Lightness runs one way. After ColorBrewer's YlGnBu (https://colorbrewer2.org).
  const LIGHT = ["#d9efb0", "#93d2b4", "#41a9bf", "#2a6fae", "#22307f"];
  const DARK = ["#1f3a63", "#235f93", "#2a93ad", "#6ec7ae", "#e3f4a5"];
  const D = { outlines: null, areas: null, state: null, asked: null, coming: null, level: "", made: null };
  const scratch = document.createElement("canvas").getContext("2d");

  function pathOf(polygons) {
    const path = new Path2D(), box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of polygons.flat()) {
      let x = 0, y = 0;
      for (let k = 0; k < ring.length; k += 2) {
        x += ring[k]; y += ring[k + 1];
        k ? path.lineTo(x, y) : path.moveTo(x, y);
        if (x < box[0]) box[0] = x; if (x > box[2]) box[2] = x;
        if (y < box[1]) box[1] = y; if (y > box[3]) box[3] = y;
      }
      path.closePath();
    }
    return { path, box };
  }

  async function fetched() {
    const answer = await window.datelineAsk("../../app/static/map/divisions.json");
    const found = answer ? await answer.json() : { countries: [], regions: [] };
    const made = (list) => list.map((one) => ({ name: one.name, country: one.country, ...pathOf(one.areas) }));
    return { countries: made(found.countries), regions: made(found.regions) };
  }

  async function areasFetched(state, marks) {
    const answer = await window.datelineAsk(`../../api/divisions/${state}.bin`);
    if (!answer) { D.asked = null; return null; }
    const both = new Uint16Array(await answer.arrayBuffer());
    return { countries: both.subarray(0, marks), regions: both.subarray(marks) };
  }

  // Asked for once in each state, however often it is painted meanwhile.
  function areasOf(state, marks) {
    if (D.asked !== state) Object.assign(D, { asked: state, coming: areasFetched(state, marks) });
    return D.coming;
  }

  // Fetches what is missing, then has it painted.
  async function want(level, come) {
    const state = S.state;
    D.level = level;
    if (T.language && (!D.made || D.state !== state)) Q.key(T.areas_counting, [], []);
    D.outlines = D.outlines || fetched();
    const [outlines, areas] = await Promise.all([D.outlines, areasOf(state, S.columns.marks)]);
    if (S.state !== state || D.level !== level) return;
    Object.assign(D, { made: outlines, areas, state });
    come();
  }

  // The least value of each class: equally many areas in each, as far as equal ones allow.
  function quantiles(values) {
    const sorted = [...values].sort((a, b) => a - b), found = [];
    for (let c = 0; c < CLASSES; c++) {
      const least = sorted[Math.floor((c * sorted.length) / CLASSES)];
      if (least !== found.at(-1)) found.push(least);
    }
    return found;
  }

  const colours = (n) => (n === 1 ? [2] : n === 2 ? [1, 3] : n === 3 ? [0, 2, 4] : n === 4 ? [0, 1, 3, 4] : [0, 1, 2, 3, 4])
    .map((at) => (S.dark ? DARK : LIGHT)[at]);

  function counted() {
    const lands = D.made && D.made[D.level];
    if (!lands || !D.areas || D.state !== S.state || !S.selected || !Q.known()) return null;
    return { lands, ...Q.within(D.areas[D.level], lands.length) };
  }

  function paint(g, v, sheet) {
    const found = counted();
    if (!found || !T.language) { if (S.columns && D.state !== S.state) want(D.level, () => sheet.redraw()); else Q.key(""); return; }
    const { lands, totals, left } = found, least = quantiles(totals.subarray(1).filter((n) => n > 0)), tints = colours(least.length);
    const scale = v.world / UNITS;
    for (const turn of [-v.world, 0, v.world]) {
      g.setTransform(sheet.dpr * scale, 0, 0, sheet.dpr * scale, sheet.dpr * (turn - v.ox), -sheet.dpr * v.oy);
      const [west, north, east, south] = [(v.ox - turn) / scale, v.oy / scale, (v.ox - turn + v.w) / scale, (v.oy + v.h) / scale];
      lands.forEach((land, k) => {
        const n = totals[k + 1], [w, t, e, s] = land.box;
        if (!n || e < west || w > east || s < north || t > south) return;
        let c = least.length - 1;
        while (n < least[c]) c--;
        g.globalAlpha = 0.72; g.fillStyle = tints[c]; g.fill(land.path, "evenodd");
        g.globalAlpha = 0.9; g.strokeStyle = S.dark ? "#12161b" : "#ffffff"; g.lineWidth = 0.8 / scale; g.stroke(land.path);
      });
    }
    g.globalAlpha = 1;
    legend(least, tints, totals, left);
  }

  function legend(least, tints, totals, left) {
    const most = Math.max(...totals.subarray(1)), notes = left ? [inWords(T.not_counted, left)] : [];
    const title = T[`${D.level}_${S.q.by_reports ? "reports" : "events"}`];
    const classes = least.map((from, c) => {
      const to = c + 1 < least.length ? least[c + 1] - 1 : most;
      return [tints[c], to > from ? `${number(from)}–${number(to)}` : number(from)];
    });
    Q.key(least.length ? title : T.areas_none, classes, notes);
    document.body.dataset.areas = String(totals.subarray(1).filter((n) => n > 0).length);
  }

  // What was counted of the area at a place of the world.
  function under(latlng) {
    const found = D.level && counted();
    if (!found) return null;
    const sine = Math.sin((latlng.lat * Math.PI) / 180), x = ((((latlng.lng + 180) / 360) % 1) + 1) % 1 * UNITS;
    const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * UNITS;
    const k = found.lands.findIndex(({ box, path }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && scratch.isPointInPath(path, x, y, "evenodd"));
    if (k < 0 || !found.totals[k + 1]) return null;
    return { head: found.lands[k].name, text: inWords(S.q.by_reports ? T.reports : T.counted, found.totals[k + 1]) };
  }

  window.datelineDivisions = {
    layer: (level) => {
      const made = new Sheet({ sheet: "divisions", height: 340, paint });
      D.level = level;
      if (S.columns) want(level, () => made.redraw());
      return made;
    },
    off() { D.level = ""; delete document.body.dataset.areas; },
    under, quantiles,
  };
})();

// A quiet map of the places a name could mean, drawn from numbers: countries in outline, no tiles.
const LANDS = { asked: null };
const UNITS = 50;  // as in dashboard/basemap/build_lands.py
const LOCATOR = { width: 400, height: 190, least_deg: 5, near_px: 15 };

function drawLocator(parent, choices, name) {
  const svg = shape(parent, "svg", { viewBox: `0 0 ${LOCATOR.width} ${LOCATOR.height}`, role: "img", class: "locator" });
  shape(svg, "title", {}).textContent = name;
  const at = projection(choices);
  const ground = shape(svg, "path", { class: "land" });
  const metre = at.scale / 111_320;
  choices.forEach((choice) => {
    const [x, y] = at.point(choice.lon, choice.lat), r = choice.radius_m * metre;
    if (choice.chosen && r > 7) shape(svg, "circle", { class: "about", cx: x, cy: y, r: Math.min(r, LOCATOR.width) });
  });
  // Places too near one another to be told apart share a mark, and the mark has all their numbers.
  const marks = [];
  choices.forEach((choice, n) => {
    const [x, y] = at.point(choice.lon, choice.lat);
    const mark_ = marks.find((m) => Math.hypot(m.x - x, m.y - y) < LOCATOR.near_px);
    if (mark_) mark_.numbers.push(n + 1); else marks.push({ x, y, numbers: [n + 1], chosen: choice.chosen });
  });
  for (const m of marks.reverse()) {
    const text = m.numbers.join(" "), width = Math.max(16, 8 + text.length * 6);
    shape(svg, "rect", { class: m.chosen ? "chosen" : "other", x: m.x - width / 2, y: m.y - 8, width, height: 16, rx: 8 });
    shape(svg, "text", { class: m.chosen ? "chosen" : "other", x: m.x, y: m.y + 3.6, "text-anchor": "middle" }).textContent = text;
  }
  LANDS.asked ??= fetch("app/static/map/lands.json").then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
  LANDS.asked.then((rings) => ground.setAttribute("d", outlines(rings, at)));
}

function shape(parent, tag, attributes) {
  const el = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", tag));
  Object.entries(attributes).forEach(([key, value]) => el.setAttribute(key, value));
  return el;
}

// Degrees as seen from their middle, which lies opposite the widest gap between the longitudes.
function projection(choices) {
  const lons = choices.map((c) => c.lon).sort((a, b) => a - b);
  const gaps = lons.map((lon, n) => (n ? lon - lons[n - 1] : lon + 360 - lons[lons.length - 1]));
  const start = lons[gaps.indexOf(Math.max(...gaps))];
  const across = (lon) => (((lon - start) % 360) + 360) % 360;
  const wide = Math.max(...lons.map(across)), lats = choices.map((c) => c.lat);
  const south = Math.min(...lats), north = Math.max(...lats), lat0 = (south + north) / 2, lon0 = start + wide / 2;
  const shrink = Math.max(0.2, Math.cos((lat0 * Math.PI) / 180));
  const room = (deg) => Math.max(LOCATOR.least_deg, deg * 1.35);
  const scale = Math.min(LOCATOR.width / (room(wide) * shrink), LOCATOR.height / room(north - south));
  const turn = (lon) => ((((lon - lon0 + 180) % 360) + 360) % 360) - 180;
  const point = (lon, lat, lon_ = turn(lon)) => [LOCATOR.width / 2 + lon_ * shrink * scale, LOCATOR.height / 2 - (lat - lat0) * scale];
  return { point, turn, scale, lat0 };
}

// The rings that reach into the picture, as one path; one that would be torn is turned as a whole.
function outlines(rings, at) {
  let path = "";
  for (const ring of rings) {
    let lon = ring[0] / UNITS, lat = ring[1] / UNITS;
    const shift = at.turn(lon) - lon, points = [];
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < ring.length; i += 2) {
      if (i) { lon += ring[i] / UNITS; lat += ring[i + 1] / UNITS; }
      const [x, y] = at.point(lon, lat, lon + shift);
      points.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    if (right > 0 && left < LOCATOR.width && bottom > 0 && top < LOCATOR.height) path += `M${points.join("L")}Z`;
  }
  return path;
}

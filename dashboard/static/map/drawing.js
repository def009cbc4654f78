// A person draws where something happened: a point, a disc, a line or an area. The form beside the
// map asks for it and is told each change; the tools are Leaflet.Editable, fetched at the first use.
(function () {
  const { S } = window.datelineRows;
  const TOOLS = "../../app/static/vendor/leaflet-editable.js";
  const STYLE = { color: "#1f6fb2", weight: 2, fillOpacity: 0.15, opacity: 0.95 };
  let layer = null, shape = null, ready = null, renderer = null;

  function load() {
    ready ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = TOOLS; script.onload = done; script.onerror = failed;
      document.head.appendChild(script);
    }).then(() => {
      renderer = L.svg();
      S.map.editTools = new L.Editable(S.map, { zIndex: 700 });
      S.map.on("editable:drawing:commit editable:vertex:dragend editable:dragend editable:vertex:deleted editable:editing", tell);
    });
    return ready;
  }

  const icon = () => L.divIcon({ className: "pin", iconSize: [18, 18] });
  const pair = (at) => { const { lat, lng } = at.wrap(); return [lat, lng]; };

  function points() {
    if (shape === "point" || shape === "disc") return [pair(layer.getLatLng())];
    const found = layer.getLatLngs();
    return (Array.isArray(found[0]) ? found[0] : found).map(pair);
  }

  // The form is told once there is a whole shape, and again whenever it is moved.
  function tell(e) {
    if (!layer || e.layer !== layer || (e.type === "editable:editing" && layer.editor?.drawing())) return;
    const radius_km = shape === "disc" ? layer.getRadius() / 1000 : null;
    parent.dispatchEvent(new CustomEvent("dateline:drawn", { detail: { shape, points: points(), radius_km } }));
  }

  function clear() {
    if (!layer) return;
    S.map.editTools.stopDrawing();
    layer.disableEdit();
    layer.remove();
    layer = null;
    document.body.classList.remove("drawing");
  }

  // A new shape where no points are given, else that shape, to be moved.
  async function draw({ shape: wanted, points: given, radius_km }) {
    if (!wanted) { clear(); return; }
    await load();
    clear();
    shape = wanted;
    document.body.classList.add("drawing");
    const tools = S.map.editTools, style = { ...STYLE, renderer };
    if (!given.length) {
      layer = shape === "point" ? tools.startMarker(null, { icon: icon() }) : shape === "disc" ? tools.startCircle(null, style)
        : shape === "line" ? tools.startPolyline(null, style) : tools.startPolygon(null, style);
      return;
    }
    layer = shape === "point" ? L.marker(given[0], { icon: icon() }) : shape === "disc" ? L.circle(given[0], { ...style, radius: radius_km * 1000 })
      : shape === "line" ? L.polyline(given, style) : L.polygon(given, style);
    layer.addTo(S.map);
    const bounds = layer.getBounds ? layer.getBounds() : L.latLngBounds([layer.getLatLng()]);
    if (!S.map.getBounds().intersects(bounds)) S.map.panTo(bounds.getCenter());
    layer.enableEdit(S.map);
  }

  const start = () => {
    const asked = (e) => draw(e.detail);
    parent.addEventListener("dateline:draw", asked);
    window.addEventListener("pagehide", () => parent.removeEventListener("dateline:draw", asked));
  };

  window.datelineDrawing = { start, busy: () => layer !== null };
})();

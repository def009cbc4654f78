// A sheet of canvas over the map: painted anew after each move, stretched while the map zooms. It
// reaches beyond the map's edges, so that after a short move it is painted when there is time.
(function () {
  const PAD = 0.3;  // painted beyond the frame on each side, as a share of it
  const UNITS = 2 ** 32;
  const STILL_MS = 60;  // the time there is: a few frames after the move

  function frameOf(map) {
    const size = map.getSize(), zoom = map.getZoom(), world = 256 * 2 ** zoom, at = map.getPixelBounds().min;
    const left = Math.round(size.x * PAD), top = Math.round(size.y * PAD), ox = at.x - left;
    return { w: size.x + 2 * left, h: size.y + 2 * top, world, zoom, scale: world / UNITS,
      ox: ((ox % world) + world) % world, oy: at.y - top, left, top, right: left + size.x, bottom: top + size.y };
  }

  const Sheet = L.Layer.extend({
    // ``paint(g, frame)`` draws; ``sheet`` names the pane it lies in, ``height`` is that of the pane.
    initialize(options) { L.setOptions(this, options); },
    onAdd(map) {
      const { sheet, height } = this.options;
      const pane = map.getPane(sheet) || map.createPane(sheet);
      if (height) pane.style.zIndex = height;
      pane.style.pointerEvents = "none";
      this.canvas = L.DomUtil.create("canvas", `leaflet-zoom-animated ${sheet}`, pane);
      this.canvas.setAttribute("aria-hidden", "true");
      this.redraw();
    },
    onRemove() { this.canvas.remove(); },
    getEvents() { return { zoomanim: this._animate, moveend: () => (this._covers() ? this.later() : this.redraw()) }; },
    // Where the map's corner lies on the sheet, in pixels: it moves with the map until it is painted anew.
    corner() { return this._map.containerPointToLayerPoint([0, 0]).subtract(this._at); },
    _covers() {
      const map = this._map, v = this.frame, size = map.getSize();
      if (!v || this._zoom !== map.getZoom() || v.right - v.left !== size.x || v.bottom - v.top !== size.y) return false;
      const at = this.corner();
      return at.x >= 0 && at.y >= 0 && at.x + size.x <= v.w && at.y + size.y <= v.h;
    },
    waits() { return this._due !== undefined; },
    // Painted soon, once for all that asked for it meanwhile.
    later() { this._due ??= setTimeout(() => { this._due = undefined; this.redraw(); }, STILL_MS); },
    _animate(e) {
      if (!this._center) return;
      const map = this._map, scale = map.getZoomScale(e.zoom, this._zoom), half = map.getSize().divideBy(2).add([this.frame.left, this.frame.top]);
      const offset = half.multiplyBy(-scale).add(map.project(this._center, e.zoom)).subtract(map._getNewPixelOrigin(e.center, e.zoom));
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },
    // Lays the canvas over the frame and empties it.
    lay(v) {
      const map = this._map, c = this.canvas, dpr = window.devicePixelRatio || 1;
      clearTimeout(this._due);
      Object.assign(this, { _center: map.getCenter(), _zoom: map.getZoom(), _at: map.containerPointToLayerPoint([-v.left, -v.top]).round(), _due: undefined, frame: v, dpr });
      L.DomUtil.setTransform(c, this._at, 1);
      if (c.width !== Math.round(v.w * dpr) || c.height !== Math.round(v.h * dpr)) {
        c.width = Math.round(v.w * dpr); c.height = Math.round(v.h * dpr); c.style.width = `${v.w}px`; c.style.height = `${v.h}px`;
      }
      const g = c.getContext("2d");
      g.setTransform(dpr, 0, 0, dpr, 0, 0); g.clearRect(0, 0, v.w, v.h);
      return g;
    },
    redraw() {
      if (!this._map) return;
      const v = frameOf(this._map);
      this.options.paint(this.lay(v), v, this);
    },
  });

  window.datelineCanvas = { Sheet, frameOf };
})();

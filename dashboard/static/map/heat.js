// Where most happens: a density of the exact places, by a kernel of one size on the screen, in
// events on so much ground. What is only near, along or somewhere is left out, and counted.
(function () {
  const { Sheet } = window.datelineCanvas, { S } = window.datelineRows, { T, number, counted } = window.datelineWords, Q = window.datelineWeighing, M = window.datelineMarks;
  const CELL = 4, REACH = 2, PASSES = 5, POINT = 0;  // cells of so many pixels, smoothed over so many
  const SIGMA_PX = CELL * Math.sqrt((PASSES * ((2 * REACH + 1) ** 2 - 1)) / 12);
  const EQUATOR_KM = 40075.016686;
  // Lightness runs one way, so that it reads without colours too. After ColorBrewer's YlOrRd
  // (https://colorbrewer2.org) and, by night, matplotlib's inferno.
  const LIGHT = [[254, 217, 118], [254, 178, 76], [252, 120, 50], [220, 40, 30], [140, 0, 38]];
  const DARK = [[87, 28, 107], [150, 44, 98], [210, 72, 66], [247, 140, 32], [250, 220, 110]];
  const ALPHA = [0.5, 0.58, 0.66, 0.74, 0.82];

  const FADE = 0.35, SHADES = 32;  // where the lowest begins, as a share of the first step; shades in each

  const ramp = () => (S.dark ? DARK : LIGHT);

  // The colours from nothing to the first step, from it to the second … and beyond the last, as pixels.
  function shades() {
    const stops = [[...ramp()[0], 0], ...ramp().map((colour, c) => [...colour, ALPHA[c]])], found = new Uint32Array(6 * SHADES + 1);
    stops.push(stops[5]);
    const bytes = new Uint8ClampedArray(found.buffer);
    for (let k = 0; k < found.length; k++) {
      const c = Math.min(5, (k / SHADES) | 0), share = k / SHADES - c;
      for (let part = 0; part < 4; part++) {
        const value = stops[c][part] + (stops[c + 1][part] - stops[c][part]) * share;
        bytes[4 * k + part] = part === 3 ? 255 * value : value;
      }
    }
    return found;
  }

  // The sum of each cell's surroundings: five boxes one after the other are nearly a Gauss curve.
  function smooth(grid, w, h) {
    let a = grid, b = new Float32Array(grid.length);
    const box = (from, to, lines, length, step, jump) => {
      for (let line = 0; line < lines; line++) {
        let sum = 0;
        const at = line * jump;
        for (let k = 0; k < Math.min(REACH, length); k++) sum += from[at + k * step];
        for (let k = 0; k < length; k++) {
          if (k + REACH < length) sum += from[at + (k + REACH) * step];
          if (k - REACH - 1 >= 0) sum -= from[at + (k - REACH - 1) * step];
          to[at + k * step] = sum / (2 * REACH + 1);
        }
      }
    };
    for (let pass = 0; pass < PASSES; pass++) { box(a, b, h, w, 1, w); box(b, a, w, h, w, 1); }
    return a;
  }

  function gathered(v, w, h) {
    const d = S.columns, { sums } = Q.exact(), grid = new Float32Array(w * h);
    for (let m = 0; m < d.marks; m++) {
      if (!sums[m] || d.mark_layer[m] !== POINT) continue;
      let x = d.mark_x[m] * v.scale - v.ox;
      const y = d.mark_y[m] * v.scale - v.oy;
      if (x < 0) x += v.world;
      if (x < 0 || y < 0 || x >= v.w || y >= v.h) continue;
      grid[((y / CELL) | 0) * w + ((x / CELL) | 0)] += sums[m];
    }
    return smooth(grid, w, h);
  }

  // The five last steps of 1, 2, 5, 10 … that are not above the largest.
  function stepsTo(most) {
    const found = [];
    let power = Math.floor(Math.log10(most));
    for (let at = 0; found.length < 5; at++) {
      const step = [5, 2, 1][at % 3] * 10 ** power;
      if (at % 3 === 2) power--;
      if (step <= most * 1.0000001) found.unshift(step);
    }
    return found;
  }

  function paint(g, v) {
    if (!S.columns || !S.selected || !T.language || !Q.known()) return Q.key("");
    const w = Math.ceil(v.w / CELL), h = Math.ceil(v.h / CELL), grid = gathered(v, w, h);
    let most = 0;
    for (let row = 0; row < h; row++) {
      const lat = (M.latOf(((row + 0.5) * CELL + v.oy) / v.scale) * Math.PI) / 180, km = (CELL * EQUATOR_KM * Math.cos(lat)) / v.world;
      for (let k = row * w; k < (row + 1) * w; k++) { grid[k] /= km * km; if (grid[k] > most) most = grid[k]; }
    }
    const { left } = Q.exact(), notes = left ? [counted(T.left_out, left)] : [];
    if (!most) return Q.key(T.heat_none, [], notes);
    const steps = stepsTo(most), image = new ImageData(w, h), tints = shades(), pixels = new Uint32Array(image.data.buffer);
    // Between two steps their colours pass into one another; below the first they fade out.
    const marks = [steps[0] * FADE, ...steps, Math.max(most, steps[4] * 1.0000001)];
    for (let k = 0; k < grid.length; k++) {
      const n = grid[k];
      if (n <= marks[0]) continue;
      let c = 0;
      while (c < 5 && n >= marks[c + 1]) c++;
      pixels[k] = tints[((c + (n - marks[c]) / (marks[c + 1] - marks[c])) * SHADES) | 0];
    }
    const small = document.createElement("canvas");
    small.width = w; small.height = h;
    small.getContext("2d").putImageData(image, 0, 0);
    g.imageSmoothingEnabled = true; g.imageSmoothingQuality = "high";
    g.drawImage(small, 0, 0, w * CELL, h * CELL);
    legend(steps, v, notes);
  }

  function legend(steps, v, notes) {
    let per = 1;
    while (steps[0] * per < 0.0999) per *= 10;
    const lat = S.map.getCenter().lat, km = (SIGMA_PX * EQUATOR_KM * Math.cos((lat * Math.PI) / 180)) / v.world;
    const title = (S.q.by_reports ? T.heat_reports : T.heat_events).replace("{area}", number(per));
    const shown = steps.map((step, c) => [`rgb(${ramp()[c]})`, `≥ ${number(Number((step * per).toPrecision(1)))}`]);
    Q.key(title, shown, [T.heat_kernel.replace("{km}", number(km < 10 ? Math.round(km * 10) / 10 : Math.round(km))), ...notes]);
  }

  window.datelineHeat = { layer: () => new Sheet({ sheet: "heat", height: 340, paint }), stepsTo };
})();

// The lines and areas of the marks in view: fetched by their numbers, as fine as the zoom can show.
(function () {
  const UNITS = 2 ** 26, AT_ONCE = 60, MOST_KEPT = 3000;  // as in dashboard/layers/outlines.py
  const ZOOMS = [2.6, 4.6, 6.6, Infinity];  // up to which each level is fine enough
  const O = { state: null, held: new Map(), asked: new Set(), turn: 0 };

  const levelOf = (zoom) => ZOOMS.findIndex((most) => zoom < most);

  function of(state, mark, zoom) {
    if (O.state !== state) { O.state = state; O.held.clear(); O.asked.clear(); }
    const level = levelOf(zoom), own = O.held.get(`${level} ${mark}`);
    if (own) return own;
    for (let other = 3; other >= 0; other--) {  // meanwhile one of another level
      const found = O.held.get(`${other} ${mark}`);
      if (found) return found;
    }
    return null;
  }

  // Asks for what is missing and says when some has come. What is wanted next is asked for instead
  // of what was not yet asked for.
  async function want(state, marks, zoom, come) {
    const level = levelOf(zoom), turn = ++O.turn;
    for (;;) {
      const some = marks.filter((m) => !O.held.has(`${level} ${m}`) && !O.asked.has(`${level} ${m}`)).slice(0, AT_ONCE);
      if (!some.length || O.turn !== turn) return;
      some.forEach((m) => O.asked.add(`${level} ${m}`));
      const answer = await window.datelineAsk(`../../api/outlines/${state}/${level}.json?at=${some.join(",")}`);
      if (O.state !== state) return;
      some.forEach((m) => O.asked.delete(`${level} ${m}`));
      if (!answer) return;
      const found = await answer.json();
      for (const m of some) {
        O.held.set(`${level} ${m}`, (found[m] || []).map((line) => Int32Array.from(line)));
      }
      while (O.held.size > MOST_KEPT) O.held.delete(O.held.keys().next().value);
      come();
    }
  }

  // The path of the lines in pixels, and its points in the frame of which it may carry a number.
  // Points less than a pixel from the one before are passed over.
  function path(lines, scale, dx, dy, frame) {
    const drawn = new Path2D(), factor = (scale * 2 ** 32) / UNITS;
    let corner = null, best = -Infinity;
    for (const line of lines) {
      let px = NaN, py = NaN;
      for (let k = 0; k < line.length; k += 2) {
        const x = line[k] * factor + dx, y = line[k + 1] * factor + dy;
        if (k === 0) drawn.moveTo(x, y);
        else if (Math.abs(x - px) < 0.8 && Math.abs(y - py) < 0.8 && k < line.length - 2) continue;
        else drawn.lineTo(x, y);
        px = x; py = y;
        if (x > frame.left && x < frame.right && y > frame.top && y < frame.bottom && x - y > best) { best = x - y; corner = [x, y]; }
      }
    }
    return { drawn, corner };
  }

  window.datelineOutlines = { of, want, path };
})();

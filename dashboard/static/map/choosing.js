// A click on a mark, or Enter at the middle of the map: its events are told to the page, several
// are listed, and a donut is looked at more closely.
(function () {
  const C = window.datelineColumns;
  const { S, draw, rowsOf, single } = window.datelineRows;
  const { closer } = window.datelineLooking, P = window.datelineSpots;
  const MOST_PICKED = 60;

  let clicks = 0;
  // Tells the page something that it has not just been told in the same words.
  const tell = (what) => window.Streamlit.setComponentValue({ ...what, clicks: ++clicks });

  function choose(keys) {
    S.q.chosen = keys[0];
    draw();
    P.mark();
    tell({ last_object_clicked_popup: keys });
  }

  function pick(point, { focus }) {
    if (!S.columns || window.datelineDrawing.busy()) return;
    const marks = S.marks.under(point);
    P.close(false);
    if (!marks.length) return;
    if (!single(marks[0]) && closer(marks[0])) return;
    const found = marks.filter(single).flatMap((m) => rowsOf(m, MOST_PICKED)).slice(0, MOST_PICKED);
    if (!found.length) return;
    const keys = found.map((i) => C.keyOf(S.columns, i));
    choose(keys);
    if (found.length > 1) P.list(found, point, (key) => choose([key, ...keys.filter((other) => other !== key)]), { focus });
  }

  function keyed(e) {
    if (e.key !== "Enter" || e.target !== S.map.getContainer()) return;
    e.preventDefault();
    pick(S.map.getSize().divideBy(2), { focus: true });
  }

  function start() {
    S.map.on("click", (e) => { if (!window.datelineMeasure.on()) pick(e.containerPoint, { focus: false }); });
    S.map.getContainer().addEventListener("keydown", keyed);
  }

  window.datelineChoosing = { start, tell };
})();

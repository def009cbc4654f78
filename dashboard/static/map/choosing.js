// A click on a mark: the events there are told to the page, a donut is looked at more closely.
(function () {
  const C = window.datelineColumns;
  const { S, draw, rowsOf, single } = window.datelineRows;
  const { closer } = window.datelineLooking;
  const MOST_PICKED = 60;

  const keysOf = (marks) => marks.filter(single).flatMap((m) => rowsOf(m, MOST_PICKED)).slice(0, MOST_PICKED).map((i) => C.keyOf(S.columns, i));

  let clicks = 0;
  function pick(e) {
    if (!S.columns || window.datelineDrawing.busy()) return;
    const marks = S.marks.under(e.containerPoint);
    if (!marks.length) return;
    if (!single(marks[0]) && closer(marks[0])) return;
    const ids = keysOf(single(marks[0]) ? marks : S.marks.under(e.containerPoint).filter(single));
    if (!ids.length) return;
    S.q.chosen = ids[0];
    draw();
    window.Streamlit.setComponentValue({ last_object_clicked_popup: ids, clicks: ++clicks });
  }

  window.datelineChoosing = { start: () => S.map.on("click", pick) };
})();

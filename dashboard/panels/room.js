// On a desk the map is as high as what is around it leaves, in whatever language that is written: the
// time under it ends where the window does, and so does the list beside it.
const LEAST_PX = 300, EDGE_PX = 6, GAP_PX = 14, SHORT_PX = 130;
const TIME_PX = 137, PAGES_PX = 45, TABLE_PX = 76;  // the last is what table.css leaves for its own

function keepRoom() {
  const style = document.documentElement.style, narrow = matchMedia("(max-width:760px)");
  const box = (found) => found?.getBoundingClientRect();
  const put = (name, px) => px === null ? style.removeProperty(name) : style.setProperty(name, `${Math.round(px)}px`);

  function measure() {
    const place = document.querySelector(".st-key-place"), main = document.querySelector("[data-testid=stMain]");
    const row = box(place?.closest("[data-testid=stHorizontalBlock]")), frame = box(place?.querySelector("iframe"));
    const shown = frame ?? box(document.querySelector(".st-key-table"));
    if (narrow.matches || !row || !main || !shown) { ["--dl-room", "--dl-side", "--dl-proof"].forEach((name) => put(name, null)); return; }
    const above = row.top - box(main).top + main.scrollTop, time = box(document.querySelector(".st-key-timeline"));
    const under = time?.height ? time.bottom - shown.bottom : box(place).bottom - shown.bottom + TIME_PX;
    const within = frame ? 0 : shown.top - row.top + PAGES_PX - TABLE_PX;
    const room = Math.max(LEAST_PX, main.clientHeight - above - within - under - EDGE_PX);
    put("--dl-room", room);
    const trays = box(document.querySelector(".st-key-reading [class*=st-key-tray-]"));
    put("--dl-side", trays ? room + under - trays.height - 8 : null);
    // The evidence has what is left by the list over it and the buttons under it; a form may hang out.
    const proof = box(document.querySelector(".st-key-evidence")), acts = box(document.querySelector(".st-key-corrections"));
    const below = acts && acts.height < SHORT_PX ? acts.height + GAP_PX : 0;
    put("--dl-proof", proof && frame ? Math.max(LEAST_PX * 0.75, room + under - (proof.top - row.top) - below) : null);
  }

  const watch = new ResizeObserver(measure), page = document.querySelector("[data-testid=stMainBlockContainer]");
  if (page) watch.observe(page);
  window.addEventListener("resize", measure);
  return () => { watch.disconnect(); window.removeEventListener("resize", measure); };
}

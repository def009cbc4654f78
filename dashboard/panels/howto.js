// That the lines were put away is all the page keeps in the browser; it says nothing of any event.
const KEPT = "dateline:knows";
const known = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
const keep = () => { try { localStorage.setItem(KEPT, "1"); } catch { /* a browser that keeps nothing */ } };

export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".how"), list = root.querySelector("ol"), done = root.querySelector("button");
  list.replaceChildren();
  for (const line of data.lines) list.appendChild(document.createElement("li")).textContent = line;
  done.textContent = data.done;
  done.onclick = () => { keep(); box.hidden = true; setTriggerValue("done", Date.now()); };
  box.hidden = known();
  // The map is as high as the lines leave it.
  const room = () => document.documentElement.style.setProperty("--dl-howto", box.hidden ? "0px" : `${box.offsetHeight + 8}px`);
  root.__size?.disconnect();
  root.__size = new ResizeObserver(room);
  root.__size.observe(box);
  room();
  return () => { root.__size.disconnect(); document.documentElement.style.removeProperty("--dl-howto"); };
}

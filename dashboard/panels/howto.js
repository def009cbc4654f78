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
}

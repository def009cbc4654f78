export default function ({ data, parentElement: root, setTriggerValue }) {
  const W = data.words;
  const form = root.querySelector("form"), field = root.querySelector("input"), save = form.querySelector("button");
  const list = root.querySelector("ul"), said = root.querySelector(".said");
  const add = (parent, name, text, help, act) => {
    const el = parent.appendChild(document.createElement("button"));
    el.type = "button"; el.className = name; el.textContent = text; el.onclick = act;
    if (help) { el.title = help; el.setAttribute("aria-label", help); }
    return el;
  };
  const of = (sentence, name) => sentence.split("{name}").join(name);

  form.hidden = !data.writes;
  form.querySelector("span").textContent = W.name;
  field.maxLength = data.longest;
  const known = () => data.names.includes(field.value.trim());
  const ready = () => { save.textContent = known() ? W.replace : W.save; save.disabled = !field.value.trim(); };
  field.oninput = ready;
  form.onsubmit = (e) => {
    e.preventDefault();
    if (!field.value.trim()) return;
    window.dispatchEvent(new CustomEvent("dateline:address"));  // the map writes there where it looks
    setTriggerValue("saved", [field.value, new URL(location).searchParams.get("map")]);
    field.value = "";
    ready();
  };
  ready();

  list.replaceChildren();
  list.setAttribute("aria-label", W.saved);
  for (const name of data.names) {
    const item = list.appendChild(document.createElement("li"));
    add(item, "open", name, of(W.open, name), () => setTriggerValue("opened", name));
    if (data.writes) add(item, "delete", "✕", of(W.delete, name), () => setTriggerValue("deleted", name));
  }
  root.querySelector(".none").textContent = data.names.length ? "" : W.none;
  said.textContent = data.said;
  if (data.undo) add(said, "undo", W.undo, "", () => setTriggerValue("restored", Date.now()));
}

export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".rejected"), W = data.words;
  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined && text !== null) el.textContent = text;
    return el;
  };
  const typed = root.__who ?? data.who;
  box.replaceChildren();
  if (data.trouble) add(box, "p", "trouble", data.trouble).setAttribute("role", "alert");
  if (!data.inputs.length && !data.events.length) add(box, "p", "soft", W.none);
  if (data.events.length) {
    add(box, "h3", "", W.events);
    let who = null;
    if (!data.read_only) {
      const label = add(box, "label", "who");
      add(label, "span", "", data.labels.who);
      who = add(label, "input");
      who.value = typed; who.maxLength = 80; who.autocomplete = "off"; who.name = "who";
      who.oninput = () => { root.__who = who.value; };
    }
    const list = add(box, "ul");
    for (const event of data.events) {
      const line = add(list, "li");
      add(line, "b", "", event.text);
      add(line, "div", "", event.quote);
      if (event.said) add(line, "div", "soft", event.said);
      if (data.read_only) continue;
      const el = add(line, "button", "", W.restore);
      el.type = "button";
      el.setAttribute("aria-label", `${W.restore}: ${event.text}`);
      el.onclick = () => { if (!who.value.trim()) { who.focus(); return; } setTriggerValue("restored", { event: event.event, who: who.value, n: Date.now() }); };
    }
  }
  if (data.inputs.length) {
    add(box, "h3", "", W.inputs);
    const list = add(box, "ul");
    for (const input of data.inputs) {
      const line = add(list, "li");
      add(line, "b", "", input.where);
      add(line, "div", "soft", input.reason);
    }
    if (data.more) add(box, "p", "soft", data.more);
  }
}

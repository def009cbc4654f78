export default function ({ data, parentElement: root, setTriggerValue }) {
  const list = root.querySelector("ul");
  root.querySelector("p").textContent = data.said;
  list.replaceChildren();
  const button = (name, parts) => {
    const el = list.appendChild(document.createElement("li")).appendChild(document.createElement("button"));
    el.type = "button";
    for (const [tag, text] of parts) el.appendChild(document.createElement(tag)).textContent = text;
    el.onclick = () => setTriggerValue("dropped", name);
    return el;
  };
  for (const way of data.ways) {
    const el = button(way.name, [["b", way.asked], ["span", way.count]]);
    el.title = data.drop;
    el.classList.toggle("some", way.some);
  }
  if (data.ways.length > 1) button("", [["b", data.all]]).className = "all";
}

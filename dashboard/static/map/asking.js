// An answer of the page's server; null where it has none, or cannot be asked: it was stopped, or the
// page around the map is on its way to another.
window.datelineAsk = async (address, by = window) => {
  try {
    const answer = await by.fetch(address);
    return answer.ok ? answer : null;
  } catch { return null; }
};

// All events as columns of numbers, fetched once for each state of the store, and the rows of them
// that a query keeps. The names and flags are those of dashboard/columns.py.
(function () {
  const PLACED = 1, DATED = 2, OPEN_START = 4, OPEN_END = 8, FIRST = 16, CONFIRMED = 32;
  const NO_DAY = -1e7, NO_MARK = 2 ** 32 - 1, BLOCK = 4096;
  const TYPES = { "<u4": Uint32Array, "<i4": Int32Array, "<f4": Float32Array, "|u1": Uint8Array };

  function read(raw) {
    const length = new DataView(raw).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(raw, 4, length)));
    const d = { groups: Uint8Array.from(head.groups) };
    for (const [name, type, at, count] of head.columns) d[name] = new TYPES[type](raw, 4 + length + at, count);
    d.n = d.mark.length;
    d.marks = d.mark_x.length;
    d.kept = new Uint32Array(d.n);
    d.m = { counts: new Uint32Array(d.marks), groups: new Uint32Array(d.marks * 8), status: new Uint8Array(d.marks), row: new Uint32Array(d.marks), sure: new Uint32Array(d.marks) };
    return blocked(d);
  }

  // The days of each block of rows, so that a range passes over the blocks that lie outside it.
  function blocked(d) {
    const blocks = Math.ceil(d.n / BLOCK);
    d.from = new Int32Array(blocks).fill(2 ** 31 - 1);
    d.to = new Int32Array(blocks).fill(-(2 ** 31));
    d.dateless = new Uint8Array(blocks);
    for (let i = 0; i < d.n; i++) {
      const b = (i / BLOCK) | 0;
      if (!(d.flags[i] & DATED)) { d.dateless[b] = 1; continue; }
      if (d.first[i] < d.from[b]) d.from[b] = d.first[i];
      if (d.last[i] > d.to[b]) d.to[b] = d.last[i];
    }
    return d;
  }

  // The page around the map fetches, under its own address: it has often begun to (dashboard/ahead.py).
  async function fetched(address) {
    const answer = await window.datelineAsk(address, parent);
    return answer && answer.arrayBuffer();
  }

  // The rows a query keeps that have a mark, newest first, in d.kept; how many events it keeps in
  // all and how many of them have a place; and of each mark how many rows it has, by group, the
  // least of their statuses and the newest of them. ``print`` tells one set of rows from another.
  function select(d, q, mask) {
    const { kind, status, flags, first, last, mark, mark_layer: layer, kept, groups, m } = d;
    const kinds = d.groups.map((group) => (q.groups >> group) & 1);
    const since = q.since === NO_DAY ? -(2 ** 31) : q.since, until = q.until === NO_DAY ? 2 ** 31 - 1 : q.until;
    const ranged = q.since !== NO_DAY || q.until !== NO_DAY;
    const open = (q.since === NO_DAY ? 0 : OPEN_START) | (q.until === NO_DAY ? 0 : OPEN_END);
    let rows = 0, events = 0, placed = 0, print = 7;
    m.counts.fill(0); m.groups.fill(0); m.status.fill(255); m.sure.fill(0);
    for (let b = 0, start = 0; start < d.n; b++, start += BLOCK) {
      if (ranged && (d.to[b] < since || d.from[b] > until) && !(q.undated && d.dateless[b])) continue;
      const end = Math.min(d.n, start + BLOCK);
      for (let i = start; i < end; i++) {
        const k = kind[i], s = status[i], f = flags[i];
        if (!kinds[k] || !((q.statuses >> s) & 1)) continue;
        if (ranged) {
          if (!(f & DATED)) { if (!q.undated) continue; }
          else if (q.sure) { if (first[i] < since || last[i] > until || f & open) continue; }
          else if (last[i] < since || first[i] > until) continue;
        }
        if (mask && !((mask[i >> 3] >> (i & 7)) & 1)) continue;
        if (f & FIRST) { events++; if (f & PLACED) placed++; }
        const at = mark[i];
        if (at === NO_MARK || !((q.shapes >> layer[at]) & 1)) continue;
        kept[rows++] = i; print = (Math.imul(print, 31) + i) | 0;
        if (!m.counts[at]++) m.row[at] = i;
        m.groups[at * 8 + groups[k]]++;
        if (s < m.status[at]) m.status[at] = s;
        if (f & CONFIRMED) m.sure[at]++;
      }
    }
    return { rows, events, placed, print };
  }

  const keyOf = (d, i) => d.key_high[i] * 2 ** 32 + d.key_low[i];

  function find(d, key) {
    if (key < 0) return -1;
    const high = Math.floor(key / 2 ** 32), low = key % 2 ** 32;
    for (let i = 0; i < d.n; i++) if (d.key_low[i] === low && d.key_high[i] === high) return i;
    return -1;
  }

  window.datelineColumns = {
    NO_DAY, NO_MARK, DATED, select, find, keyOf,
    load: async (state) => { const raw = await fetched(`api/columns/${state}.bin`); return raw && read(raw); },
    mask: async (key) => { const raw = await fetched(`api/masks/${key}.bin`); return raw && new Uint8Array(raw); },
  };
})();

'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const $ = (selector) => document.querySelector(selector);
// Every value is a stranger's text: it only ever becomes the text of an element.
const el = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) node.setAttribute(key, value);
  for (const it of children) node.append(it instanceof Node ? it : String(it));
  return node;
};
const count = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
const svg = (name, attributes) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};
const bars = (values, width, height, label) => {
  const top = Math.max(1, ...values.map((it) => it[1]));
  const n = Math.max(1, data.months.length);
  const image = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  for (const [at, value] of values) {
    const tall = Math.max(1, (value / top) * height);
    image.append(svg('rect', { class: 'bar1', x: (at / n) * width, y: height - tall, width: Math.max(1, width / n - 0.5), height: tall }));
  }
  return image;
};
const table = (head, rows) => {
  const cell = (name) => (it) => typeof it === 'number' ? el(name, { class: 'n' }, it.toLocaleString('en')) : el(name, {}, it ?? '');
  return el('table', {}, el('thead', {}, el('tr', {}, ...head.map(cell('th')))), el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map(cell('td'))))));
};

document.title = `${data.name}: Rubric report`;
$('#name').textContent = data.name;
const total = data.findings.reduce((sum, it) => sum + it.n, 0);
$('#lead').textContent = `${count(data.posts, 'post')}, ${count(total, 'finding')} of ${count(data.findings.length, 'kind')}, ${count(data.spellings.length, 'term')} in several spellings`;
$('#foot').textContent = `Rubric ${data.version}`;

if (data.changes) {
  $('#changes').hidden = false;
  $('#changes div').append(table(['', 'then', 'now'], data.changes));
}

const findings = data.findings.map((it) => {
  const folders = Object.entries(it.folders).sort((a, b) => b[1] - a[1]).slice(0, 6);
  const places = it.places.map(([path, line, message]) => el('li', {}, el('span', { class: 'code' }, `${path}:${line}`), ` ${message}`));
  const more = it.n - it.places.length;
  if (more > 0) places.push(el('li', { class: 'soft' }, `and ${more.toLocaleString('en')} more: rubric check --select ${it.code}`));
  return el('details', {},
    el('summary', {}, el('strong', { class: it.severity }, it.n.toLocaleString('en')), ' ', el('span', { class: 'code' }, it.code), ` ${it.summary}`),
    el('p', { class: 'soft' }, folders.map(([folder, n]) => `${folder || 'the root'} ${n}`).join(' · ')),
    el('ul', {}, ...places));
});
$('#findings div').append(...(findings.length ? findings : [el('p', { class: 'soft' }, 'There are none.')]));

const quoted = (text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const boxes = data.spellings.map((it) => {
  const box = el('input', { type: 'checkbox' });
  box.addEventListener('change', write);
  const others = it.others.map(([text, n]) => `${text} ${n}`).join(', ');
  return [it, box, el('label', {}, box, ' ', el('strong', {}, it.usual), ` ${it.posts} `, el('span', { class: 'soft' }, `${it.field}: instead of ${others}`))];
});
$('#spellings .scroll').append(...(boxes.length ? boxes.map((it) => it[2]) : [el('p', { class: 'soft' }, 'There are none.')]));
function write() {
  const rows = boxes.filter((it) => it[1].checked).flatMap(([it]) => it.others.map(([old]) => [it.field, old, it.usual].map(quoted).join(',')));
  $('#map').textContent = rows.length ? ['field,old,new', ...rows].join('\n') + '\n' : '';
  $('#said').textContent = rows.length ? count(rows.length, 'rename') : '';
}
$('#copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText($('#map').textContent);
    $('#said').textContent = 'copied';
  } catch {
    getSelection().selectAllChildren($('#map'));
    $('#said').textContent = 'selected: copy it with the keyboard';
  }
});
$('#download').addEventListener('click', () => {
  const link = el('a', { download: 'map.csv', href: `data:text/csv;charset=utf-8,${encodeURIComponent($('#map').textContent)}` });
  link.click();
});

const height = 28;
let rows = [];
const list = $('.rows');
const select = () => {
  const wanted = $('#search').value.trim().toLowerCase();
  const all = data.terms[$('#field').value] ?? [];
  rows = wanted ? all.filter((it) => it[0].toLowerCase().includes(wanted)) : [...all];
  const sort = $('#sort').value;
  if (sort === 'name') rows.sort((a, b) => a[0].localeCompare(b[0], 'zh'));
  if (sort === 'recent') rows.sort((a, b) => (b[3] ?? -1) - (a[3] ?? -1));
  if (sort === 'once') rows.sort((a, b) => a[1] - b[1]);
  $('#shown').textContent = count(rows.length, 'term');
  $('.space').style.height = `${rows.length * height}px`;
  list.scrollTop = 0;
  draw();
};
const draw = () => {
  const first = Math.max(0, Math.floor(list.scrollTop / height) - 4);
  const shown = rows.slice(first, first + Math.ceil(list.clientHeight / height) + 8);
  const month = (at) => at === null || at === undefined ? '' : data.months[at];
  const cells = shown.map(([text, n, from, to, series]) => el('div', { class: 'row', role: 'row' },
    el('span', { role: 'cell', title: text }, text), el('span', { role: 'cell', class: 'n' }, n.toLocaleString('en')),
    el('span', { role: 'cell' }, month(from)), el('span', { role: 'cell' }, month(to)),
    el('span', { role: 'cell' }, ...(series ? [bars(series, 180, 20, `uses of ${text} over time`)] : []))));
  const window_ = $('.window');
  window_.style.top = `${first * height}px`;
  window_.replaceChildren(...cells);
};
for (const field of Object.keys(data.terms)) $('#field').append(el('option', { value: field }, `${field} (${data.terms[field].length.toLocaleString('en')})`));
for (const id of ['#field', '#sort']) $(id).addEventListener('change', select);
$('#search').addEventListener('input', select);
list.addEventListener('scroll', draw);
select();

const share = ([n, of]) => el('meter', { min: 0, max: Math.max(1, of), value: n, title: `${n} of ${of}` }, `${n} of ${of}`);
$('#fields div').append(table(['field', 'kind', 'posts that have it', 'filled', 'terms', 'uses', 'used once'],
  data.fields.map((it) => [it.name, it.kind, share(it.present), share(it.filled), it.terms ?? '', it.uses ?? '', it.once === null ? '' : `${it.once} (${Math.round((100 * it.once) / Math.max(1, it.terms))} %)`])));

$('#time div').append(table(['folder', 'posts', `${data.months[0] ?? ''} to ${data.months.at(-1) ?? ''}`],
  Object.entries(data.folders).map(([folder, counts]) => [folder || 'the root', counts.reduce((a, b) => a + b, 0), bars(counts.map((n, at) => [at, n]).filter((it) => it[1]), 520, 36, `posts of ${folder || 'the root'} over time`)])));

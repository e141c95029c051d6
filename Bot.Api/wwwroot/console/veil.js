// Drawing over a picture instead of typing numbers. The fields stay what is sent; they can be typed into as before.
const frame = document.getElementById('veil');
const rows = document.getElementById('veil-rows');
const more = document.getElementById('veil-more');

function start() {
  frame.classList.add('drawable');
  document.getElementById('veil-help').textContent += '写真の上をなぞって囲むこともできます。';
  more.hidden = true;
  rows.addEventListener('input', draw);
  let from = null;
  let rubber = null;
  frame.addEventListener('pointerdown', (e) => {
    if (e.button !== 0) return;
    from = at(e);
    rubber = box({ left: from.x, top: from.y, width: 0, height: 0 }, 'rubber');
    frame.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  frame.addEventListener('pointermove', (e) => {
    if (from) place(rubber, between(from, at(e)));
  });
  frame.addEventListener('pointerup', (e) => {
    if (!from) return;
    const drawn = between(from, at(e));
    rubber.remove();
    from = null;
    if (drawn.width >= 1 && drawn.height >= 1) fill(drawn);
  });
  // Browsers would drag the picture itself away.
  frame.addEventListener('dragstart', (e) => e.preventDefault());
  frame.addEventListener('pointercancel', () => {
    rubber?.remove();
    from = null;
  });
  for (const row of rows.children) armed(row);
  draw();
}

function at(e) {
  const edge = frame.getBoundingClientRect();
  const part = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
  return { x: part(e.clientX - edge.left, edge.width), y: part(e.clientY - edge.top, edge.height) };
}

function between(a, b) {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

const names = ['left', 'top', 'width', 'height'];
const field = (row, name) => row.querySelector(`[name=${name}]`);
const isBlank = (row) => names.every((name) => field(row, name).value.trim() === '');

function fill(drawn) {
  const row = [...rows.children].find(isBlank) ?? added();
  for (const name of names) field(row, name).value = String(Math.round(drawn[name] * 10) / 10);
  draw();
}

function added() {
  const row = rows.lastElementChild.cloneNode(true);
  for (const name of names) field(row, name).value = '';
  row.querySelector('legend').textContent = `${rows.children.length + 1}番`;
  row.querySelector('.veil-clear')?.remove();
  rows.append(row);
  armed(row);
  return row;
}

function armed(row) {
  const clear = document.createElement('button');
  clear.type = 'button';
  clear.className = 'button small plain veil-clear';
  clear.textContent = 'この囲みを消す';
  clear.addEventListener('click', () => {
    for (const name of names) field(row, name).value = '';
    draw();
  });
  row.append(clear);
}

function draw() {
  for (const old of frame.querySelectorAll('.veil-box')) old.remove();
  for (const [n, row] of [...rows.children].entries()) {
    const typed = Object.fromEntries(names.map((name) => [name, Number.parseFloat(field(row, name).value)]));
    if (names.some((name) => !Number.isFinite(typed[name]))) continue;
    box(typed, field(row, 'veil').value).textContent = String(n + 1);
  }
  if ([...rows.children].every((row) => !isBlank(row))) added();
}

function box(where, kind) {
  const drawn = document.createElement('span');
  drawn.className = `veil-box ${kind}`;
  place(drawn, where);
  frame.append(drawn);
  return drawn;
}

function place(drawn, where) {
  for (const name of names) drawn.style[name] = `${where[name]}%`;
}

if (frame && rows) start();

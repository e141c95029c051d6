// The counter by keyboard: Enter goes on, words are looked up while typing, days and fees follow what was typed.
const form = document.getElementById('counter');
let drawing = null;
let drawn = '';

const typedIn = part => JSON.stringify([...part.querySelectorAll('input, select, textarea')].map(f => [f.name, f.type === 'radio' ? f.checked : f.value]));
const body = step => {
  const data = new URLSearchParams(new FormData(form));
  data.set('step', step);
  return data;
};

// Draws anew what follows from what was typed; a part in which somebody is typing is left alone.
async function draw() {
  const post = body('draw').toString();
  if (post === drawn) return drawing;
  drawn = post;
  drawing = (async () => {
    const before = new Map([...form.querySelectorAll('[data-part]')].map(p => [p.dataset.part, typedIn(p)]));
    const answer = await fetch(form.action, { method: 'POST', body: post, headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8', Accept: 'application/x-part' } }).catch(() => null);
    if (!answer?.ok || drawn !== post) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // What was typed while the answer was on its way has not been asked yet.
    const asked = drawn === post && body('draw').toString() === post;
    const fresh = [...page.querySelectorAll('#counter [data-part]')];
    let previous = null;
    for (const part of fresh) {
      const old = form.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!old) {
        previous.after(part);
        prepare(part);
        previous = part;
      } else if (!old.contains(document.activeElement) && typedIn(old) === before.get(part.dataset.part)) {
        old.replaceWith(part);
        prepare(part);
        previous = part;
      } else {
        const [was, now] = [old.querySelector('.read'), part.querySelector('.read')];
        if (was && now) was.textContent = now.textContent;
        else if (now) old.querySelector('fieldset').append(now);
        else was?.remove();
        // Which of several places is meant is asked below the words, while they are still being typed.
        const [among, places] = [old.querySelector('.among'), part.querySelector('.among')];
        if (!among?.contains(document.activeElement)) { among?.remove(); if (places) old.append(places); }
        previous = old;
      }
    }
    const names = new Set(fresh.map(p => p.dataset.part));
    form.querySelectorAll('[data-part]').forEach(p => { if (!names.has(p.dataset.part) && !p.contains(document.activeElement)) p.remove(); });
    if (asked) drawn = body('draw').toString();
  })();
  return drawing;
}

// The suggestions below a word.
function lookup(input) {
  const list = document.createElement('ul');
  list.className = 'suggest';
  list.id = `${input.id}-options`;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', '候補');
  input.after(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-autocomplete', 'list');
  let timer = 0;
  let pending = null;
  let seen = '';
  const line = input.closest('.line');
  // The suggestions stand in the line too, and carry their keys.
  const field = name => line.querySelector(`:is(input, select)[data-${name}]`);
  const options = () => [...list.querySelectorAll('[role=option]:not([aria-disabled])')];
  const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const activate = option => {
    options().forEach(o => o.setAttribute('aria-selected', String(o === option)));
    if (option) { input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
  };
  const setKey = (key, word) => {
    let holder = field('key');
    if (holder.tagName === 'SELECT') {
      const hidden = document.createElement('input');
      Object.assign(hidden, { type: 'hidden', name: holder.name });
      hidden.dataset.key = '';
      holder.replaceWith(hidden);
      holder = hidden;
    }
    holder.value = key;
    field('for').value = word;
  };
  const pick = option => { setKey(option.dataset.key, input.value); close(); };
  const look = async () => {
    const word = input.value.trim();
    if (word === seen) return;
    seen = word;
    if (!word) { list.replaceChildren(); close(); return; }
    const answer = await fetch(`${input.dataset.look}&text=${encodeURIComponent(word)}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok || input.value.trim() !== word) return;
    const found = await answer.json();
    list.replaceChildren(...found.map((o, at) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${at}`;
      option.setAttribute('role', 'option');
      option.textContent = o.detail ? `${o.label}　${o.detail}` : o.label;
      if (o.key) { option.dataset.key = o.key; option.setAttribute('aria-selected', 'false'); } else option.setAttribute('aria-disabled', 'true');
      option.addEventListener('mousedown', e => { e.preventDefault(); if (o.key) { pick(option); draw(); } });
      return option;
    }));
    list.hidden = found.length === 0 || document.activeElement !== input;
    input.setAttribute('aria-expanded', String(!list.hidden));
    // One meaning needs no choosing; of several somebody chooses.
    const real = options().filter(o => o.dataset.key !== '?');
    activate(real.length === 1 ? real[0] : null);
  };
  const start = () => (pending = look());
  input.addEventListener('input', () => { setKey('', ''); clearTimeout(timer); timer = setTimeout(start, 120); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', e => {
    if (e.isComposing || list.hidden) return;
    const all = options();
    const at = all.findIndex(o => o.getAttribute('aria-selected') === 'true');
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      activate(all.at(e.key === 'ArrowDown' ? (at + 1) % all.length : Math.max(at, 0) - 1));
    } else if (e.key === 'Escape') { e.preventDefault(); close(); }
  });
  // Says whether one may go on: not while several meanings stand open.
  input.settle = async () => {
    clearTimeout(timer);
    if (field('key').value || !input.value.trim()) { close(); return true; }
    if (!seen || seen !== input.value.trim()) start();
    await pending;
    const active = options().find(o => o.getAttribute('aria-selected') === 'true');
    if (active) { pick(active); return true; }
    if (options().length === 0) { close(); return true; }
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    return false;
  };
}

function prepare(part) {
  part.querySelectorAll('input[data-look]').forEach(lookup);
  part.querySelectorAll('input[data-number]').forEach(radio => radio.addEventListener('change', () => { part.querySelector('.pick > input').value = ''; }));
}

const stops = () => [...form.querySelectorAll('input:not([type=hidden]), select, textarea, #save')].filter(f => {
  if (f.type === 'radio') return !f.dataset.number && (f.checked || ![...form.elements[f.name]].some(r => r.checked) && form.elements[f.name][0] === f);
  return f.offsetParent !== null;
});

function next(field) {
  const all = stops();
  let at = all.indexOf(field.type === 'radio' ? all.find(f => f.name === field.name) ?? field : field);
  const part = field.closest('[data-part]');
  const wholePart = field.dataset.look !== undefined && !field.value.trim() || field.dataset.number;
  do at++; while (at < all.length && wholePart && part?.contains(all[at]));
  // 2台 says how many already.
  if (field.dataset.look !== undefined && /[0-9０-９一二三四五六七八九十][個つ台点枚本脚組]?$/.test(field.value.trim()) && all[at]?.id === `${field.id}-number`) at++;
  const to = all[Math.min(at, all.length - 1)];
  to.focus();
  if (to.select && to.type !== 'radio' && to.type !== 'checkbox') to.select();
}

form.addEventListener('keydown', async e => {
  const field = e.target;
  if (e.isComposing || field.tagName === 'BUTTON') return;
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    if (field.settle && !await field.settle()) return;
    form.requestSubmit(document.getElementById('save'));
  } else if (e.key === 'Enter' && !e.shiftKey) {
    e.preventDefault();
    if (field.settle && !await field.settle()) return;
    if (field.closest('[data-question]')) await draw();
    next(field);
  } else if (field.type === 'radio' && /^[1-9]$/.test(e.key)) {
    const radio = form.elements[field.name][Number(e.key) - 1];
    if (radio) { e.preventDefault(); radio.checked = true; radio.focus(); radio.dispatchEvent(new Event('change', { bubbles: true })); }
  }
});
form.addEventListener('change', e => { if (e.target.closest('[data-question]')) setTimeout(draw, 0); });

form.querySelectorAll('[data-part]').forEach(prepare);
drawn = body('draw').toString();
(document.querySelector('[data-first]') ?? form.querySelector('.box input:not([type=hidden])'))?.focus();

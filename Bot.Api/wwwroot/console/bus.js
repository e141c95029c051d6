// Who boards, alights and arrives, one child at a time. It shows the kept list, keeps each tap or card, and sends them when there is signal.
import { begin, box, el, line, toast, trouble, undoTime, untoast } from './phone.js';
import { Store } from './phone-store.js';
import { Sender } from './phone-send.js';
import { canRead, meaning, watch } from './bus-code.js';

const root = document.getElementById('bus');
const live = document.getElementById('bus-live');
const [mode, number, room] = ['mode', 'bus-number', 'class'].map((id) => document.getElementById(id));
const said = document.getElementById('bus-said');
const page = root.dataset.page;
const drill = new URLSearchParams(location.search).get('drill') === '1' ? '?drill=1' : '';
const store = await Store.open(`bus:${page}${drill}`);
const kinds = {
  board: { kind: 'Board', button: '乗りました', text: '乗車' },
  alight: { kind: 'Alight', button: '降りました', text: '降車' },
  arrive: { kind: 'Arrive', button: '教室にいます', text: '教室で確認' },
};
const lists = { Board: 'board', Alight: 'alight', Arrive: 'arrive' };
const sender = new Sender(page, store, {
  gone: 'この園・学校の記録として受け取れませんでした。職員室に確かめてください。',
  list: () => `list${drill}`,
  of: (mark) => mark.request,
  post: (mark) => ({ path: 'scans', fields: { scan: mark.id, kind: mark.kind, child: mark.child, bus: mark.bus, of: mark.of, day: mark.day, run: mark.run, code: mark.code }, photos: [] }),
  heard(day, mark, answer) {
    if (answer.outcome !== 'Counts' || answer.trouble) return false;
    apply(day, mark);
    return true;
  },
}, () => draw());
let painting = Promise.resolve();
let stopCamera = null;

function apply(day, mark) {
  if (mark.kind === 'RearSeat') day.checked = [...new Set([...day.checked, mark.bus])];
  const child = day.children.find((c) => c.id === mark.child);
  if (!child) return;
  if (mark.kind === 'TakeBack') for (const name of Object.values(lists)) child[name] = child[name].filter((id) => id !== mark.of);
  else child[lists[mark.kind]] = [...child[lists[mark.kind]], mark.id];
}

// One after the other, so that an older list never lies over a newer one.
function draw() {
  painting = painting.then(paint, paint);
  return painting;
}

async function paint() {
  const [kept, marks, news] = [await store.day(), await store.marks(), await store.news()];
  if (!kept) return;
  if (!root.dataset.ready) fill(kept);
  const day = structuredClone(kept);
  for (const mark of marks) apply(day, mark);
  const shown = day.children.filter((c) => !room.value || c.class === room.value);
  const doing = kinds[mode.value];
  const left = shown.filter((c) => c[mode.value].length === 0);
  const focused = document.activeElement?.closest?.('[data-key]')?.dataset.key;
  const rows = el('ul', '', 'phone-list');
  for (const child of [...left, ...shown.filter((c) => c[mode.value].length > 0)]) rows.append(row(child, doing, marks));
  const parts = [el('h2', `${doing.text}　${shown.length - left.length} 人 ／ ${shown.length} 人`, 'bus-left'), line(page, sender, marks)];
  if (mode.value === 'arrive' && marks.length > 0 && (!navigator.onLine || sender.state === 'no-signal')) parts.push(warn('電波がない間の記録は、まだ園に届いていません。職員室の端末など、つながる端末でも記録してください。'));
  live.replaceChildren(...parts, ...news.map((one) => trouble(one, read)), shown.length > 0 ? rows : box('名簿に子どもがいません。'), ...seat(day));
  if (focused) live.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  document.getElementById('bus-tools').hidden = false;
  root.dataset.ready = 'true';
  root.dataset.waiting = String(marks.length);
}

// A page from the phone's own store knows neither buses nor classes before the list.
function fill(day) {
  document.getElementById('bus-drill').hidden = !day.isDrill;
  // What one was doing goes on after the page was away; a page from the store must not begin with another.
  const chosen = JSON.parse(localStorage.getItem(`bus:${page}`) ?? '{}');
  if (!new URLSearchParams(location.search).has('mode')) mode.value = chosen.mode ?? (day.buses > 0 ? 'board' : 'arrive');
  const keep = chosen.bus ?? number.value;
  number.replaceChildren(...Array.from({ length: day.buses }, (_, n) => new Option(`${n + 1}号車`, n + 1)));
  if (day.buses === 0) number.append(new Option('バスなし', 0));
  if ([...number.options].some((o) => o.value === keep)) number.value = keep;
  if (room.options.length === 1) room.append(...day.classes.map((c) => new Option(c.title, c.id)));
}

function warn(text) {
  const part = el('div', '', 'notice warn');
  part.append(el('p', text));
  return part;
}

function row(child, doing, marks) {
  const part = el('li', '', 'stop bus-row');
  const name = el('p', child.name, 'bus-name');
  name.append(' ', el('small', child.title));
  const waits = marks.some((m) => m.child === child.id);
  const state = child.arrive.length > 0 ? '教室で確認' : child.alight.length > 0 ? '降車' : child.board.length > 0 ? '乗車中' : 'まだ';
  part.append(name, el('p', `${state}${waits ? '（未送信）' : ''}${child.away ? `　${child.away}` : ''}`));
  const ids = child[mode.value];
  const button = el('button', ids.length > 0 ? '取り消す' : doing.button, ids.length > 0 ? 'button big plain' : 'button big primary');
  button.type = 'button';
  button.dataset.key = child.id;
  button.append(el('span', `：${child.name}`, 'unseen'));
  button.addEventListener('click', () => (ids.length > 0 ? note(child, { kind: 'TakeBack', of: ids.at(-1) }, '取り消し') : note(child, { kind: doing.kind }, doing.text)));
  part.append(button);
  return part;
}

function seat(day) {
  const bus = Number(number.value);
  if (!bus) return [];
  const part = el('section', '', 'panel');
  part.append(el('h2', `最後部座席の確認（${bus}号車）`));
  const done = day.checked.includes(bus);
  part.append(el('p', done ? '確認が記録されています。' : 'いちばん後ろまで歩いて車内をすべて見てから、座席の紙のQRを読み取るか、番号を入れてください。'));
  const label = el('label', '座席の紙の番号（6けた）');
  const input = Object.assign(el('input'), { id: 'rear-code', inputMode: 'numeric', maxLength: 6, autocomplete: 'off' });
  label.htmlFor = input.id;
  input.value = document.getElementById('rear-code')?.value ?? '';
  input.dataset.key = 'rear-code';
  const button = el('button', '車内をすべて見ました', 'button big');
  button.type = 'button';
  button.dataset.key = 'rear';
  button.addEventListener('click', () => {
    if (/^[0-9]{6}$/.test(input.value)) checked(bus, input.value);
    else say('座席の紙の番号を6けたで入れてください。');
  });
  const field = el('div', '', 'field');
  field.append(label, input);
  part.append(field, button);
  return [part];
}

function checked(bus, code) {
  const input = document.getElementById('rear-code');
  if (input) input.value = '';
  return keep({ request: `bus-${bus}`, number: `${bus}号車`, child: null, kind: 'RearSeat', bus, code }, `${bus}号車：最後部座席の確認`);
}

function note(child, what, text) {
  return keep({ request: child.id, number: child.name, child: child.id, bus: mode.value === 'arrive' ? 0 : Number(number.value), ...what }, `${child.name}：${text}`);
}

async function keep(what, text) {
  const day = await store.day();
  const { phone, count } = await store.next();
  const one = { id: crypto.randomUUID().replaceAll('-', ''), staff: day.staff, day: day.day, run: day.run, phone, count, made: new Date().toISOString(), from: Date.now() + undoTime, ...what };
  await store.putMark(one);
  toast(live, `${text}を記録しました。`, async () => {
    untoast();
    await store.dropMark(one.id);
    await draw();
  });
  await draw();
  setTimeout(() => sender.send(), undoTime + 50);
}

function say(text) {
  said.textContent = text;
}

async function card(text) {
  const day = await store.day();
  const what = meaning(text);
  const child = day.children.find((c) => c.id === what?.child);
  navigator.vibrate?.(what && (child || what.bus) ? 80 : [80, 80, 80]);
  if (what?.bus) {
    say(`${what.bus}号車の最後部座席を読み取りました。`);
    return checked(what.bus, what.code);
  }
  if (!child) return say('この園・学校のカードではありません。');
  const marks = await store.marks();
  const mine = structuredClone(day);
  for (const mark of marks) apply(mine, mark);
  if (mine.children.find((c) => c.id === child.id)[mode.value].length > 0) return say(`${child.name}：もう記録されています。`);
  say(`${child.name}：${kinds[mode.value].text}`);
  return note(child, { kind: kinds[mode.value].kind }, kinds[mode.value].text);
}

async function read(one) {
  await store.dropNews(one.id);
  await draw();
}

for (const choice of [mode, number, room]) choice.addEventListener('change', () => {
  localStorage.setItem(`bus:${page}`, JSON.stringify({ mode: mode.value, bus: number.value }));
  draw();
});
root.querySelector('.bus-choose').addEventListener('submit', (event) => {
  event.preventDefault();
  draw();
});
const camera = document.getElementById('bus-camera');
camera.hidden = !canRead;
camera.addEventListener('click', async () => {
  if (stopCamera) {
    stopCamera();
    stopCamera = null;
  } else {
    try {
      stopCamera = await watch(document.getElementById('bus-view'), card);
    } catch {
      say('カメラを使えません。名前を押して記録してください。');
    }
  }
  camera.setAttribute('aria-expanded', String(stopCamera !== null));
  camera.textContent = stopCamera ? 'カメラを閉じる' : 'カードをカメラで読み取る';
});

await begin({ root, page, store, sender, draw });

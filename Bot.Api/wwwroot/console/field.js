// The page for the place where there may be no signal: it shows the kept list, the nearest first, keeps each step with its pictures, and sends the steps when there is signal.
import { begin, box, el, line, toast, trouble, undoTime, untoast } from './phone.js';
import { Store } from './phone-store.js';
import { Sender } from './phone-send.js';
import { Cards } from './field-card.js';

const root = document.getElementById('field');
const live = document.getElementById('field-live');
const tools = document.getElementById('field-tools');
const scope = document.getElementById('of');
const place = document.getElementById('map');
const note = document.getElementById('map-note');
const page = root.dataset.page;
const store = await Store.open(`field:${page}`);
const cards = new Cards(document.getElementById('field-card'), store, record);
const [top, list, rest] = [el('div'), el('ol', '', 'phone-list'), el('div')];
const acts = {
  begin: { text: '着手', state: '作業中', without: ['begin'] },
  inspect: { text: '点検の記録' },
  'work-before': { text: '作業の記録' },
  'work-after': { text: '作業の記録' },
  finish: { text: '完了', closes: true },
  'not-found': { text: '現地で見つからず', closes: true },
  'put-off': { text: '見送り' },
  'give-back': { text: '事務所に戻す', closes: true },
};
const sender = new Sender(page, store, {
  gone: 'この通報は見つかりません。事務所に確かめてください。',
  list: (day) => `list${day?.of ? `?of=${encodeURIComponent(day.of)}` : ''}`,
  of: (mark) => mark.request,
  post: (mark) => ({ path: 'steps', fields: { step: mark.id, case: mark.request, act: mark.act, why: mark.why, day: mark.on, words: mark.words, tell: mark.tell }, photos: mark.photos ?? [] }),
  heard(day, mark, answer) {
    const at = day.cases.findIndex((c) => c.id === mark.request);
    if (at >= 0 && (acts[mark.act].closes || answer.outcome === 'Overtaken' || !answer.outcome)) day.cases.splice(at, 1);
    else if (at >= 0) day.cases[at] = seen(day.cases[at], [mark], false);
    day.done.unshift({ number: mark.number, text: `${acts[mark.act].text}${answer.outcome === 'Overtaken' ? '　メモとして' : ''}` });
    return true;
  },
}, () => draw());
let here = null;
let order = null;
let watching = false;
let painting = Promise.resolve();

// Each case as it was left at the place: what the office knows, and over it what this phone has not sent yet.
function seen(item, marks, waits = true) {
  const mine = marks.filter((m) => m.request === item.id);
  if (mine.length === 0) return item;
  const said = mine.findLast((m) => acts[m.act].state || acts[m.act].closes || m.act === 'put-off');
  const text = said ? acts[said.act].state ?? acts[said.act].text : item.stateText;
  return {
    ...item,
    over: mine.some((m) => acts[m.act].closes),
    stateText: waits ? `${text}（未送信 ${mine.length}件）` : text,
    chip: waits ? 'warn' : said ? 'key' : item.chip,
    may: item.may.filter((m) => !mine.some((k) => acts[k.act].without?.includes(m))),
  };
}

// One after the other, so that an older list never lies over a newer one.
function draw() {
  painting = painting.then(paint, paint);
  return painting;
}

async function paint() {
  const [day, marks, news] = [await store.day(), await store.marks(), await store.news()];
  if (!day) return;
  if (!root.dataset.ready) scope.value = day.of;
  const items = day.cases.map((c) => seen(c, marks));
  const open = sorted(items.filter((i) => !i.over));
  cards.keep(new Set(items.map((i) => i.id)));
  const rows = [];
  for (const item of open) rows.push(await cards.of(item, way(item)));
  top.replaceChildren(el('h2', `対応する通報 ${open.length} 件${day.isCut ? '（緊急なものから）' : ''}`, 'field-left'), line(page, sender, marks), ...news.map((one) => trouble(one, read)));
  if (open.length === 0) top.append(box('いま対応する通報はありません。'));
  // What somebody is touching must not jump: rows are moved only when their order has changed.
  if (rows.length !== list.children.length || rows.some((row, n) => list.children[n] !== row)) {
    const touched = document.activeElement;
    list.replaceChildren(...rows);
    if (touched?.isConnected && touched !== document.activeElement) touched.focus({ preventScroll: true });
  }
  rest.replaceChildren(...own(day, marks));
  if (!live.contains(list)) live.replaceChildren(top, list, rest);
  tools.hidden = false;
  if (!place.hidden) await onMap(open);
  root.dataset.ready = 'true';
  root.dataset.waiting = String(marks.length);
}

function own(day, marks) {
  const lines = [...[...marks].reverse().map((m) => `${m.number}　${acts[m.act].text}（未送信）`), ...day.done.map((d) => `${d.number}　${d.text}`)];
  if (lines.length === 0) return [];
  const items = el('ul', '', 'field-done');
  items.append(...lines.map((text) => el('li', text)));
  return [el('h2', 'きょう記録したもの'), items];
}

async function read(one) {
  await store.dropNews(one.id);
  await draw();
}

// The order stays until somebody asks for another, or the list has new ones, which come last.
function sorted(items) {
  if (order === null) {
    order = items.map((i) => i.id);
    if (here) order = [...items].sort((a, b) => metres(a.at) - metres(b.at)).map((i) => i.id);
  }
  for (const item of items) if (!order.includes(item.id)) order.push(item.id);
  return [...items].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

function metres([lat, long]) {
  const rad = Math.PI / 180;
  const [dy, dx] = [(lat - here[0]) * rad, (long - here[1]) * rad * Math.cos(((lat + here[0]) / 2) * rad)];
  return Math.hypot(dx, dy) * 6371008;
}

function way({ at }) {
  if (!here) return null;
  const far = metres(at);
  const turn = Math.atan2((at[1] - here[1]) * Math.cos(here[0] * Math.PI / 180), at[0] - here[0]);
  const eighth = (Math.round(turn / (Math.PI / 4)) + 8) % 8;
  const distance = far < 20 ? 'すぐそば' : far < 995 ? `約${Math.round(far / 10) * 10}m` : `約${(far / 1000).toFixed(1)}km`;
  return far < 20 ? distance : `${distance}　${['北', '北東', '東', '南東', '南', '南西', '西', '北西'][eighth]} ${'↑↗→↘↓↙←↖'[eighth]}`;
}

async function record(item, act, { why, day: on, words, tell, photos }) {
  const day = await store.day();
  const { phone, count } = await store.next();
  const one = {
    id: crypto.randomUUID(), staff: day.staff, request: item.id, number: item.number, day: day.day, act, why, on, words, tell, photos, phone, count,
    made: new Date().toISOString(), from: Date.now() + undoTime,
  };
  await store.putMark(one);
  toast(live, `${item.number}：${acts[act].text}を記録しました。`, async () => {
    untoast();
    await store.dropMark(one.id);
    await draw();
  });
  await draw();
  setTimeout(() => sender.send(), undoTime + 50);
}

// Where the phone is stays on the phone.
function watch() {
  order = null;
  if (watching) return draw();
  watching = true;
  return navigator.geolocation.watchPosition(async ({ coords }) => {
    if (!here) order = null;
    here = [coords.latitude, coords.longitude];
    note.textContent = '近い順に並べています。動いたあとは、もう一度押すと並べ直します。';
    await draw();
  }, () => {
    if (!here) note.textContent = 'いまいる場所がわかりません。地区と緊急度の順に並べています。';
  }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 15000 });
}

async function onMap(items) {
  const { show } = await import('./field-map.js');
  show(place, items, here, (id) => {
    const card = document.getElementById(`case-${id}`);
    card?.scrollIntoView({ block: 'start' });
    card?.focus({ preventScroll: true });
  });
}

const near = document.getElementById('field-near');
if ('geolocation' in navigator) {
  near.addEventListener('click', watch);
  navigator.permissions?.query({ name: 'geolocation' }).then(({ state }) => { if (state === 'granted') watch(); }, () => {});
} else near.remove();
document.getElementById('field-map').addEventListener('click', async ({ currentTarget: button }) => {
  place.hidden = !place.hidden;
  button.setAttribute('aria-expanded', String(!place.hidden));
  button.textContent = place.hidden ? '地図を見る' : '地図を閉じる';
  try {
    await draw();
  } catch {
    place.hidden = true;
    note.textContent = '地図を読み込めませんでした。一覧はそのまま使えます。';
  }
});

await begin({
  root, page, store, sender, draw,
  async fresh() {
    const day = await store.day();
    await store.keepPictures((day?.cases ?? []).map((c) => c.picture).filter(Boolean));
    await draw();
    root.dataset.pictures = 'true';
  },
});

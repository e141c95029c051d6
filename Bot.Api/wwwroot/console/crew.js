// The crew's page where there may be no signal: it shows the kept day, keeps each tap, and sends the taps when there is signal.
import { Store } from './crew-store.js';
import { Sender } from './crew-send.js';

const root = document.getElementById('crew');
const live = document.getElementById('crew-live');
const template = document.getElementById('crew-stop');
const undoTime = 8000;
const page = root.dataset.page;
const store = await Store.open(page);
const sender = new Sender(page, store, () => draw());
let latest = null;

function today() {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' }).format(new Date());
}

const el = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text ?? '', className: kind ?? '' });

// Each stop as the crew has left it: what the office knows, and over it what this phone has not sent yet.
function seen(stop, marks) {
  const mine = marks.filter((m) => m.request === stop.id && m.finding).at(-1);
  return mine ? { ...stop, state: mine.finding === 'taken-back' ? 'open' : mine.finding, stateText: mine.text, waits: mine } : stop;
}

async function draw() {
  const [day, marks, news] = [await store.day(), await store.marks(), await store.news()];
  if (!day) return;
  const focused = document.activeElement?.closest?.('[data-key]')?.dataset.key;
  const opened = new Map([...live.querySelectorAll('details[open]')].map((d) => [d.closest('.stop').dataset.stop, d]));
  const stops = day.stops.map((s) => seen(s, marks));
  const open = stops.filter((s) => s.state === 'open');
  const parts = [progress(day, stops, open), line(marks)];
  for (const one of news) parts.push(trouble(one));
  if (stops.length === 0) parts.push(box('今日、この班が集めるものはありません。'));
  if (stops.length > 0 && open.length === 0) parts.push(box('今日の収集はすべて終わりました。おつかれさまでした。'));
  parts.push(list('つぎの収集', open, stops, true, opened), list('記録したもの', stops.filter((s) => s.state !== 'open'), stops, false, opened));
  live.replaceChildren(...parts.filter(Boolean));
  if (focused) live.querySelector(`[data-key="${focused}"]`)?.focus();
  root.dataset.ready = 'true';
  root.dataset.waiting = String(marks.length);
}

function progress(day, stops, open) {
  const part = el('div', '', 'crew-progress');
  part.append(el('p', `${day.title}　${day.crewName}`), el('p', `残り ${open.length} 件 ／ 全 ${stops.length} 件`, 'crew-left'));
  const bar = document.createElement('progress');
  bar.max = Math.max(1, stops.length);
  bar.value = stops.length - open.length;
  bar.setAttribute('aria-label', '収集の進み具合');
  part.append(bar);
  return part;
}

// How this phone stands with the office.
function line(marks) {
  const part = el('p', '', 'crew-line');
  part.setAttribute('role', 'status');
  const waiting = marks.filter((m) => m.from <= Date.now()).length;
  const other = sender.staff && marks.some((m) => m.staff !== sender.staff);
  if (sender.state === 'signed-out') {
    part.textContent = `サインインが切れました。${marks.length > 0 ? `送っていない記録 ${marks.length} 件はこの電話に残っています。` : ''}`;
    const link = el('a', 'サインインする', 'button big');
    link.href = page;
    part.append(link);
    part.classList.add('warn');
  } else if (other) {
    part.textContent = '前に使っていた職員の、まだ送っていない記録が残っています。その職員がサインインすると送られます。';
    part.classList.add('warn');
  } else if (!navigator.onLine || sender.state === 'no-signal' || sender.state === 'no-answer') {
    part.textContent = `電波がありません。記録はこの電話に残り、つながると送られます。${waiting > 0 ? `（まだ送っていない記録 ${waiting} 件）` : ''}`;
    part.classList.add('warn');
  } else {
    part.textContent = waiting > 0 ? `送っています（${waiting} 件）` : marks.length > 0 ? `まもなく送ります（${marks.length} 件）` : '記録はすべて送られています。';
  }
  return part;
}

function trouble(one) {
  const part = el('div', '', 'notice bad crew-trouble');
  part.setAttribute('role', 'alert');
  part.append(el('p', `${one.number}：${one.text}`));
  const button = el('button', '読みました', 'button big');
  button.type = 'button';
  button.addEventListener('click', async () => { await store.dropNews(one.id); await draw(); });
  part.append(button);
  return part;
}

function box(text) {
  const part = el('div', '', 'empty');
  part.append(el('p', text));
  return part;
}

function list(title, some, all, open, opened) {
  if (some.length === 0) return null;
  const part = document.createElement('section');
  if (open) part.className = 'crew-next';
  part.append(el('h2', title));
  const cards = el('ol', '', 'crew-stops');
  for (const stop of some) {
    const item = document.createElement('li');
    item.append(card(stop, all.indexOf(stop) + 1, open, opened.get(stop.id)));
    cards.append(item);
  }
  part.append(cards);
  return part;
}

function card(stop, at, open, was) {
  const part = template.content.cloneNode(true).querySelector('.stop');
  const find = (q) => part.querySelector(q);
  part.dataset.stop = stop.id;
  const head = document.createElement('h3');
  head.append(...find('h2').childNodes);
  find('h2').replaceWith(head);
  find('.stop-at').textContent = at;
  find('.stop-number').textContent = stop.number;
  find('.chip').textContent = stop.stateText + (stop.waits ? '（未送信）' : '');
  find('.chip').classList.add(stop.state === 'collected' ? 'good' : stop.state === 'left' ? 'warn' : 'key');
  find('.stop-items').append(...stop.items.map((i) => el('li', i)));
  find('.stop-place b').textContent = stop.place;
  find('.stop-spot').textContent = `${stop.spot}　${stop.name} 様`;
  find('.stop-remark').textContent = stop.remark ? `備考：${stop.remark}` : '';
  const call = find('[data-call]');
  call.href = `tel:${stop.telephone}`;
  const way = find('[data-map]');
  if (stop.geo) way.href = stop.geo; else way.remove();
  const here = find('[data-here]');
  if ('geolocation' in navigator) here.addEventListener('click', () => stand(stop, here)); else here.remove();
  for (const [name, control] of [['call', call], ['map', way], ['here', here]]) control.append(el('span', `（${stop.number}）`, 'unseen'));
  for (const control of part.querySelectorAll('button, a, input, summary')) control.dataset.key = `${stop.id}-${control.dataset.do ?? control.value ?? control.className}`;
  if (open) {
    find('.stop-back').remove();
    if (was) find('details').replaceWith(was);
    else arm(part, stop);
    find('[data-do="collected"]').addEventListener('click', () => mark(stop, 'collected', null, '収集済み', null));
  } else {
    find('.stop-do').remove();
    find('details').remove();
    find('[data-do="taken-back"]').addEventListener('click', () => takeBack(stop));
  }
  for (const button of part.querySelectorAll('button[data-do]')) if (!button.querySelector('.unseen')) button.append(el('span', `（${stop.number}）`, 'unseen'));
  return part;
}

// The form behind 収集できなかった; it stays as it is while the list around it is drawn anew.
function arm(part, stop) {
  const details = part.querySelector('details');
  const radios = [...details.querySelectorAll('input[type="radio"]')];
  for (const radio of radios) radio.name = `why-${stop.id}`;
  radios[0].checked = true;
  details.querySelector('summary').append(el('span', `（${stop.number}）`, 'unseen'));
  details.querySelector('[data-do="left"]').addEventListener('click', async () => {
    const why = radios.find((r) => r.checked);
    const photo = details.querySelector('input[type="file"]').files[0];
    details.open = false;
    await mark(stop, 'left', why.value, `収集できず：${why.parentElement.textContent.trim()}`, photo ? await smaller(photo) : null);
  });
}

// Where the crew stands is where the things stand. It goes out with the marks.
function stand(stop, button) {
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    const day = await store.day();
    const { phone, count } = await store.next();
    await store.putMark({
      id: crypto.randomUUID(), staff: day.staff, town: stop.town, request: stop.id, day: day.day, number: stop.number, pin: [coords.latitude, coords.longitude], phone, count,
      made: new Date().toISOString(), from: Date.now(),
    });
    button.textContent = '位置を記録しました';
    await sender.send();
  }, () => { button.textContent = '位置がわかりません'; }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 10000 });
}

async function mark(stop, finding, why, text, photo) {
  const day = await store.day();
  const { phone, count } = await store.next();
  const one = {
    id: crypto.randomUUID(), staff: day.staff, town: stop.town, request: stop.id, day: day.day, number: stop.number, finding, why, text, photo, phone, count,
    made: new Date().toISOString(), from: Date.now() + undoTime,
  };
  await store.putMark(one);
  latest = one;
  toast(one);
  await draw();
  setTimeout(() => sender.send(), undoTime + 50);
}

// What has not been sent is simply forgotten; what the office knows already needs a mark of its own.
async function takeBack(stop) {
  const waiting = (await store.marks()).filter((m) => m.request === stop.id && m.finding);
  for (const one of waiting) await store.dropMark(one.id);
  const day = await store.day();
  const known = day.stops.find((s) => s.id === stop.id);
  if (known && known.state !== 'open') {
    const { phone, count } = await store.next();
    await store.putMark({
      id: crypto.randomUUID(), staff: day.staff, town: stop.town, request: stop.id, day: day.day, number: stop.number, finding: 'taken-back', why: null, text: 'これから', photo: null, phone, count,
      made: new Date().toISOString(), from: Date.now(),
    });
  }
  document.getElementById('crew-toast')?.remove();
  await draw();
  await sender.send();
}

function toast(one) {
  document.getElementById('crew-toast')?.remove();
  const part = el('div', '', 'crew-toast');
  part.id = 'crew-toast';
  part.setAttribute('role', 'status');
  part.append(el('p', `${one.number} を${one.finding === 'collected' ? '収集済みにしました' : '記録しました'}。`));
  const button = el('button', '元に戻す', 'button big');
  button.type = 'button';
  button.addEventListener('click', () => takeBack({ id: one.request, town: one.town, number: one.number }));
  part.append(button);
  live.before(part);
  setTimeout(() => { if (latest === one) part.remove(); }, undoTime);
}

// A photo as large as a person needs to see what stands there; drawing it anew leaves out where and with what it was taken.
async function smaller(photo) {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
  } catch {
    return photo;
  }
}

async function start() {
  await store.tidy(today(), Date.now());
  if (root.dataset.day) {
    const day = JSON.parse(root.dataset.day);
    root.removeAttribute('data-day');
    sender.use(day);
    await store.keepDay(day);
  } else {
    const kept = await store.day();
    if (kept) sender.use(kept);
    sender.state = 'no-signal';
  }
  await draw();
  if ('serviceWorker' in navigator) {
    await navigator.serviceWorker.register(`${page}/sw.js`, { scope: page }).catch(() => {});
    await navigator.serviceWorker.ready.then(() => { root.dataset.kept = 'true'; });
  }
}

async function again() {
  const day = await store.day();
  await sender.fetchDay(day?.crew);
  await sender.send();
}

addEventListener('online', again);
addEventListener('offline', () => draw());
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') again(); });
// Leaving with marks unsent would lose them, since signing out empties this phone.
for (const form of document.querySelectorAll('form[action$="/sign-out"]')) {
  form.addEventListener('submit', (event) => {
    const waiting = Number(root.dataset.waiting ?? 0);
    if (waiting > 0 && !confirm(`まだ送っていない記録が ${waiting} 件あります。サインアウトすると消えます。サインアウトしますか。`)) event.preventDefault();
  });
}
const fresh = Boolean(root.dataset.day);
await start();
await (fresh ? sender.send() : again());
for (const one of await store.marks()) setTimeout(() => sender.send(), Math.max(0, one.from - Date.now()) + 50);
// Another tab may have sent them.
setInterval(async () => { if ((await store.marks()).length > 0 || root.dataset.waiting !== '0') await sender.send(); }, 15000);
setInterval(() => { if (document.visibilityState === 'visible') again(); }, 180000);

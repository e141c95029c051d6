// The crew's page where there may be no signal: it shows the kept day, keeps each tap, and sends the taps when there is signal.
import { begin, box, el, line, smaller, toast, trouble, undoTime, untoast } from './phone.js';
import { Store } from './phone-store.js';
import { Sender } from './phone-send.js';

const root = document.getElementById('crew');
const live = document.getElementById('crew-live');
const template = document.getElementById('crew-stop');
const page = root.dataset.page;
const store = await Store.open(`crew:${page}`);
const sender = new Sender(page, store, {
  gone: 'この申し込みは見つかりません。事務所に確かめてください。',
  list: (day) => `day${day?.crew ? `?crew=${encodeURIComponent(day.crew)}` : ''}`,
  of: (mark) => mark.request,
  post: (mark) => ({
    path: mark.pin ? 'pins' : 'marks',
    fields: {
      ...(mark.pin ? { lat: mark.pin[0].toFixed(6), long: mark.pin[1].toFixed(6) } : {}), mark: mark.id, town: mark.town, request: mark.request, day: mark.day, finding: mark.finding, why: mark.why,
    },
    photos: mark.photo ? [mark.photo] : [],
  }),
  heard(day, mark, answer) {
    const stop = day.stops.find((s) => s.id === mark.request);
    if (!stop || (answer.outcome !== 'Counts' && answer.outcome !== 'SaidAlready')) return false;
    stop.state = mark.finding === 'taken-back' ? 'open' : mark.finding;
    stop.stateText = mark.text;
    return true;
  },
}, () => draw());

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
  const parts = [progress(day, stops, open), line(page, sender, marks)];
  for (const one of news) parts.push(trouble(one, read));
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

async function read(one) {
  await store.dropNews(one.id);
  await draw();
}

function list(title, some, all, open, opened) {
  if (some.length === 0) return null;
  const part = document.createElement('section');
  if (open) part.className = 'crew-next';
  part.append(el('h2', title));
  const cards = el('ol', '', 'phone-list');
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
  toast(live, `${one.number} を${finding === 'collected' ? '収集済みにしました' : '記録しました'}。`, () => takeBack(stop));
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
  untoast();
  await draw();
  await sender.send();
}

await begin({ root, page, store, sender, draw });

// The map beside the list of cases, and that of the operations board, where colours say what it is and closed roads are shown. What lies close together is one marker until one goes nearer. The list is complete without it.
import { divIcon, latLngBounds, layerGroup, marker } from '/assets/vendor/leaflet/leaflet.js';
import { open } from './map.js';

const cell = 72;
const place = document.getElementById('map');
const note = document.getElementById('map-note');
const byKind = place?.dataset.colour === 'kind';
if (place) load();

async function load() {
  place.hidden = false;
  let found;
  try {
    const answer = await fetch(place.dataset.cases, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    found = await answer.json();
  } catch {
    place.hidden = true;
    note.textContent = '地図を読み込めませんでした。一覧はそのまま使えます。';
    return;
  }
  const { cases, total, closures = [] } = found;
  note.textContent = cases.length < total ? `条件に合う${total}件のうち、一覧の順で上の${cases.length}件を表示しています。` : `条件に合う${total}件を表示しています。`;
  if (closures.length > 0) note.textContent += `通行止めは${closures.length}か所です。`;
  document.getElementById('map-legend').hidden = false;
  show(cases, closures);
}

function show(cases, closures) {
  const map = open(place);
  const all = [...cases, ...closures];
  if (all.length > 0) map.fitBounds(latLngBounds(all.map((c) => c.at)).pad(0.1), { maxZoom: 16 });
  else map.setView([36.5, 138], 6);
  const layer = layerGroup().addTo(map);
  for (const road of closures) closure(road).addTo(map);
  const groups = () => {
    const by = new Map();
    const zoom = map.getZoom();
    for (const one of cases) {
      const at = map.project(one.at, zoom).divideBy(cell);
      const key = `${Math.floor(at.x)}/${Math.floor(at.y)}`;
      if (!by.has(key)) by.set(key, []);
      by.get(key).push(one);
    }
    return [...by.values()];
  };
  let drawn = new Map();
  const draw = () => {
    layer.clearLayers();
    drawn = new Map();
    for (const group of groups()) {
      const here = group.length === 1 ? single(group[0]) : cluster(map, group);
      here.addTo(layer);
      for (const one of group) drawn.set(one.id, here);
    }
  };
  draw();
  map.on('zoomend', draw);
  // Who came by keyboard stands on the first case of a marker, and goes back to the marker with Escape.
  let source = null;
  map.on('popupopen', (e) => {
    source = e.popup._source;
    e.popup.getElement()?.querySelector('.map-told a')?.focus({ preventScroll: true });
  });
  place.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    map.closePopup();
    source?.getElement()?.focus({ preventScroll: true });
  });
  for (const button of document.querySelectorAll('button[data-show]')) {
    const one = cases.find((c) => c.id === button.dataset.show);
    if (!one) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      map.setView(one.at, 17, { animate: false });
      place.scrollIntoView({ block: 'nearest' });
      const here = drawn.get(one.id);
      here.openPopup();
      markRow(one.id);
    });
  }
  place.dataset.ready = 'true';
}

// Colour says how long it has been waiting; shape and sign say where it stands.
function ageOf(one) {
  if (!one.open) return 'age-over';
  return one.days >= 30 ? 'age-3' : one.days >= 7 ? 'age-2' : one.days >= 3 ? 'age-1' : 'age-0';
}

function colourOf(group, usual) {
  if (!byKind) return usual;
  const open = group.filter((c) => c.open);
  if (open.length === 0) return 'age-over';
  return open.every((c) => c.colour === open[0].colour) ? `kind-${open[0].colour}` : 'kind-mixed';
}

function closure(road) {
  const here = marker(road.at, { icon: label('✕ 通行止め', 'closure'), title: `通行止め ${road.road}`, keyboard: true, riseOnHover: true });
  here.bindPopup(() => {
    const told = document.createElement('p');
    told.className = 'map-told';
    const name = document.createElement('b');
    name.textContent = road.road;
    told.append(name, document.createElement('br'), road.words);
    return told;
  }, { maxWidth: 260 });
  return here;
}

function label(text, classes) {
  const span = document.createElement('span');
  span.textContent = text;
  return divIcon({ className: `map-stop ${classes}`, html: span.outerHTML, iconSize: null });
}

function single(one) {
  const danger = one.danger ? `、${one.danger}` : '';
  const here = marker(one.at, {
    icon: label(`${one.danger ? '!' : ''}${one.sign} ${byKind ? one.kind : one.age}`, `${colourOf([one], ageOf(one))} state-${one.open ? 'open' : 'over'} ${one.sign === '未' ? 'state-new' : ''}`),
    title: `${one.number} ${one.kind}、${one.state}${danger}、受付から${one.age}`, keyboard: true, riseOnHover: true,
  });
  here.bindPopup(() => told([one]), { maxWidth: 260 });
  return here;
}

function cluster(map, group) {
  const oldest = group.filter((c) => c.open).sort((a, b) => b.days - a.days)[0] ?? group[0];
  const dangers = group.filter((c) => c.danger).length;
  const bounds = latLngBounds(group.map((c) => c.at));
  const here = marker(bounds.getCenter(), {
    icon: label(`${dangers > 0 ? '!' : ''}${group.length}件`, `${colourOf(group, ageOf(oldest))} many`),
    title: `${group.length}件、いちばん古いものは受付から${oldest.age}${dangers > 0 ? `、危険あり${dangers}件` : ''}`, keyboard: true, riseOnHover: true,
  });
  const apart = map.project(bounds.getNorthEast(), 18).subtract(map.project(bounds.getSouthWest(), 18));
  const canPart = map.getZoom() < 17 && (Math.abs(apart.x) > cell || Math.abs(apart.y) > cell);
  here.bindPopup(() => told(group), { maxWidth: 260, maxHeight: 240 });
  if (canPart) {
    here.off('click');
    here.on('click', () => map.fitBounds(bounds.pad(0.2), { maxZoom: 18 }));
  }
  return here;
}

function told(group) {
  const list = document.createElement('ul');
  list.className = 'map-told';
  for (const one of group.slice(0, 50)) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = one.page;
    link.textContent = one.number;
    item.append(link, ` ${one.kind}`, document.createElement('br'), `${one.state}、受付から${one.age}${one.danger ? `、${one.danger}` : ''}、通報${one.reporters}人`);
    if (document.getElementById(`case-${one.id}`)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button small plain';
      button.textContent = '一覧で見る';
      button.addEventListener('click', () => {
        const row = markRow(one.id);
        row.scrollIntoView({ block: 'center' });
        row.focus({ preventScroll: true });
      });
      item.append(document.createElement('br'), button);
    }
    list.append(item);
  }
  if (group.length > 50) {
    const more = document.createElement('li');
    more.textContent = `ほか${group.length - 50}件`;
    list.append(more);
  }
  return list;
}

function markRow(id) {
  for (const other of document.querySelectorAll('tr.here')) other.classList.remove('here');
  const row = document.getElementById(`case-${id}`);
  row?.classList.add('here');
  return row;
}

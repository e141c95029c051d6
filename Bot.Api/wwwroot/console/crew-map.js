// The map beside a day list. The list is complete without it: when tiles cannot load, the markers stand on a blank grid.
import { divIcon, map as newMap, marker, polyline, tileLayer, latLngBounds } from '/assets/vendor/leaflet/leaflet.js';

const place = document.getElementById('map');
const rows = [...document.querySelectorAll('tr[data-lat]')].map((row, index) => ({
  row, number: index + 1, point: row.dataset.lat ? [Number(row.dataset.lat), Number(row.dataset.long)] : null, done: row.dataset.done === '1',
}));
const known = rows.filter((r) => r.point);

function tiles(target) {
  const layer = tileLayer('https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png', {
    minZoom: 5, maxZoom: 18, attribution: '<a href="https://maps.gsi.go.jp/development/ichiran.html" rel="noreferrer">地理院タイル（国土地理院）</a>',
  });
  let failed = 0;
  layer.on('tileerror', () => {
    failed += 1;
    if (failed === 1) {
      const note = document.getElementById('map-note');
      if (note) note.textContent = '地図の絵を読み込めません。位置関係だけを表示しています。一覧はそのまま使えます。';
    }
  });
  layer.addTo(target);
}

function open(target) {
  const map = newMap(target, { zoomControl: true, attributionControl: true, keyboard: true });
  map.attributionControl.setPrefix(false);
  tiles(map);
  return map;
}

// Stops of one area share its point: they become one marker with all their numbers.
function groups() {
  const byPoint = new Map();
  for (const stop of known) {
    const key = stop.point.join(',');
    byPoint.set(key, [...(byPoint.get(key) ?? []), stop]);
  }
  return [...byPoint.values()];
}

function label(stops) {
  const numbers = stops.map((s) => s.number);
  return numbers.length <= 3 ? numbers.join('・') : `${numbers[0]}ほか${numbers.length - 1}件`;
}

function show() {
  const map = open(place);
  const markers = new Map();
  for (const stops of groups()) {
    const done = stops.every((s) => s.done);
    const here = marker(stops[0].point, {
      icon: divIcon({ className: `map-stop${done ? ' done' : ''}`, html: `<span>${label(stops)}</span>`, iconSize: null }),
      title: `${label(stops)}番の訪問先`, keyboard: true, riseOnHover: true,
    });
    here.on('click keypress', () => focusRow(stops[0].row));
    here.addTo(map);
    for (const stop of stops) markers.set(stop.row.id, { here, element: here.getElement() });
  }
  if (known.length > 1) polyline(known.map((s) => s.point), { className: 'map-way', interactive: false }).addTo(map);
  if (known.length > 0) map.fitBounds(latLngBounds(known.map((s) => s.point)).pad(0.15), { maxZoom: 16 });
  else map.setView([36.5, 138], 6);

  for (const button of document.querySelectorAll('button[data-show]')) {
    const there = markers.get(button.dataset.show);
    if (!there) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      map.setView(there.here.getLatLng(), Math.max(map.getZoom(), 15));
      there.here.getElement()?.focus();
      mark(document.getElementById(button.dataset.show));
    });
  }
  place.dataset.ready = 'true';
}

function mark(row) {
  for (const other of document.querySelectorAll('tr.here')) other.classList.remove('here');
  row.classList.add('here');
}

function focusRow(row) {
  mark(row);
  row.scrollIntoView({ block: 'center' });
  row.focus({ preventScroll: true });
}

// On the page that sets a pin: a click on the map fills the fields, which can be typed into as well.
function pick() {
  const [lat, long] = [document.getElementById('lat'), document.getElementById('long')];
  const map = open(place);
  const from = [Number(lat.value || place.dataset.lat), Number(long.value || place.dataset.long)];
  map.setView(from, 16);
  const pin = marker(from, { icon: divIcon({ className: 'map-stop', html: '<span>ここ</span>', iconSize: null }), title: 'いまの位置', keyboard: false }).addTo(map);
  map.on('click', (click) => {
    pin.setLatLng(click.latlng);
    lat.value = click.latlng.lat.toFixed(5);
    long.value = click.latlng.lng.toFixed(5);
  });
  for (const field of [lat, long]) {
    field.addEventListener('change', () => {
      const typed = [Number(lat.value), Number(long.value)];
      if (typed.every((d) => Number.isFinite(d) && d > 0)) {
        pin.setLatLng(typed);
        map.panTo(typed);
      }
    });
  }
  place.dataset.ready = 'true';
}

if (place?.dataset.pick) pick();
else if (place) show();

// The map beside a day list. The list is complete without it: when tiles cannot load, the markers stand on a blank grid.
import { divIcon, marker, polyline, latLngBounds } from '/assets/vendor/leaflet/leaflet.js';
import { open, pick } from './map.js';

const place = document.getElementById('map');
const rows = [...document.querySelectorAll('tr[data-lat]')].map((row, index) => ({
  row, number: index + 1, point: row.dataset.lat ? [Number(row.dataset.lat), Number(row.dataset.long)] : null, done: row.dataset.done === '1',
}));
const known = rows.filter((r) => r.point);

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

if (place?.dataset.pick) pick(place);
else if (place) show();

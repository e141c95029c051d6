// The map beside the list. The list is complete without it; where scripts do not run the map is not shown at all.
import { map as newMap, circleMarker, tileLayer, latLngBounds } from '/assets/vendor/leaflet/leaflet.js';

const place = document.getElementById('map');
const note = document.getElementById('map-note');

function tiles(target) {
  const layer = tileLayer('https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png', {
    minZoom: 5, maxZoom: 18, attribution: `<a href="https://maps.gsi.go.jp/development/ichiran.html" rel="noreferrer">${place.dataset.tiles}</a>`,
  });
  layer.once('tileerror', () => { note.textContent = place.dataset.failed; });
  layer.addTo(target);
}

// Everything in a popup is text of others: it is never read as markup.
function popup(feature) {
  const box = document.createElement('div');
  const head = document.createElement(place.dataset.to ? 'a' : 'strong');
  if (place.dataset.to) head.href = `${place.dataset.to}${encodeURIComponent(feature.properties.number)}${place.dataset.query ?? ''}`;
  head.textContent = `${feature.properties.kind_name} ${feature.properties.number}`;
  const state = document.createElement('p');
  state.textContent = `${feature.properties.state_name} ${feature.properties.district}`;
  box.append(head, state);
  return box;
}

async function show() {
  const answer = await fetch(place.dataset.from);
  if (!answer.ok) return;
  const shown = (await answer.json()).features.filter((f) => f.geometry);
  if (shown.length === 0) return;
  place.closest('section').hidden = false;
  const map = newMap(place, { zoomControl: true, attributionControl: true, keyboard: true, preferCanvas: shown.length > 300 });
  map.attributionControl.setPrefix(false);
  tiles(map);
  const points = shown.map((f) => [f.geometry.coordinates[1], f.geometry.coordinates[0]]);
  shown.forEach((feature, at) => {
    const open = feature.properties.status === 'open';
    circleMarker(points[at], { radius: open ? 9 : 6, color: '#ffffff', weight: 2, fillColor: open ? '#b0141c' : '#4c4e54', fillOpacity: 1 }).bindPopup(() => popup(feature)).addTo(map);
  });
  map.fitBounds(latLngBounds(points).pad(0.15), { maxZoom: 16 });
  place.dataset.ready = 'true';
}

if (place) show();

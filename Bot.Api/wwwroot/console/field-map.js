// The cases of the phone's list on a map. Without tiles the markers stand on a blank grid; the list is complete without it.
import { circleMarker, divIcon, latLngBounds, layerGroup, marker } from '/assets/vendor/leaflet/leaflet.js';
import { open } from './map.js';

let map = null;
let layer = null;

// pick(id) is called when somebody touches a case.
export function show(place, cases, here, pick) {
  const first = map === null;
  map ??= open(place);
  layer ??= layerGroup().addTo(map);
  layer.clearLayers();
  for (const [n, one] of cases.entries()) {
    const span = document.createElement('span');
    span.textContent = `${one.danger ? '!' : ''}${n + 1}`;
    const pin = marker(one.at, { icon: divIcon({ className: 'map-stop', html: span.outerHTML, iconSize: null }), title: `${n + 1}番目 ${one.number} ${one.kind}${one.danger ? `、${one.danger}` : ''}`, keyboard: true, riseOnHover: true });
    pin.on('click keypress', () => pick(one.id));
    pin.addTo(layer);
  }
  if (here) circleMarker(here, { radius: 9, className: 'map-here', interactive: false }).addTo(layer);
  const points = [...cases.map((c) => c.at), ...(here ? [here] : [])];
  map.invalidateSize();
  if (first && points.length > 0) map.fitBounds(latLngBounds(points).pad(0.15), { maxZoom: 16 });
  else if (first) map.setView([36.5, 138], 6);
  place.dataset.ready = 'true';
}

// A map on which a click fills the fields for latitude and longitude, with the areas drawn on it by which reports are routed.
import { polygon } from '/assets/vendor/leaflet/leaflet.js';
import { pick } from './map.js';

const place = document.getElementById('map');
if (place) start();

async function start() {
  const map = pick(place);
  if (!place.dataset.areas) return;
  try {
    const answer = await fetch(place.dataset.areas, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!answer.ok) return;
    for (const area of (await answer.json()).areas) {
      polygon(area.shapes, { className: `map-area ${area.role}`, interactive: false })
        .bindTooltip(area.name, { permanent: true, direction: 'center', className: 'map-area-name' }).addTo(map);
    }
    place.dataset.areasShown = 'true';
  } catch {
    // Without the areas the place can be chosen all the same.
  }
}

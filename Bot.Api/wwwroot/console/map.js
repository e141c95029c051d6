// Maps of the console: the tiles of 国土地理院, and a pin that fills fields.
import { divIcon, map as newMap, marker, tileLayer } from '/assets/vendor/leaflet/leaflet.js';

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

export function open(target) {
  const map = newMap(target, { zoomControl: true, attributionControl: true, keyboard: true });
  map.attributionControl.setPrefix(false);
  tiles(map);
  return map;
}

// On the page that sets a pin: a click on the map fills the fields, which can be typed into as well.
export function pick(place) {
  const [lat, long] = [document.getElementById('lat'), document.getElementById('long')];
  const map = open(place);
  const from = [Number(lat.value || place.dataset.lat), Number(long.value || place.dataset.long)];
  map.setView(from, Number(place.dataset.zoom || 16));
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
  return map;
}

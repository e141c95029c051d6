// The sheets that slide up: photos and stickers, a place, a date.
import { $, el, toast } from './dom.js';
import { stickers } from './messages.js';

export class Sheets {
  constructor(phone, samples) {
    this.phone = phone;
    for (const sheet of document.querySelectorAll('dialog')) {
      sheet.querySelectorAll('[data-close]').forEach((b) => b.addEventListener('click', () => sheet.close()));
      sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
    }
    $('plus').addEventListener('click', () => this.open('sheet-plus'));
    $('open-place').addEventListener('click', () => { $('sheet-plus').close(); this.open('sheet-place'); });
    this.photos(samples);
    this.faces();
    this.places();
    $('moment').addEventListener('submit', (event) => {
      event.preventDefault();
      $('sheet-moment').close();
      phone.actions.picked();
    });
  }

  open(id) { $(id).showModal(); }

  photos(samples) {
    $('samples').replaceChildren(...samples.map((sample) => el('button', {
      type: 'button', 'aria-label': `${sample.title}の写真を送る`, 'data-testid': `photo-sample-${sample.name}`,
      onclick: () => { $('sheet-plus').close(); this.phone.line.act('sample', { name: sample.name }); },
    }, el('img', { src: `/assets/phone/${sample.name}.jpg`, alt: '' }), el('span', { text: sample.title }))));
    $('file').addEventListener('change', async () => {
      const [file] = $('file').files;
      if (!file) return;
      $('sheet-plus').close();
      await this.phone.line.photo(file).catch(() => toast('写真を送れませんでした（10MBまでのJPEGかPNG）'));
      $('file').value = '';
    });
  }

  faces() {
    $('stickers').replaceChildren(...stickers.map((s) => el('button', {
      type: 'button', 'aria-label': `スタンプ「${s.name}」を送る`, 'data-testid': `sticker-${s.sticker}`,
      onclick: () => { $('sheet-plus').close(); this.phone.line.act('sticker', { package: s.package, sticker: s.sticker, keyword: s.name }); },
    }, el('img', { src: `/assets/phone/sticker-${s.sticker}.svg`, alt: '' }))));
  }

  presets(places) {
    $('presets').replaceChildren(...places.map((place, i) => el('button', {
      type: 'button', class: 'plain', text: place.title, 'data-testid': `place-preset-${i}`, onclick: () => this.choose(place),
    })));
    this.choose(places[0]);
  }

  choose(place) {
    $('latitude').value = place.latitude;
    $('longitude').value = place.longitude;
    $('address').value = place.address;
  }

  places() {
    $('place').addEventListener('submit', (event) => {
      event.preventDefault();
      $('sheet-place').close();
      this.phone.line.act('place', { latitude: $('latitude').valueAsNumber, longitude: $('longitude').valueAsNumber, address: $('address').value });
    });
  }
}

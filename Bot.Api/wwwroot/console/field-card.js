// The cards of cases: each is made from the template once and filled anew with every list, so that what is being typed stays where it is.
import { el, smaller } from './phone.js';

const most = 5;
const largest = 10 * 1024 * 1024;

export class Cards {
  // record(item, act, typed) is told what was entered, once it is whole.
  constructor(template, store, record) {
    Object.assign(this, { template, store, record, cards: new Map() });
  }

  async of(item, way) {
    const card = this.cards.get(item.id) ?? this.#make(item.id);
    card.item = item;
    for (const part of card.element.querySelectorAll('[data-fill]')) {
      const text = part.dataset.fill === 'way' ? way : item[part.dataset.fill];
      part.textContent = part.classList.contains('unseen') ? `（${text}）` : text ?? '';
      if (['danger', 'drill', 'way'].includes(part.dataset.fill)) part.hidden = !text;
    }
    card.element.querySelector('[data-fill="stateText"]').className = `chip ${item.chip}`;
    for (const link of card.element.querySelectorAll('[data-href]')) link.href = item[link.dataset.href];
    for (const part of card.element.querySelectorAll('[data-may]')) part.hidden = !item.may.includes(part.dataset.may);
    await this.#picture(card);
    return card.row;
  }

  keep(ids) {
    for (const [id, card] of this.cards) {
      if (ids.has(id)) continue;
      if (card.shown) URL.revokeObjectURL(card.shown);
      this.cards.delete(id);
    }
  }

  #make(id) {
    const element = this.template.content.cloneNode(true).querySelector('.field-case');
    const row = document.createElement('li');
    row.append(element);
    const card = { element, row, item: null, shown: null };
    element.id = `case-${id}`;
    element.dataset.case = id;
    element.tabIndex = -1;
    for (const form of element.querySelectorAll('form')) arm(form, (act, typed) => this.record(card.item, act, typed));
    this.cards.set(id, card);
    return card;
  }

  // What the phone keeps shows without signal too.
  async #picture(card) {
    const [part, picture] = [card.element.querySelector('.field-picture'), card.element.querySelector('[data-picture]')];
    const kept = card.item.picture && await this.store.picture(card.item.picture);
    part.hidden = !kept;
    picture.alt = `${card.item.number}の写真`;
    if (!kept || card.shown) return;
    card.shown = URL.createObjectURL(kept);
    picture.src = card.shown;
  }
}

function arm(form, record) {
  const wrong = form.querySelector('[data-wrong]') ?? form.appendChild(Object.assign(el('p', '', 'error'), { hidden: true }));
  wrong.setAttribute('role', 'alert');
  const say = (text) => {
    wrong.textContent = text;
    wrong.hidden = text === '';
  };
  const taken = [];
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector('[data-taken]');
  // A camera gives one picture at a time: they are gathered here.
  let making = Promise.resolve();
  input?.addEventListener('change', () => {
    say('');
    const files = [...input.files];
    input.value = '';
    making = making.then(async () => {
      for (const file of files) {
        const photo = await smaller(file);
        if (taken.length >= most) say(`写真は${most}枚までです。`);
        else if (photo.size > largest) say('この写真は大きすぎます（10MBまで）。');
        else taken.push(photo);
      }
      show(list, taken);
      form.dataset.taken = String(taken.length);
    });
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await making;
    const typed = Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === 'string' && ['act', 'why', 'day', 'words', 'tell'].includes(name)));
    const words = (typed.words ?? '').trim();
    if (['inspect', 'work-before', 'work-after'].includes(typed.act) && words === '' && taken.length === 0) return say('メモか写真を入れてください。');
    say('');
    const photos = taken.splice(0);
    form.reset();
    show(list, taken);
    form.dataset.taken = '0';
    const fold = form.closest('details');
    if (fold) fold.open = false;
    return record(typed.act, { ...typed, words, photos });
  });
}

function show(list, taken) {
  for (const picture of list?.querySelectorAll('img') ?? []) URL.revokeObjectURL(picture.src);
  list?.replaceChildren(...taken.map((photo, at) => {
    const item = document.createElement('li');
    const picture = Object.assign(document.createElement('img'), { alt: `撮った写真 ${at + 1}`, src: URL.createObjectURL(photo) });
    const button = Object.assign(el('button', '消す', 'button'), { type: 'button' });
    button.append(el('span', `（${at + 1}枚目）`, 'unseen'));
    button.addEventListener('click', () => {
      taken.splice(at, 1);
      show(list, taken);
    });
    item.append(picture, button);
    return item;
  }));
}

// The phone: who holds it, what it shows, and what is sent from it.
import { $, el, toast } from './dom.js';
import { Line, addPerson, setup, vouchers } from './api.js';
import { Actions } from './actions.js';
import { Menu } from './menu.js';
import { Messages } from './messages.js';
import { Sheets } from './sheets.js';

class Phone {
  constructor(known) {
    this.known = known;
    this.actions = new Actions(this);
    this.menu = new Menu(this.actions);
    this.messages = new Messages(this.actions, this);
    this.sheets = new Sheets(this, known.samples);
    this.entries = [];
  }

  get townName() { return this.known.towns.find((t) => t.slug === $('town').value)?.name ?? ''; }

  open(sheet) { this.sheets.open(sheet); }

  start() {
    const wanted = new URLSearchParams(location.search);
    $('town').replaceChildren(...this.known.towns.map((t) => el('option', { value: t.slug, text: t.name })));
    this.people();
    if (this.known.towns.some((t) => t.slug === wanted.get('town'))) $('town').value = wanted.get('town');
    if (this.known.people.some((p) => p.key === wanted.get('person'))) $('persona').value = wanted.get('person');
    $('town').addEventListener('change', () => this.enter());
    $('persona').addEventListener('change', () => this.enter());
    $('restart').addEventListener('click', () => this.enter());
    $('friend').addEventListener('click', () => this.line.act('friend'));
    $('block').addEventListener('click', () => this.line.act('block'));
    $('strip-button').addEventListener('click', () => this.line.act('friend'));
    $('newcomer').addEventListener('submit', (event) => this.newcomer(event));
    $('more').addEventListener('toggle', () => this.vouchers());
    $('more').open = window.matchMedia('(min-width: 56rem)').matches;
    $('composer').addEventListener('submit', (event) => this.send(event));
    $('text').addEventListener('keydown', (event) => {
      // Enter sends, unless an input method is still choosing characters
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.send(event);
    });
    $('text').addEventListener('input', () => this.grow());
    this.enter();
  }

  people() {
    $('persona').replaceChildren(...this.known.people.map((p) => el('option', { value: p.key, text: p.name })));
  }

  enter() {
    this.line?.close();
    const [town, person] = [$('town').value, $('persona').value];
    const who = this.known.people.find((p) => p.key === person);
    history.replaceState(null, '', `?town=${encodeURIComponent(town)}&person=${encodeURIComponent(person)}`);
    $('account').textContent = this.townName;
    $('note').textContent = who.note + (who.language ? `（LINEの言語: ${who.language}）` : '');
    document.title = `${this.townName}｜体験用スマホ`;
    this.menu.show(null);
    this.sheets.presets(this.known.places);
    this.line = new Line(town, person);
    this.line.listen({
      snapshot: ({ state, entries }) => { this.fill(entries); this.state(state); },
      entry: (entry) => this.entry(entry),
      state: (state) => this.state(state),
      loading: (seconds) => this.loading(seconds),
    });
    this.vouchers();
  }

  fill(entries) {
    this.entries = entries;
    $('talk').replaceChildren();
    entries.forEach((entry, i) => this.append(entry, entries[i - 1]));
    this.after();
  }

  append(entry, before) {
    if (!before || this.messages.day(before) !== this.messages.day(entry)) $('talk').append(el('p', { class: 'day', text: this.messages.day(entry) }));
    $('talk').append(this.messages.draw(entry));
  }

  entry(entry) {
    const at = this.entries.findIndex((e) => e.number === entry.number);
    if (at >= 0) {
      this.entries[at] = entry;
      $('talk').querySelector(`[data-number="${entry.number}"]`)?.replaceWith(this.messages.draw(entry));
      return;
    }
    this.waiting(false);
    this.append(entry, this.entries.at(-1));
    this.entries.push(entry);
    $('hint').hidden = true;
    this.after();
    this.vouchers();
  }

  after() {
    this.quick();
    const talk = $('talk');
    talk.scrollTop = talk.scrollHeight;
    for (const picture of talk.querySelectorAll('img')) {
      if (!picture.complete) picture.addEventListener('load', () => { talk.scrollTop = talk.scrollHeight; }, { once: true });
    }
  }

  // only the last message's choices are shown, and they go with the next message or tap
  quick() {
    const last = this.entries.at(-1);
    const items = last?.author === 'bot' ? last.message.quickReply?.items ?? [] : [];
    $('quick').hidden = items.length === 0;
    $('quick').replaceChildren(...items.map((item) => {
      const made = this.actions.element(item.action, { class: 'reply', 'data-testid': 'quick-reply' },
        ...(item.imageUrl ? [el('img', { src: item.imageUrl, alt: '' })] : []), el('span', { text: item.action.label }));
      if (!['camera', 'cameraRoll', 'location', 'datetimepicker'].includes(item.action.type)) {
        made.addEventListener('click', () => { $('quick').hidden = true; $('quick').replaceChildren(); });
      }
      return made;
    }));
    $('quick').scrollLeft = 0;
  }

  state(state) {
    this.menu.show(state.friend ? state.richMenu : null);
    $('friend').disabled = state.friend;
    $('friend').textContent = state.friend ? '友だちです' : state.blocked ? 'ブロックを解除する' : '友だち追加する';
    $('block').disabled = state.blocked;
    $('hint').hidden = state.friend || this.entries.length > 0;
    $('strip').hidden = state.friend;
    $('strip-words').textContent = state.blocked ? 'ブロックしています' : 'まだ友だちではありません';
    $('strip-button').textContent = state.blocked ? 'ブロック解除' : '友だち追加';
    $('talk').scrollTop = $('talk').scrollHeight;
  }

  loading(seconds) {
    this.waiting(true);
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.waiting(false), seconds * 1000);
  }

  waiting(on) {
    $('talk').querySelector('.waiting')?.remove();
    if (!on) return;
    $('talk').append(el('div', { class: 'waiting', role: 'status', 'aria-label': '返事を準備しています' }, el('i'), el('i'), el('i')));
    $('talk').scrollTop = $('talk').scrollHeight;
  }

  async send(event) {
    event.preventDefault();
    const text = $('text').value.trim();
    if (!text) return;
    $('text').value = '';
    this.grow();
    await this.line.act('text', { text }).catch(() => { $('text').value = text; toast('送れませんでした'); });
  }

  grow() {
    $('text').style.height = 'auto';
    $('text').style.height = `${Math.min($('text').scrollHeight, 120)}px`;
  }

  async newcomer(event) {
    event.preventDefault();
    const person = await addPerson({ name: $('newcomer-name').value.trim(), language: $('newcomer-language').value || null });
    this.known.people.push(person);
    this.people();
    $('persona').value = person.key;
    $('newcomer').reset();
    this.enter();
  }

  async vouchers() {
    const open = await vouchers($('town').value).catch(() => []);
    $('vouchers-part').hidden = open.length === 0;
    $('vouchers').replaceChildren(...open.map((v) => el('li', {},
      el('a', { href: v.url, target: '_blank', rel: 'noopener', text: `¥${v.amount.toLocaleString('ja-JP')} ${v.number}` }))));
  }
}

new Phone(await setup()).start();

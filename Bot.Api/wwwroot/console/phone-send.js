// Sends the marks one by one, the oldest first, and never twice in effect: the server knows each by its id.
// What a page sends, and where, it says itself: list(day), post(mark), of(mark), gone and heard(mark, answer).
const soon = 60000;

export class Sender {
  constructor(page, store, work, changed) {
    Object.assign(this, { page, store, work, changed, token: null, busy: false, state: 'idle' });
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        const day = await this.store.day();
        const next = (await this.#ready())[0];
        if (!next || !day) break;
        const answer = await this.#post(next);
        if (answer === 'later') break;
        if (answer === 'wait') await this.store.putMark({ ...next, from: Date.now() + soon });
        else await this.#heard(next, answer);
      }
    } finally {
      this.busy = false;
      await this.changed();
    }
  }

  // Of one thing a later mark never overtakes an earlier one; what waits holds up nothing else.
  async #ready() {
    const mine = (await this.store.marks()).filter((m) => m.staff === this.staff);
    const due = (mark) => mark.from <= Date.now();
    return mine.filter((m, at) => due(m) && mine.slice(0, at).every((e) => this.work.of(e) !== this.work.of(m) || due(e)));
  }

  // The list anew, and with it a token that posts are believed by.
  async fetchDay() {
    try {
      const answer = await fetch(`${this.page}/${this.work.list(await this.store.day())}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' });
      if (answer.status === 401 || answer.type === 'opaqueredirect') this.state = 'signed-out';
      if (answer.status === 403) this.state = 'refused';
      if (!answer.ok) return null;
      const day = await answer.json();
      this.use(day);
      await this.store.keepDay(day);
      this.state = 'idle';
      return day;
    } catch {
      this.state = 'no-signal';
      return null;
    }
  }

  use(day) {
    this.token = day.token;
    this.staff = day.staff;
  }

  async #post(mark, again = true) {
    const { path, fields, photos } = this.work.post(mark);
    const form = new FormData();
    if (this.token) form.set(this.token.name, this.token.value);
    for (const [name, value] of Object.entries({ ...fields, phone: mark.phone, count: mark.count, made: mark.made, sends: new Date().toISOString() })) form.set(name, value ?? '');
    for (const photo of photos) form.append('photo', photo, 'photo.jpg');
    let answer;
    try {
      answer = await fetch(`${this.page}/${path}`, { method: 'POST', body: form, headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' });
    } catch {
      this.state = 'no-signal';
      return 'later';
    }
    if (answer.ok) {
      this.state = 'idle';
      return answer.json();
    }
    if (answer.status === 400 && again && await this.fetchDay()) {
      // Somebody else may have signed in meanwhile, in another tab: nobody's marks go out under another name.
      return this.staff === mark.staff ? this.#post(mark, false) : 'later';
    }
    if (answer.status === 413 && photos.length > 0) {
      const bare = { ...mark, photo: null, photos: [] };
      await this.store.putMark(bare);
      await this.store.putNews({ id: `${mark.id}-large`, day: (await this.store.day())?.day ?? mark.day, number: mark.number, text: '写真が大きすぎて送れませんでした。記録だけを送ります。' });
      return this.#post(bare, again);
    }
    if (answer.status === 404) return { trouble: this.work.gone };
    if (answer.status === 503) return 'wait';
    this.state = answer.status === 401 || answer.type === 'opaqueredirect' ? 'signed-out' : answer.status === 403 ? 'refused' : 'no-answer';
    return 'later';
  }

  async #heard(mark, answer) {
    const day = await this.store.day();
    if (day && this.work.heard(day, mark, answer)) await this.store.keepDay(day);
    for (const trouble of [answer.trouble, answer.photo]) {
      if (trouble) await this.store.putNews({ id: `${mark.id}${trouble === answer.photo ? '-photo' : ''}`, day: day?.day ?? mark.day, number: mark.number, text: trouble });
    }
    await this.store.dropMark(mark.id);
  }
}

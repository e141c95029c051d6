// Sends the marks one by one, the oldest first, and never twice in effect: the server knows each by its id.
export class Sender {
  constructor(page, store, changed) {
    Object.assign(this, { page, store, changed, token: null, busy: false, state: 'idle' });
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        const day = await this.store.day();
        const ready = (await this.store.marks()).filter((m) => m.staff === this.staff && m.from <= Date.now());
        if (ready.length === 0 || !day) break;
        const answer = await this.#post(ready[0]);
        if (answer === 'later') break;
        await this.#heard(ready[0], answer);
      }
    } finally {
      this.busy = false;
      await this.changed();
    }
  }

  // The day anew, and with it a token that posts are believed by.
  async fetchDay(crew) {
    try {
      const answer = await fetch(`${this.page}/day${crew ? `?crew=${encodeURIComponent(crew)}` : ''}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' });
      if (answer.status === 401 || answer.type === 'opaqueredirect') this.state = 'signed-out';
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
    const form = new FormData();
    if (this.token) form.set(this.token.name, this.token.value);
    for (const [name, value] of Object.entries({
      ...(mark.pin ? { lat: mark.pin[0].toFixed(6), long: mark.pin[1].toFixed(6) } : {}), mark: mark.id, town: mark.town, request: mark.request, day: mark.day, finding: mark.finding ?? '', why: mark.why ?? '', phone: mark.phone, count: mark.count, made: mark.made, sends: new Date().toISOString(),
    })) form.set(name, value);
    if (mark.photo) form.set('photo', mark.photo, 'photo.jpg');
    let answer;
    try {
      answer = await fetch(`${this.page}/${mark.pin ? 'pins' : 'marks'}`, { method: 'POST', body: form, headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' });
    } catch {
      this.state = 'no-signal';
      return 'later';
    }
    if (answer.ok) {
      this.state = 'idle';
      return answer.json();
    }
    if (answer.status === 400 && again && await this.fetchDay((await this.store.day())?.crew)) {
      // Somebody else may have signed in meanwhile, in another tab: nobody's marks go out under another name.
      return this.staff === mark.staff ? this.#post(mark, false) : 'later';
    }
    if (answer.status === 413 && mark.photo) {
      await this.store.putMark({ ...mark, photo: null });
      return this.#post({ ...mark, photo: null }, again);
    }
    if (answer.status === 404) return { trouble: 'この申し込みは見つかりません。事務所に確かめてください。' };
    this.state = answer.status === 401 || answer.type === 'opaqueredirect' ? 'signed-out' : 'no-answer';
    return 'later';
  }

  async #heard(mark, answer) {
    const day = await this.store.day();
    const stop = day?.stops.find((s) => s.id === mark.request);
    if (stop && (answer.outcome === 'Counts' || answer.outcome === 'SaidAlready')) {
      stop.state = mark.finding === 'taken-back' ? 'open' : mark.finding;
      stop.stateText = mark.text;
      await this.store.keepDay(day);
    }
    for (const trouble of [answer.trouble, answer.photo]) {
      if (trouble) await this.store.putNews({ id: `${mark.id}${trouble === answer.photo ? '-photo' : ''}`, day: mark.day, number: mark.number, text: trouble });
    }
    await this.store.dropMark(mark.id);
  }
}

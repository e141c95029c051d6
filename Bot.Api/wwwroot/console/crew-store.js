// What the phone keeps: today's stops, the marks that have not been sent, what the office answered.
const stores = ['day', 'marks', 'news', 'me'];

function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => { for (const store of stores) request.result.createObjectStore(store); };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  static async open(page) {
    const store = new Store();
    store.db = await open(`crew:${page}`);
    return store;
  }

  #in(name, mode = 'readonly') { return this.db.transaction(name, mode).objectStore(name); }

  day() { return done(this.#in('day').get('now')); }

  keepDay(day) { return done(this.#in('day', 'readwrite').put(day, 'now')); }

  // The oldest first: marks go out in the order in which they were made.
  async marks() { return (await done(this.#in('marks').getAll())).sort((a, b) => a.count - b.count); }

  putMark(mark) { return done(this.#in('marks', 'readwrite').put(mark, mark.id)); }

  dropMark(id) { return done(this.#in('marks', 'readwrite').delete(id)); }

  news() { return done(this.#in('news').getAll()); }

  putNews(news) { return done(this.#in('news', 'readwrite').put(news, news.id)); }

  dropNews(id) { return done(this.#in('news', 'readwrite').delete(id)); }

  // The name of this phone, made once, and its next number.
  async next() {
    const me = this.#in('me', 'readwrite');
    const was = (await done(me.get('phone'))) ?? { phone: crypto.randomUUID(), count: 0 };
    const now = { ...was, count: was.count + 1 };
    await done(me.put(now, 'phone'));
    return now;
  }

  // Names and addresses of a day that is over have no business on a phone. Marks hold neither and wait for signal, but not for ever.
  async tidy(today, now) {
    const day = await this.day();
    if (day && day.day !== today) await done(this.#in('day', 'readwrite').delete('now'));
    for (const mark of await this.marks()) if (now - Date.parse(mark.made) > 3 * 24 * 3600 * 1000) await this.dropMark(mark.id);
    for (const news of await this.news()) if (news.day !== today) await this.dropNews(news.id);
  }
}

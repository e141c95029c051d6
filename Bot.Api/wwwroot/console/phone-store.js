// What a phone keeps for where there is no signal: the day's list, the marks that have not been sent, what the office answered, pictures of the list.
const stores = ['day', 'marks', 'news', 'me', 'pictures'];
const longest = 3 * 24 * 3600 * 1000;

function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      for (const store of stores) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      // A newer version of the page, open beside this one, must not wait for us.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  static async open(name) {
    const store = new Store();
    store.db = await open(name);
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

  picture(address) { return done(this.#in('pictures').get(address)); }

  // Keeps the pictures of a list and no others; what cannot be had now is tried again with the next list.
  async keepPictures(addresses) {
    const there = new Set(await done(this.#in('pictures').getAllKeys()));
    for (const old of there) if (!addresses.includes(old)) await done(this.#in('pictures', 'readwrite').delete(old));
    for (const address of addresses.filter((a) => !there.has(a))) {
      try {
        const answer = await fetch(address, { credentials: 'same-origin', redirect: 'manual' });
        if (!answer.ok) continue;
        const picture = await answer.blob();
        await done(this.#in('pictures', 'readwrite').put(picture, address));
      } catch {
        return;
      }
    }
  }

  // The name of this phone, made once, and its next number.
  async next() {
    const me = this.#in('me', 'readwrite');
    const was = (await done(me.get('phone'))) ?? { phone: crypto.randomUUID(), count: 0 };
    const now = { ...was, count: was.count + 1 };
    await done(me.put(now, 'phone'));
    return now;
  }

  // Names and places of a day that is over have no business on a phone. Marks wait for signal, but not for ever, and whoever made them hears of it.
  async tidy(today, now) {
    const day = await this.day();
    if (day && day.day !== today) {
      await done(this.#in('day', 'readwrite').delete('now'));
      await done(this.#in('pictures', 'readwrite').clear());
    }
    for (const news of await this.news()) if (news.day !== today) await this.dropNews(news.id);
    for (const mark of (await this.marks()).filter((m) => now - Date.parse(m.made) > longest)) {
      await this.putNews({ id: `${mark.id}-old`, day: today, number: mark.number, text: '3日たっても送れなかった記録を消しました。事務所に電話などで知らせてください。' });
      await this.dropMark(mark.id);
    }
  }
}

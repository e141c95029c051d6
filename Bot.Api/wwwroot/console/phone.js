// What the pages for phones have in common: how they stand with the office, what can be taken back, pictures made smaller, and what wakes them up.
export const undoTime = 8000;

export function today() {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' }).format(new Date());
}

export const el = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text ?? '', className: kind ?? '' });

export function box(text) {
  const part = el('div', '', 'empty');
  part.append(el('p', text));
  return part;
}

// How this phone stands with the office.
export function line(page, sender, marks) {
  const part = el('p', '', 'phone-line');
  part.setAttribute('role', 'status');
  const waiting = marks.filter((m) => m.from <= Date.now()).length;
  const other = sender.staff && marks.some((m) => m.staff !== sender.staff);
  if (sender.state === 'signed-out') {
    part.textContent = `サインインが切れました。${marks.length > 0 ? `送っていない記録 ${marks.length} 件はこの電話に残っています。` : ''}`;
    const link = el('a', 'サインインする', 'button big');
    link.href = page;
    part.append(link);
    part.classList.add('warn');
  } else if (other) {
    part.textContent = '前に使っていた職員の、まだ送っていない記録が残っています。その職員がサインインすると送られます。';
    part.classList.add('warn');
  } else if (sender.state === 'refused') {
    part.textContent = `いまの担当では、この画面を使えません。事務所に確かめてください。${marks.length > 0 ? `（未送信 ${marks.length} 件）` : ''}`;
    part.classList.add('warn');
  } else if (!navigator.onLine || sender.state === 'no-signal' || sender.state === 'no-answer') {
    part.textContent = `電波がありません。記録はこの電話に残り、つながると送られます。${marks.length > 0 ? `（未送信 ${marks.length} 件）` : ''}`;
    part.classList.add('warn');
  } else {
    part.textContent = waiting > 0 ? `送っています（${waiting} 件）` : marks.length > 0 ? `まもなく送ります（${marks.length} 件）` : '記録はすべて送られています。';
  }
  return part;
}

// Something that must be read; it stays until somebody says so.
export function trouble(one, read) {
  const part = el('div', '', 'notice bad phone-trouble');
  part.setAttribute('role', 'alert');
  part.append(el('p', `${one.number}：${one.text}`));
  const button = el('button', '読みました', 'button big');
  button.type = 'button';
  button.addEventListener('click', () => read(one));
  part.append(button);
  return part;
}

// Says what was just done, with a way back for as long as it has not been sent.
export function toast(before, text, undo) {
  untoast();
  const part = el('div', '', 'phone-toast');
  part.id = 'phone-toast';
  part.setAttribute('role', 'status');
  part.append(el('p', text));
  const button = el('button', '元に戻す', 'button big');
  button.type = 'button';
  button.addEventListener('click', undo);
  part.append(button);
  before.before(part);
  setTimeout(() => part.remove(), undoTime);
}

export function untoast() {
  document.getElementById('phone-toast')?.remove();
}

// A photo as large as a person needs to see what stands there; drawing it anew leaves out where and with what it was taken.
export async function smaller(photo) {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
  } catch {
    return photo;
  }
}

// Shows what the page brought or the phone kept, and from then on sends whenever there is a chance.
export async function begin({ root, page, store, sender, draw, fresh = () => {} }) {
  const came = Boolean(root.dataset.day);
  const again = async () => {
    if (await sender.fetchDay()) await fresh();
    await sender.send();
  };
  await store.tidy(today(), Date.now());
  if (came) {
    const day = JSON.parse(root.dataset.day);
    root.removeAttribute('data-day');
    sender.use(day);
    await store.keepDay(day);
  } else {
    const kept = await store.day();
    if (kept) sender.use(kept);
    sender.state = 'no-signal';
  }
  await draw();
  if ('serviceWorker' in navigator) {
    await navigator.serviceWorker.register(`${page}/sw.js`, { scope: page }).catch(() => {});
    await navigator.serviceWorker.ready.then(() => { root.dataset.kept = 'true'; });
  }
  addEventListener('online', again);
  addEventListener('offline', () => draw());
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') again(); });
  // Leaving with marks unsent would lose them, since signing out empties this phone.
  for (const form of document.querySelectorAll('form[action$="/sign-out"]')) {
    form.addEventListener('submit', (event) => {
      const waiting = Number(root.dataset.waiting ?? 0);
      if (waiting > 0 && !confirm(`まだ送っていない記録が ${waiting} 件あります。サインアウトすると消えます。サインアウトしますか。`)) event.preventDefault();
    });
  }
  if (came) {
    await fresh();
    await sender.send();
  } else await again();
  for (const one of await store.marks()) setTimeout(() => sender.send(), Math.max(0, one.from - Date.now()) + 50);
  // Another tab may have sent them.
  setInterval(async () => { if ((await store.marks()).length > 0 || root.dataset.waiting !== '0') await sender.send(); }, 15000);
  setInterval(() => { if (document.visibilityState === 'visible') again(); }, 180000);
}

// Keeps an open day list up to date: asks from time to time whether anything has changed, and loads the page anew when nobody is at work on it.
const sum = document.getElementById('day-sum');
const every = 20000;

async function look() {
  if (document.visibilityState !== 'visible' || !navigator.onLine) return;
  try {
    const answer = await fetch(sum.dataset.live, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!answer.ok) return;
    const { changed } = await answer.json();
    if (changed === sum.dataset.changed) return;
    if (document.activeElement === document.body || document.activeElement?.closest('#map')) location.reload();
    else offer();
  } catch {
    // No signal: the list stays as it is.
  }
}

function offer() {
  if (document.getElementById('day-new')) return;
  const note = document.createElement('p');
  note.id = 'day-new';
  note.className = 'notice';
  note.setAttribute('role', 'status');
  const link = document.createElement('a');
  link.href = location.href.split('#')[0];
  link.textContent = '新しい記録があります。表示し直す';
  note.append(link);
  sum.before(note);
}

if (sum?.dataset.live) setInterval(look, every);

// Says that a list has news and leaves it to its reader when to load it: rows never move under somebody's eyes.
// A stream of events tells at once; where no stream comes through, we ask every 15 seconds, and less often while nobody answers.
const patience = 15_000;
const most = 240_000;

for (const place of document.querySelectorAll('[data-live-topic]')) follow(place);

function follow(place) {
  const { liveAddress, livePoll, liveSay } = place.dataset;
  const news = place.querySelector('.live-news');
  let known = place.dataset.liveMark || null;
  let waits = patience;
  let timer = null;
  let stream = null;
  let over = false;

  const hear = mark => {
    if (known === null) known = mark;
    else if (mark !== known && news.childElementCount === 0) say(liveSay);
  };

  function say(words) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button small', textContent: '更新して見る' });
    button.addEventListener('click', () => location.reload());
    news.append(Object.assign(document.createElement('span'), { textContent: words }), button);
  }

  function end() {
    over = true;
    stream?.close();
    clearTimeout(timer);
    if (news.childElementCount === 0) say('サインインの時間が切れました。');
  }

  function listen() {
    if (over || !window.EventSource) return ask();
    stream = new EventSource(liveAddress);
    stream.addEventListener('mark', event => {
      waits = patience;
      clearTimeout(timer);
      hear(event.data);
    });
    stream.addEventListener('ended', end);
    stream.addEventListener('error', () => {
      stream.close();
      later();
    });
  }

  // After a failure we ask; an answer to the question also tries the stream again.
  function later() {
    clearTimeout(timer);
    if (!over) timer = setTimeout(ask, waits);
  }

  async function ask() {
    try {
      const answer = await fetch(livePoll, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (answer.status === 401) return end();
      if (!answer.ok) throw new Error(answer.statusText);
      hear((await answer.json()).mark);
      waits = patience;
      return window.EventSource ? listen() : later();
    } catch {
      waits = Math.min(most, waits * 2);
      later();
    }
  }

  listen();
}

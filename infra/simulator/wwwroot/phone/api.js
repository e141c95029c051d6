// Calls to the simulator, and the live stream of one talk.
async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

export const setup = () => call('GET', '/phone/api/setup');
export const addPerson = (person) => call('POST', '/phone/api/people', person);
export const vouchers = (town) => call('GET', `/phone/api/${town}/vouchers`);

export class Line {
  constructor(town, person) {
    this.path = `/phone/api/${encodeURIComponent(town)}/${encodeURIComponent(person)}`;
  }

  listen(handlers) {
    this.source = new EventSource(`${this.path}/stream`);
    for (const [name, handle] of Object.entries(handlers)) {
      this.source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  }

  close() { this.source?.close(); }

  act(name, body = {}) { return call('POST', `${this.path}/${name}`, body); }

  photo(file) { return call('POST', `${this.path}/photo`, file); }
}

// Passkeys: fetches what to ask of the device, asks it, and sends its answer as a form.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return options;
}

function written(credential) {
  const { response } = credential;
  const answer = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) answer[name] = text(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: answer,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults(),
  });
}

const trouble = {
  NotAllowedError: '取り消されたか、時間切れになりました。もう一度お試しください。',
  InvalidStateError: 'この端末のパスキーは、もう登録されています。',
  SecurityError: 'このアドレスではパスキーを使えません。',
};

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (answer.status === 429) throw new Error('続けて失敗したため、しばらく待ってからお試しください。');
  if (!answer.ok) throw new Error('画面が古くなりました。開き直してからお試しください。');
  const publicKey = readable(await answer.json());
  return form.dataset.passkey === 'create' ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const said = form.querySelector('[data-passkey-error]');
  const button = form.querySelector('button[type=submit]');
  form.addEventListener('submit', async event => {
    event.preventDefault();
    said.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = written(await ask(form));
      form.submit();
    } catch (error) {
      said.textContent = trouble[error.name] ?? (error.name === 'Error' ? error.message : 'パスキーを使えませんでした。もう一度お試しください。');
      said.hidden = false;
      button.disabled = false;
    }
  });
}

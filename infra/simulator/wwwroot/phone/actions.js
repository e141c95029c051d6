// What happens when something with a LINE action is tapped.
import { $, el, toast } from './dom.js';

const special = { 'line.me/R/nv/location': 'location', 'line.me/R/nv/cameraRoll': 'camera', 'line.me/R/nv/camera': 'camera' };

function lineFunction(uri) {
  const plain = uri.replace(/^https?:\/\//, '').replace(/^line:\/\//, 'line.me/R/');
  return Object.entries(special).find(([start]) => plain.startsWith(start))?.[1];
}

export class Actions {
  constructor(phone) { this.phone = phone; }

  name(action) { return action.label || action.displayText || action.text || action.uri || 'ボタン'; }

  // An element that carries the action: a link for addresses, a button for everything else.
  element(action, properties = {}, ...children) {
    const name = properties['aria-label'] ?? (children.length || properties.text ? undefined : this.name(action));
    if (action.type === 'uri' && !lineFunction(action.uri)) {
      return el('a', { ...properties, 'aria-label': name, href: action.uri, target: '_blank', rel: 'noopener' }, ...children);
    }
    return el('button', { ...properties, 'aria-label': name, type: 'button', onclick: () => this.perform(action) }, ...children);
  }

  async perform(action) {
    const line = this.phone.line;
    switch (action.type) {
      case 'message': return line.act('text', { text: action.text });
      case 'postback': return this.post(action);
      case 'datetimepicker': return this.pick(action);
      case 'clipboard':
        await navigator.clipboard?.writeText(action.clipboardText).catch(() => {});
        return toast('コピーしました');
      case 'richmenuswitch': return line.act('switch', { alias: action.richMenuAliasId, data: action.data });
      case 'camera': case 'cameraRoll': return this.phone.open('sheet-plus');
      case 'location': return this.phone.open('sheet-place');
      case 'uri': return this.phone.open(lineFunction(action.uri) === 'location' ? 'sheet-place' : 'sheet-plus');
      default: return toast('このボタンには対応していません');
    }
  }

  async post(action) {
    if (action.inputOption === 'openKeyboard') {
      $('text').value = action.fillInText ?? '';
      $('text').focus();
    }
    if (action.inputOption === 'closeRichMenu') this.phone.menu.fold(true);
    if (action.inputOption === 'openRichMenu') this.phone.menu.fold(false);
    await this.phone.line.act('postback', { data: action.data, displayText: action.displayText ?? action.text });
  }

  pick(action) {
    const input = $('moment-value');
    input.type = action.mode === 'datetime' ? 'datetime-local' : action.mode;
    for (const [name, value] of [['min', action.min], ['max', action.max]]) {
      if (value) input.setAttribute(name, value.replace('t', 'T')); else input.removeAttribute(name);
    }
    input.value = (action.initial ?? '').replace('t', 'T');
    $('moment-title').textContent = action.label || '日時を選ぶ';
    $('moment-label').textContent = { date: '日付', time: '時刻', datetime: '日付と時刻' }[action.mode];
    this.picking = action;
    this.phone.open('sheet-moment');
  }

  async picked() {
    await this.phone.line.act('postback', { data: this.picking.data, params: { [this.picking.mode]: $('moment-value').value } });
  }
}

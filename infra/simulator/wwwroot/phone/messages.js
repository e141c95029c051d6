// Draws one entry of the talk.
import { el, linked } from './dom.js';
import { Flex } from './flex.js';

export const stickers = [
  { package: '446', sticker: '1988', name: 'にっこり' },
  { package: '446', sticker: '1989', name: 'お願いします' },
  { package: '446', sticker: '1993', name: 'いいね' },
  { package: '446', sticker: '2005', name: 'しょんぼり' },
  { package: '446', sticker: '2027', name: 'ありがとう' },
];

const clock = new Intl.DateTimeFormat('ja-JP', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' });
const day = new Intl.DateTimeFormat('ja-JP', { month: 'long', day: 'numeric', weekday: 'short', timeZone: 'Asia/Tokyo' });

export class Messages {
  constructor(actions, phone) {
    this.actions = actions;
    this.phone = phone;
    this.flex = new Flex(actions);
  }

  day(entry) { return day.format(entry.at); }

  draw(entry) {
    const mine = entry.author === 'me';
    if (entry.unsent) return el('p', { class: 'trace', text: 'メッセージの送信を取り消しました', 'data-testid': 'unsent', 'data-number': entry.number });
    const body = this.body(entry, mine);
    const stamp = el('span', { class: 'stamp' },
      mine ? el('span', { class: 'read', text: '既読' }) : null,
      el('time', { datetime: new Date(entry.at).toISOString(), text: clock.format(entry.at) }));
    const row = el('div', { class: `row ${mine ? 'mine' : 'theirs'}`, 'data-testid': 'bubble', 'data-author': entry.author, 'data-type': entry.message.type, 'data-number': entry.number });
    row.append(el('span', { class: 'unseen', text: mine ? '自分：' : `${entry.message.sender?.name ?? this.phone.townName}：` }));
    if (!mine) {
      row.append(el('img', { class: 'face', src: entry.message.sender?.iconUrl ?? '/assets/phone/town.svg', alt: '', width: '36', height: '36' }));
      const said = el('div', { class: 'said' });
      if (entry.message.sender?.name) said.append(el('span', { class: 'sender', text: entry.message.sender.name }));
      said.append(body);
      row.append(said, stamp);
      return row;
    }
    const more = el('button', {
      type: 'button', class: 'unsend', 'aria-label': `送信を取り消す：${(entry.message.text ?? '').slice(0, 15)}`, title: '送信を取り消す', text: '⋯', 'data-testid': 'unsend',
      onclick: () => { if (window.confirm('このメッセージの送信を取り消しますか？')) this.phone.line.act('unsend', { id: entry.id }); },
    });
    // words that a button put there were never sent as a message, so there is nothing to take back
    row.append(entry.message.own === false ? el('span') : more, stamp, body);
    return row;
  }

  body(entry, mine) {
    const message = entry.message;
    switch (message.type) {
      case 'text': return el('div', { class: 'bubble' }, ...linked((message.text ?? '').replace(/\$/g, (s, at) => message.emojis?.some((e) => e.index === at) ? '🙂' : s)));
      case 'textV2': return el('div', { class: 'bubble' }, ...linked(message.text.replace(/\{(\w+)\}/g, (s, key) => message.substitution?.[key] ? '🙂' : s).replace(/\{\{/g, '{').replace(/\}\}/g, '}')));
      case 'image': return this.image(mine ? `/phone/api/content/${entry.id}` : message.previewImageUrl, mine ? `/phone/api/content/${entry.id}` : message.originalContentUrl);
      case 'video': return this.image(message.previewImageUrl, message.originalContentUrl);
      case 'sticker': return this.sticker(message);
      case 'location': return this.place(message);
      case 'template': return this.template(message.template, message.altText);
      case 'flex': return el('div', { class: 'flex', role: 'group', 'aria-label': message.altText }, this.flex.draw(message.contents));
      case 'imagemap': return this.imagemap(message);
      default: return el('div', { class: 'bubble', text: message.altText ?? `（${message.type}）` });
    }
  }

  image(small, large) {
    return el('a', { class: 'photo', href: large, target: '_blank', rel: 'noopener', 'aria-label': '写真を開く' }, el('img', { src: small, alt: '写真', loading: 'lazy' }));
  }

  sticker(message) {
    const known = stickers.find((s) => s.package === message.packageId && s.sticker === message.stickerId);
    return el('img', { class: 'sticker', src: `/assets/phone/sticker${known ? `-${known.sticker}` : ''}.svg`, alt: `スタンプ：${known?.name ?? message.stickerId}` });
  }

  place(message) {
    return el('div', { class: 'card place' },
      el('div', { class: 'map', 'aria-hidden': 'true' }, el('span', { class: 'pin' })),
      el('div', { class: 'words' },
        el('strong', { text: message.title ?? '場所' }),
        message.address ? el('span', { text: message.address }) : null,
        el('span', { class: 'dim', text: `${message.latitude.toFixed(5)}, ${message.longitude.toFixed(5)}` })));
  }

  template(template, altText) {
    if (template.type === 'carousel' || template.type === 'image_carousel') {
      return el('div', { class: 'carousel', role: 'group', 'aria-label': altText, tabindex: '0', 'data-testid': 'carousel' }, ...template.columns.map((column) =>
        template.type === 'carousel'
          ? this.card(column, template)
          : el('div', { class: 'card picture' }, this.actions.element(column.action, { class: 'cover', 'aria-label': this.actions.name(column.action) },
            el('img', { src: column.imageUrl, alt: '' }), column.action.label ? el('span', { text: column.action.label }) : null))));
    }
    return this.card(template, template);
  }

  card(part, look) {
    const confirm = look.type === 'confirm';
    return el('div', { class: `card${confirm ? ' confirm' : ''}`, 'data-testid': 'template' },
      part.thumbnailImageUrl ? el('img', { class: `thumb ${look.imageAspectRatio ?? 'rectangle'} ${look.imageSize ?? 'cover'}`, src: part.thumbnailImageUrl, alt: '' }) : null,
      el('div', { class: 'words' }, part.title ? el('strong', { text: part.title }) : null, el('span', { class: 'body', text: part.text })),
      el('div', { class: 'choices' }, ...part.actions.map((a) => this.actions.element(a, { class: 'choice', text: a.label, 'data-testid': 'template-action' }))));
  }

  imagemap(message) {
    const frame = el('div', { class: 'imagemap', role: 'group', 'aria-label': message.altText }, el('img', { src: `${message.baseUrl}/1040`, alt: '' }));
    for (const action of message.actions) {
      const target = action.type === 'uri' ? { type: 'uri', uri: action.linkUri, label: action.label } : action;
      const area = this.actions.element(target, { class: 'area', 'aria-label': action.label || action.text || '絵の一部' });
      area.style.left = `${action.area.x / 10.4}%`;
      area.style.width = `${action.area.width / 10.4}%`;
      area.style.top = `${100 * action.area.y / message.baseSize.height}%`;
      area.style.height = `${100 * action.area.height / message.baseSize.height}%`;
      frame.append(area);
    }
    return frame;
  }
}

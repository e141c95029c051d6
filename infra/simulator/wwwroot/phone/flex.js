// Draws Flex bubbles and carousels.
import { el } from './dom.js';

const gaps = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const texts = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, '3xl': 35, '4xl': 48, '5xl': 74 };
const pictures = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, '3xl': 180, '4xl': 200, '5xl': 220 };
const corners = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const borders = { none: 0, light: .5, normal: 1, medium: 2, 'semi-bold': 3, bold: 4 };
const widths = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 360 };
const sides = { start: 'flex-start', end: 'flex-end', center: 'center', top: 'flex-start', bottom: 'flex-end' };

const length = (value, words = {}) => value === undefined ? undefined : value in words ? `${words[value]}px` : value;
const put = (element, styles) => {
  for (const [name, value] of Object.entries(styles)) if (value !== undefined) element.style[name] = value;
};

export class Flex {
  constructor(actions) { this.actions = actions; }

  draw(container) {
    if (container.type === 'bubble') return this.bubble(container);
    return el('div', { class: 'carousel', role: 'group', 'aria-label': '横に並んだカード', tabindex: '0', 'data-testid': 'carousel' },
      ...container.contents.map((b) => this.bubble(b)));
  }

  bubble(bubble) {
    const card = el('div', { class: `flex-bubble size-${bubble.size ?? 'mega'}`, 'data-testid': 'flex-bubble' });
    put(card, { width: `${widths[bubble.size ?? 'mega']}px`, direction: bubble.direction });
    for (const name of ['header', 'hero', 'body', 'footer']) {
      if (!bubble[name]) continue;
      const block = el('div', { class: `block ${name}` });
      const style = bubble.styles?.[name];
      put(block, { backgroundColor: style?.backgroundColor, borderTop: style?.separator ? `1px solid ${style.separatorColor ?? '#d4d6da'}` : undefined });
      const inner = this.part(bubble[name], { layout: 'vertical' }, 0);
      inner.classList.add('outer');
      block.append(inner);
      card.append(block);
    }
    if (bubble.action) this.tappable(card, bubble.action);
    return card;
  }

  part(part, parent, index) {
    const made = this[part.type]?.(part, parent) ?? el('span');
    const row = parent.layout !== 'vertical';
    const gap = index > 0 ? length(part.margin ?? parent.spacing, gaps) : length(part.margin && part.margin !== 'none' && row ? part.margin : undefined, gaps);
    put(made, { [row ? 'marginLeft' : 'marginTop']: gap });
    const grow = part.flex ?? (row && !['icon', 'separator'].includes(part.type) && !part.width ? 1 : 0);
    put(made, { flex: row ? (grow === 0 ? '0 0 auto' : `${grow} 1 0`) : (grow === 0 ? '0 0 auto' : `${grow} 0 auto`) });
    if (row && part.gravity) put(made, { alignSelf: sides[part.gravity] });
    if (part.position === 'absolute') put(made, { position: 'absolute' });
    put(made, { top: length(part.offsetTop, gaps), bottom: length(part.offsetBottom, gaps), left: length(part.offsetStart, gaps), right: length(part.offsetEnd, gaps) });
    if (part.offsetTop !== undefined && part.position !== 'absolute') put(made, { position: 'relative' });
    return made;
  }

  box(box) {
    const made = el('div', { class: `box ${box.layout}` }, ...box.contents.map((c, i) => this.part(c, box, i)));
    put(made, {
      padding: length(box.paddingAll, gaps),
      paddingTop: length(box.paddingTop, gaps),
      paddingBottom: length(box.paddingBottom, gaps),
      paddingLeft: length(box.paddingStart, gaps),
      paddingRight: length(box.paddingEnd, gaps),
      backgroundColor: box.backgroundColor,
      borderRadius: length(box.cornerRadius, corners),
      border: box.borderWidth || box.borderColor ? `${length(box.borderWidth ?? 'none', borders)} solid ${box.borderColor ?? '#000'}` : undefined,
      width: box.width,
      maxWidth: box.maxWidth,
      height: box.height,
      maxHeight: box.maxHeight,
      justifyContent: box.justifyContent,
      alignItems: box.alignItems,
      overflow: box.cornerRadius ? 'hidden' : undefined,
      backgroundImage: box.background?.type === 'linearGradient'
        ? `linear-gradient(${box.background.angle}, ${box.background.startColor}, ${box.background.centerColor ? `${box.background.centerColor} ${box.background.centerPosition ?? '50%'}, ` : ''}${box.background.endColor})`
        : undefined,
    });
    if (box.action) this.tappable(made, box.action);
    return made;
  }

  text(text) {
    const made = el('div', { class: 'flex-text', text: text.contents ? undefined : text.text }, ...(text.contents ?? []).map((s) => {
      const span = el('span', { text: s.text });
      this.letters(span, s);
      return span;
    }));
    this.letters(made, text);
    put(made, { textAlign: text.align, lineHeight: text.lineSpacing ? `calc(1.3em + ${text.lineSpacing})` : undefined });
    if (text.wrap) made.classList.add('wrap');
    if (text.wrap && text.maxLines > 0) {
      made.classList.add('clamp');
      made.style.setProperty('-webkit-line-clamp', String(text.maxLines));
    }
    if (text.action) this.tappable(made, text.action);
    return made;
  }

  letters(made, part) {
    put(made, {
      fontSize: length(part.size, texts),
      fontWeight: part.weight === 'bold' ? '700' : undefined,
      fontStyle: part.style === 'italic' ? 'italic' : undefined,
      textDecoration: part.decoration && part.decoration !== 'none' ? part.decoration : undefined,
      color: part.color,
    });
  }

  button(button) {
    const made = this.actions.element(button.action, {
      class: `flex-button ${button.style ?? 'link'} ${button.height ?? 'md'}`, text: button.action.label, 'data-testid': 'flex-button',
    });
    const style = button.style ?? 'link';
    put(made, style === 'link' ? { color: button.color } : { backgroundColor: button.color });
    return made;
  }

  image(image) {
    const picture = el('img', { src: image.url, alt: '', loading: 'lazy' });
    const [w, h] = (image.aspectRatio ?? '1:1').split(':');
    put(picture, { objectFit: image.aspectMode === 'cover' ? 'cover' : 'contain', aspectRatio: `${w} / ${h}`, backgroundColor: image.backgroundColor });
    const made = image.action ? this.actions.element(image.action, { class: 'flex-image', 'aria-label': image.action.label || '画像' }, picture) : el('div', { class: 'flex-image' }, picture);
    put(made, { width: image.size === 'full' ? '100%' : length(image.size ?? 'md', pictures), alignSelf: sides[image.align ?? 'center'] });
    return made;
  }

  icon(icon) {
    const made = el('img', { src: icon.url, alt: '', class: 'flex-icon' });
    const [w, h] = (icon.aspectRatio ?? '1:1').split(':');
    put(made, { height: length(icon.size ?? 'md', texts), aspectRatio: `${w} / ${h}` });
    return made;
  }

  separator(separator) {
    const made = el('div', { class: 'flex-separator' });
    put(made, { backgroundColor: separator.color });
    return made;
  }

  filler() { return el('div', { class: 'filler' }); }

  spacer(spacer) {
    const made = el('div');
    put(made, { height: length(spacer.size ?? 'md', gaps) });
    return made;
  }

  video(video) { return this.part(video.altContent, { layout: 'vertical' }, 0); }

  // a box or a text with an action works like a button
  tappable(made, action) {
    made.classList.add('tappable');
    made.setAttribute('role', action.type === 'uri' ? 'link' : 'button');
    made.setAttribute('tabindex', '0');
    if (action.label) made.setAttribute('aria-label', action.label);
    const tap = (event) => {
      if (event.type === 'keydown' && !['Enter', ' '].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (action.type === 'uri') window.open(action.uri, '_blank', 'noopener'); else this.actions.perform(action);
    };
    made.addEventListener('click', tap);
    made.addEventListener('keydown', tap);
  }
}

// The rich menu: a bar that opens and closes, and a picture with areas to tap.
import { $, el } from './dom.js';

export class Menu {
  constructor(actions) {
    this.actions = actions;
    this.folded = false;
    $('menu-bar').addEventListener('click', () => this.fold(!this.folded));
  }

  fold(folded) {
    this.folded = folded;
    $('menu-panel').hidden = folded;
    $('menu-bar').setAttribute('aria-expanded', String(!folded));
    $('menu-bar').textContent = `${this.shown?.chatBarText ?? 'メニュー'} ${folded ? '▴' : '▾'}`;
  }

  show(menu) {
    $('menu').hidden = !menu;
    if (!menu) {
      this.shown = null;
      return;
    }
    const same = this.shown?.richMenuId === menu.richMenuId;
    this.shown = menu;
    if (same) return;
    const { width, height } = menu.size;
    const panel = $('menu-panel');
    panel.replaceChildren(el('img', { src: menu.picture, alt: '' }));
    panel.style.aspectRatio = `${width} / ${height}`;
    menu.areas.forEach((area, i) => {
      const spot = this.actions.element(area.action, { class: 'area', 'aria-label': this.actions.name(area.action), 'data-testid': `richmenu-area-${i}` });
      spot.style.left = `${100 * area.bounds.x / width}%`;
      spot.style.top = `${100 * area.bounds.y / height}%`;
      spot.style.width = `${100 * area.bounds.width / width}%`;
      spot.style.height = `${100 * area.bounds.height / height}%`;
      panel.append(spot);
    });
    this.fold(!menu.selected);
  }
}

// Small tools for building elements without markup strings.
export const $ = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') made.className = value;
    else if (name === 'text') made.textContent = value;
    else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined));
  return made;
}

export function toast(words) {
  const place = $('toast');
  place.textContent = words;
  place.classList.add('shown');
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.classList.remove('shown'), 2500);
}

// Web addresses and telephone numbers can be tapped, as on the phone.
const tappable = /(https?:\/\/[^\s<>"'、。）」]+)|(0\d{1,4}-\d{1,4}-\d{3,4})/g;

export function linked(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(tappable)) {
    parts.push(text.slice(at, found.index));
    parts.push(found[1]
      ? el('a', { href: found[1], target: '_blank', rel: 'noopener', text: found[1] })
      : el('a', { href: `tel:${found[2]}`, text: found[2] }));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return parts;
}

// The contrast of every text that a page shows, as the browser has painted it.

/** Measures each visible text against the backgrounds behind it. Texts of disabled controls are left out, as in WCAG. */
export const WEAK_TEXTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const over = (top, bottom) => top.rgb.map((value, index) => value * top.a + bottom[index] * (1 - top.a));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return [255, 255, 255];
    return over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    const top = document.querySelector('dialog[open]') ?? document.body; // what is behind a dialog is veiled
    if (!top.contains(parentElement)) continue;
    if (textContent.trim() === '' || parentElement.closest('.unseen, [disabled], noscript')) continue;
    if (!parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(parentElement);
    const back = behind(parentElement);
    const color = rgba(style.color);
    const front = over({ rgb: color.rgb, a: color.a * Number(style.opacity) }, back);
    const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) weak.push(textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return [...new Set(weak)];
})()`;

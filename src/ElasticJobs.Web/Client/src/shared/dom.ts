export type DotNet = { invokeMethodAsync<T = unknown>(method: string, ...args: unknown[]): Promise<T> };

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Makes an HTML element with a class, attributes and children. Attributes that are null, undefined or false are left out. */
export function html<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className = '', attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  set(element, attributes);
  element.append(...children);
  return element;
}

export function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, className = '', attributes: Attributes = {}, ...children: (Node | string)[]): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  if (className) element.setAttribute('class', className);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Calls back when the page changes between dark and light. Returns what ends it. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => observer.disconnect();
}

/** The value of a CSS custom property where an element stands, for what is drawn on a canvas. */
export const property = (element: Element, name: string): string => getComputedStyle(element).getPropertyValue(name).trim();

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

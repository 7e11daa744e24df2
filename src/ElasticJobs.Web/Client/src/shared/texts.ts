/** A flat map of the words that a view shows. */
export type Texts<Key extends string> = Readonly<Record<Key, string>>;

/** The words in the page's language (`<html lang>`), with those that the page gives in their place. */
export function localised<Key extends string>(english: Texts<Key>, chinese: Texts<Key>, given?: Record<string, string> | null, language = document.documentElement.lang): Texts<Key> {
  const own = language.toLowerCase().startsWith('zh') ? chinese : english;
  return given ? { ...own, ...Object.fromEntries(Object.entries(given).filter(([, text]) => !!text)) } as Texts<Key> : own;
}

/** Puts values in the place of {name}. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

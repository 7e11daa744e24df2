/** A flat map of the words that a view shows; C# passes the ones of the person's language, English stands where one is missing. */
export type Texts<Key extends string> = Readonly<Record<Key, string>>;

export function withDefaults<Key extends string>(defaults: Texts<Key>, given?: Record<string, string> | null): Texts<Key> {
  return given ? { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, text]) => !!text)) } as Texts<Key> : defaults;
}

/** Puts values in the place of {name}. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

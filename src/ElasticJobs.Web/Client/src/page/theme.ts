export type Theme = 'light' | 'dark' | 'system';

const COOKIE = 'ej-theme';
const YEAR = 31_536_000;

/** What the person chose; kept in a cookie so that the server can render with it. */
export function getTheme(): Theme {
  const value = /(?:^|;\s*)ej-theme=(light|dark|system)/.exec(document.cookie)?.[1];
  return (value as Theme | undefined) ?? 'system';
}

export function setTheme(theme: Theme): 'light' | 'dark' {
  document.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  return applyTheme();
}

/** Puts the theme in force on the page: `data-theme` on <html>, and the style sheets that are marked for one theme (`data-theme-only`). */
export function applyTheme(): 'light' | 'dark' {
  const chosen = getTheme();
  const theme = chosen === 'system' ? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light') : chosen;
  const root = document.documentElement;
  if (root.dataset.theme !== theme) root.dataset.theme = theme;
  root.style.colorScheme = theme;
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[data-theme-only]')) link.media = link.dataset.themeOnly === theme ? 'all' : 'not all';
  return theme;
}

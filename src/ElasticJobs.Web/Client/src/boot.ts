// Runs in the page's head, before the first paint.
import { watchReconnection } from './page/reconnect';
import { applyTheme } from './page/theme';

applyTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
document.addEventListener('DOMContentLoaded', () => {
  applyTheme();
  watchReconnection();
});

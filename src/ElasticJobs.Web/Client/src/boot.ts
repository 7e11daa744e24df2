// Runs in the page's head, before the first paint.
import { watchReconnection } from './page/reconnect';
import { watchTabs } from './page/tabs';
import { applyTheme } from './page/theme';

applyTheme();
watchTabs();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
document.addEventListener('DOMContentLoaded', () => {
  applyTheme();
  watchReconnection();
});

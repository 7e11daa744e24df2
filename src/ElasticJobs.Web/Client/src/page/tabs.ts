/** The arrow keys of every `role="tablist"` of the page: one tab is in the Tab order, arrows, Home and End go round and open the tab; with `data-tabs-manual` they only go there. */
export function watchTabs(): void {
  document.addEventListener('keydown', event => {
    const tab = (event.target as Element).closest<HTMLElement>('[role="tab"]');
    const list = tab?.closest<HTMLElement>('[role="tablist"]');
    if (!tab || !list || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
    const next = tabs[target(event.key, tabs.indexOf(tab), tabs.length)];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (!('tabsManual' in list.dataset) && next !== tab) next.click();
  });
}

/** The tab that a key leads to; -1 for other keys. */
export function target(key: string, from: number, count: number): number {
  switch (key) {
    case 'ArrowRight': return (from + 1) % count;
    case 'ArrowLeft': return (from + count - 1) % count;
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return -1;
  }
}

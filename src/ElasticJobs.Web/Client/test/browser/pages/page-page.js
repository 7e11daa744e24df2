import * as page from '/dist/page.js';

const calls = [];
page.shortcuts({ invokeMethodAsync: async (...args) => void calls.push(args) });
page.splitter(document.getElementById('bar'), { key: 'test', min: 200, max: 500, axis: 'x', label: 'Palette width' });
window.demo = { page, calls };

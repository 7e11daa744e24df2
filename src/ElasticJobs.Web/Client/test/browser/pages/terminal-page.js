import { create } from '/dist/terminal.js';

const host = document.getElementById('terminal');
const calls = [];
window.demo = { calls, open: session => (demo.view = create(host, { hub: '/hubs/terminal', session, dotnet: { invokeMethodAsync: async (...args) => void calls.push(args) } })) };
demo.open('first');

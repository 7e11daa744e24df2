import { create } from '/dist/chart.js';

const host = document.getElementById('chart');
window.demo = { view: create(host, { hub: '/hubs/resources', project: 'default', run: 'r1', task: 'train', attempt: 1, culture: 'en' }), create: options => (demo.view = create(host, options)) };

import { create } from '/dist/log.js';

const calls = [];
const dotnet = { invokeMethodAsync: async (name, ...args) => void calls.push([name, ...args]) };
const options = (task, more = {}) => ({ hub: '/hubs/logs', project: 'default', run: 'r1', task, attempt: 1, container: 'main', culture: 'en', downloadUrl: '/log.txt', dotnet, ...more });
const host = document.getElementById('log');

window.demo = {
  calls,
  view: create(host, options('still-3000')),
  open(task, more) {
    this.view.open(options(task, more));
  },
};

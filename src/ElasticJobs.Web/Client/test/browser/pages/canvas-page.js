// A stand-in for the server: it owns the document, answers every command with it, and keeps the commands for the tests.
import { create } from '/dist/canvas.js';

const look = {
  shell: { title: 'Shell command', icon: 'shell', color: '#2f9e6e' },
  python: { title: 'Python script', icon: 'python', color: '#4b7bec' },
  image: { title: 'Custom image', icon: 'image', color: '#c77d2b' },
};

let next = 0;
const state = { document: { tasks: [], edges: [] }, commands: [], past: [], future: [] };
const keep = () => {
  state.past.push(structuredClone(state.document));
  state.future = [];
};
const add = (template, x, y, after) => {
  const id = `task-${++next}`;
  state.document.tasks.push({ id, label: `${template} ${next}`, template, ...look[template], x, y });
  if (after) state.document.edges.push({ source: after, target: id, when: 'succeeded' });
};
const handlers = {
  add: command => { keep(); add(command.template, command.x, command.y, command.after); },
  insert: command => { keep(); add('shell', command.x, command.y, command.after); },
  connect: ({ source, target, when }) => { keep(); state.document.edges.push({ source, target, when }); },
  disconnect: ({ edges }) => { keep(); state.document.edges = state.document.edges.filter(edge => !edges.some(other => other.source === edge.source && other.target === edge.target)); },
  edge: ({ source, target, when }) => { keep(); Object.assign(state.document.edges.find(edge => edge.source === source && edge.target === target), { when }); },
  remove: ({ tasks }) => {
    keep();
    state.document.tasks = state.document.tasks.filter(task => !tasks.includes(task.id));
    state.document.edges = state.document.edges.filter(edge => !tasks.includes(edge.source) && !tasks.includes(edge.target));
  },
  move: ({ positions }) => { keep(); for (const task of state.document.tasks) if (positions[task.id]) [task.x, task.y] = positions[task.id]; },
  undo: () => { if (state.past.length) { state.future.push(structuredClone(state.document)); state.document = state.past.pop(); } },
  redo: () => { if (state.future.length) { state.past.push(structuredClone(state.document)); state.document = state.future.pop(); } },
};

const dotnet = {
  async invokeMethodAsync(name, argument) {
    await new Promise(done => setTimeout(done, 5));
    if (name === 'CopySelection') return 'tasks: []';
    const command = JSON.parse(argument);
    state.commands.push(command);
    handlers[command.type]?.(command);
    canvas.update(structuredClone(state.document));
    return null;
  },
};

const canvas = create(document.getElementById('canvas'), dotnet, {});
canvas.palette(document.getElementById('palette'));

window.demo = {
  state,
  canvas,
  load(document_) {
    state.document = document_;
    canvas.update(structuredClone(document_));
  },
  penguins() {
    const task = (id, template, x, y, more = {}) => ({ id, label: id, template, ...look[template], x, y, ...more });
    this.load({
      tasks: [
        task('fetch', 'shell', 0, 128), task('clean', 'python', 272, 128), task('train-knn', 'python', 544, 0), task('train-bayes', 'python', 544, 128),
        task('train-tree', 'image', 544, 256), task('compare', 'python', 816, 128), task('publish the winning classifier', 'shell', 1088, 64, { problems: ['The command is empty.'] }), task('tell', 'shell', 1088, 192, { skip: true }),
      ],
      edges: [
        ['fetch', 'clean'], ['clean', 'train-knn'], ['clean', 'train-bayes'], ['clean', 'train-tree'], ['train-knn', 'compare'], ['train-bayes', 'compare'], ['train-tree', 'compare', 'finished'],
        ['compare', 'publish the winning classifier'], ['compare', 'tell', 'failed'],
      ].map(([source, target, when = 'succeeded']) => ({ source, target, when })),
    });
  },
  grid(tasks, edges) {
    const kinds = Object.keys(look);
    const columns = Math.ceil(Math.sqrt(tasks / 2));
    const made = Array.from({ length: tasks }, (_, index) => ({ id: `n${index}`, label: `task ${index}`, template: kinds[index % 3], ...look[kinds[index % 3]], x: (index % columns) * 272, y: Math.floor(index / columns) * 80 }));
    const pairs = new Map();
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
    while (pairs.size < edges) {
      const source = Math.floor(random() * (tasks - 1));
      const target = Math.min(tasks - 1, source + 1 + Math.floor(random() * 12));
      pairs.set(`${source}-${target}`, { source: `n${source}`, target: `n${target}`, when: 'succeeded' });
    }
    return { tasks: made, edges: [...pairs.values()] };
  },
};

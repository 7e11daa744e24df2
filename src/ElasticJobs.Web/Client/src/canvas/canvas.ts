import { html, type DotNet } from '../shared/dom';
import { writeClipboard } from '../shared/clipboard';
import { fill } from '../shared/texts';
import { align, type Alignment } from './align';
import { Board } from './board';
import { CommandOutlet, type Action, type EdgeEnds, type MoveStep } from './commands';
import { ConnectDrag, MarqueeDrag, MoveDrag } from './drags';
import { CARD, EMPTY, nextCondition, snap, type CanvasDocument, type EdgeCondition, type Point } from './document';
import { Gestures, type Drag, type GestureTarget, type Hit } from './gestures';
import { attachKeyboard, type KeyboardTarget } from './keyboard';
import { layout, type Direction } from './layout';
import { Minimap } from './minimap';
import { neighbour, readingOrder, type Heading } from './navigation';
import { Overlay } from './overlay';
import { attachPalette } from './palette';
import type { Refusal } from './reachability';
import { Selection } from './selection';
import type { TaskRunState } from './states';
import { stateColour } from './states';
import { Toast } from './toast';
import { EDITOR_ACTIONS, EdgeToolbar, TaskToolbar, ZoomBar } from './toolbars';
import { Viewport } from './viewport';

export interface CanvasOptions {
  document?: CanvasDocument | null;
  readOnly?: boolean;
  texts?: Record<string, string> | null;
  /** The buttons of a task; by default those of the editor. */
  actions?: Action[] | null;
  minimap?: boolean;
  controls?: boolean;
}

/** A canvas smaller than this many pixels has no room for the map. */
const LOW = 300;
const NARROW = 440;

/** The pipeline canvas. The server owns the document: gestures become commands, and what the server answers is shown. */
export class Canvas implements GestureTarget, KeyboardTarget {
  readonly board: Board;
  readonly viewport: Viewport;
  readonly overlay: Overlay;
  readonly selection: Selection;
  readonly outlet: CommandOutlet;
  private readonly gestures: Gestures;
  private readonly toast: Toast;
  private readonly taskBar: TaskToolbar;
  private readonly edgeBar: EdgeToolbar;
  private readonly zoomBar: ZoomBar | null = null;
  private readonly minimap: Minimap | null = null;
  private readonly empty = html('div', 'ej-canvas__empty');
  private readonly ends = new AbortController();
  private readonly endings: (() => void)[] = [];
  private actions: readonly Action[];
  private marked: EdgeEnds | null = null;
  private lastTask: string | null = null;
  private pending: CanvasDocument | null = null;
  private pendingSelection: string[] | null = null;
  private wanted: string | null = null;
  private confirmed: CanvasDocument | null = null;
  private busy = 0;
  private dragging = false;
  private clock = 0;
  private hideTimer = 0;
  private pointer: Point | null = null;
  private fitted = false;
  private refused = 0;
  private paintedIn = 0;

  constructor(readonly host: HTMLElement, private readonly dotnet: DotNet | null, options: CanvasOptions) {
    host.classList.add('ej-canvas');
    host.tabIndex = 0;
    host.setAttribute('role', 'application');
    this.selection = new Selection((changed, byPerson) => this.onSelected(changed, byPerson));
    this.board = new Board(host, id => this.selection.has(id), options.texts);
    this.viewport = new Viewport(this.board.graph, host);
    this.overlay = new Overlay(host);
    this.outlet = new CommandOutlet(dotnet, () => this.onLost());
    this.actions = options.actions ?? EDITOR_ACTIONS;
    host.append(this.empty);
    this.taskBar = new TaskToolbar(host, (action, task) => this.outlet.send({ type: 'action', action, task }), () => this.focusTask(this.taskBar.shownFor));
    this.edgeBar = new EdgeToolbar(host, (edge, when) => this.setCondition(edge, when), edge => this.disconnect([edge]), () => this.host.focus());
    if (options.controls !== false) this.zoomBar = new ZoomBar(host, this);
    if (options.minimap !== false) this.minimap = this.createMinimap();
    this.toast = new Toast(host);
    this.gestures = new Gestures(this.board.surface, this);
    this.endings.push(attachKeyboard(host, this));
    this.listen();
    this.dressTexts();
    this.setReadOnly(options.readOnly ?? false);
    this.apply(options.document ?? EMPTY);
    void this.painted().then(time => (this.paintedIn = time));
  }

  // Called by the page.

  update(document: CanvasDocument): void {
    this.pending = document;
    this.applyPending();
  }

  setStates(states: TaskRunState[]): void {
    this.board.setRuns(states);
    this.refreshClock();
    this.minimap?.refresh();
  }

  clearStates(): void {
    this.board.clearRuns();
    this.refreshClock();
    this.minimap?.refresh();
  }

  setProblems(problems: Record<string, string[]>): void {
    this.board.setProblems(problems);
  }

  select(ids: string[]): void {
    // What is to be selected may be in a document that waits.
    if (this.pending) this.pendingSelection = ids;
    else this.selection.set(ids.filter(id => this.board.task(id)), null, false);
  }

  center(id: string): void {
    const task = this.board.task(id);
    if (task) this.viewport.moveTo({ x: task.x + CARD.width / 2, y: task.y + CARD.height / 2 });
  }

  /** Brings a task into view and lets the keyboard go on there, also one that is in a document to come. Null: the canvas itself. */
  focus(id: string | null): void {
    this.wanted = id !== null && !this.board.task(id) ? id : null;
    if (id === null) this.host.focus({ preventScroll: true });
    else if (!this.wanted) this.show(id);
  }

  fit(tasks: readonly Point[] = this.board.document.tasks): void {
    this.viewport.show(tasks, 40, this.minimap?.corner);
    this.viewport.fitted = true;
  }

  zoom100(): void {
    this.viewport.zoomTo(1);
  }

  zoomIn(): void {
    this.zoomBy(1.2);
  }

  zoomOut(): void {
    this.zoomBy(1 / 1.2);
  }

  zoomBy(factor: number): void {
    this.viewport.zoomAt(factor);
  }

  zoomToSelection(): void {
    const tasks = this.selectedTasks();
    this.viewport.show(tasks.length > 0 ? tasks : this.board.document.tasks, 80);
  }

  layout(direction: Direction = this.board.direction): void {
    if (this.refuseReadOnly()) return;
    this.move(layout(this.board.document, direction), 'layout');
    this.fit();
  }

  align(kind: Alignment): void {
    if (!this.refuseReadOnly()) this.move(align(this.selectedTasks(), kind), 'align');
  }

  setReadOnly(readOnly: boolean): void {
    this.board.readOnly = readOnly;
    this.host.classList.toggle('ej-canvas--read-only', readOnly);
    this.dressEmpty();
  }

  setActions(actions: Action[]): void {
    this.actions = actions;
    this.taskBar.fill(actions, this.board.texts);
  }

  setTexts(texts: Record<string, string>): void {
    this.board.setTexts(texts);
    this.dressTexts();
  }

  palette(element: HTMLElement): void {
    this.endings.push(attachPalette(element, {
      contains: client => {
        const at = document.elementFromPoint(client.x, client.y);
        return !this.board.readOnly && at !== null && this.host.contains(at);
      },
      drop: (template, client) => this.drop(template, client),
      insert: template => this.insertBeside(template),
    }));
  }

  stats(): Record<string, number> {
    return {
      tasks: this.board.document.tasks.length,
      edges: this.board.document.edges.length,
      mountedTasks: this.board.surface.querySelectorAll('.ej-card').length,
      mountedEdges: this.board.surface.querySelectorAll('.ej-edge').length,
      selected: this.selection.size,
      refused: this.refused,
      scale: this.viewport.scale,
      paintedIn: Math.round(this.paintedIn),
    };
  }

  /** Resolves once every task in view is in the page, with the milliseconds that it took from now; for benchmarks. */
  painted(): Promise<number> {
    const started = performance.now();
    return new Promise(resolve => {
      const look = (): void => {
        if (this.ends.signal.aborted) return;
        const view = this.viewport.visible();
        const missing = this.board.document.tasks.some(task =>
          task.x < view.x + view.width && task.x + CARD.width > view.x && task.y < view.y + view.height && task.y + CARD.height > view.y && !this.board.view(task.id));
        if (missing || this.board.document.tasks.length === 0) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve(performance.now() - started));
      };
      requestAnimationFrame(look);
    });
  }

  dispose(): void {
    this.ends.abort();
    clearInterval(this.clock);
    clearTimeout(this.hideTimer);
    for (const end of this.endings) end();
    this.outlet.close();
    this.gestures.dispose();
    this.minimap?.dispose();
    this.toast.dispose();
    this.board.dispose();
    this.host.replaceChildren();
    delete (this.host as HTMLElement & { __canvas?: Canvas }).__canvas;
  }

  // Gestures.

  hit(target: Element): Hit {
    const cell = target.closest<SVGElement>('[data-cell-id]');
    const id = cell?.dataset.cellId;
    if (!id) return { on: 'blank' };
    if (this.board.task(id)) return { on: target.hasAttribute('data-port') && !this.board.readOnly ? 'port' : 'task', id };
    const edge = this.board.graph.getCellById(id)?.getData<EdgeEnds>();
    return edge ? { on: 'edge', edge: { source: edge.source, target: edge.target } } : { on: 'blank' };
  }

  press(hit: Hit, event: PointerEvent): void {
    // Keys belong to the canvas from here on, and a field that was being typed into tells what it has.
    if (!this.host.contains(document.activeElement)) this.host.focus({ preventScroll: true });
    if (hit.on === 'task') {
      const many = event.shiftKey || event.ctrlKey || event.metaKey;
      if (many) this.selection.toggle(hit.id);
      else if (!this.selection.has(hit.id)) this.selection.set([hit.id]);
    }
    if (hit.on !== 'port') this.hideTaskBar(true);
  }

  click(hit: Hit, event: PointerEvent): void {
    const many = event.shiftKey || event.ctrlKey || event.metaKey;
    switch (hit.on) {
      case 'task':
        if (!many) this.selection.set([hit.id]);
        this.focusTask(hit.id);
        this.showTaskBar(hit.id);
        break;
      case 'edge':
        this.selection.set([], hit.edge);
        this.host.focus({ preventScroll: true });
        break;
      case 'port':
        this.insertAfter(hit.id);
        break;
      case 'blank':
        if (!many) this.selection.set([]);
        this.host.focus({ preventScroll: true });
        break;
    }
  }

  drag(hit: Hit, start: Point, event: PointerEvent): Drag | null {
    const drag = this.startDrag(hit, start, event);
    if (!drag) return null;
    this.dragging = true;
    this.host.classList.add('ej-canvas--dragging');
    this.hideTaskBar(true);
    const done = (): void => {
      this.dragging = false;
      this.host.classList.remove('ej-canvas--dragging');
      this.overlay.clear();
      this.showBars();
      this.applyPending();
    };
    return {
      move: at => drag.move(at),
      end: at => {
        drag.end(at);
        done();
      },
      cancel: () => {
        drag.cancel();
        done();
      },
    };
  }

  pan(dx: number, dy: number): void {
    this.viewport.pan(dx, dy);
  }

  zoomAt(factor: number, at: Point): void {
    this.viewport.zoomAt(factor, at);
  }

  // Keys.

  nudge(dx: number, dy: number): void {
    const tasks = this.selectedTasks();
    if (tasks.length === 0) this.viewport.pan(-dx * 3, -dy * 3);
    else if (!this.refuseReadOnly()) this.move(Object.fromEntries(tasks.map(task => [task.id, [task.x + dx, task.y + dy]])), 'nudge');
  }

  step(heading: Heading): void {
    const from = this.current() ?? readingOrder(this.board.document.tasks, this.board.reachability)[0];
    const next = this.current() ? neighbour(from!, heading, this.board.document.tasks, this.board.reachability) : from;
    if (next) this.goTo(next);
  }

  tab(backwards: boolean): boolean {
    const order = readingOrder(this.board.document.tasks, this.board.reachability);
    const current = this.current();
    const onCard = document.activeElement !== this.host;
    if (!onCard && backwards) return false;
    const index = current && onCard ? order.indexOf(current) + (backwards ? -1 : 1) : current ? order.indexOf(current) : 0;
    const next = order[index];
    if (!next) {
      if (!onCard) return false;
      if (backwards) this.host.focus();
      return backwards;
    }
    this.goTo(next);
    return true;
  }

  open(): void {
    const task = this.current();
    if (task) this.outlet.send({ type: 'action', action: 'open', task });
    else if (this.selection.edge) this.edgeBar.focus();
  }

  focusActions(): void {
    const task = this.current();
    if (task) {
      this.showTaskBar(task);
      this.taskBar.focus();
    } else if (this.selection.edge) {
      this.edgeBar.focus();
    }
  }

  remove(): void {
    const { edge, tasks } = this.selection;
    if ((!edge && tasks.length === 0) || this.refuseReadOnly()) return;
    if (edge) this.disconnect([edge]);
    else this.outlet.send({ type: 'remove', tasks: [...tasks], edges: [] });
    this.host.focus({ preventScroll: true });
  }

  selectAll(): void {
    this.selection.set(this.board.document.tasks.map(task => task.id));
  }

  copy(): void {
    const count = this.selection.size;
    if (count === 0 || !this.dotnet) return;
    const text = this.outlet.flush().then(() => this.dotnet!.invokeMethodAsync<string>('CopySelection'));
    void writeClipboard(text).then(
      done => this.toast.show(done ? fill(this.board.texts.copied, { count }) : this.board.texts.copyFailed),
      () => this.toast.show(this.board.texts.copyFailed));
  }

  duplicate(): void {
    if (this.selection.size > 0 && !this.refuseReadOnly()) this.outlet.send({ type: 'duplicate' });
  }

  undo(): void {
    if (!this.refuseReadOnly()) this.outlet.send({ type: 'undo' });
  }

  redo(): void {
    if (!this.refuseReadOnly()) this.outlet.send({ type: 'redo' });
  }

  escape(): void {
    if (!this.gestures.cancel()) this.selection.set([]);
  }

  cycleCondition(): void {
    const { edge } = this.selection;
    const shown = edge && this.board.edge(edge.source, edge.target);
    if (shown) this.setCondition(edge, nextCondition(shown.when));
  }

  /** Goes round the edges of the task that was worked on last. */
  nextEdge(): void {
    const { edge } = this.selection;
    const task = this.current() ?? this.lastTask;
    const edges = this.board.document.edges.filter(other => other.source === task || other.target === task);
    if (!task || edges.length === 0) return;
    const index = edge ? edges.findIndex(other => other.source === edge.source && other.target === edge.target) : -1;
    const { source, target } = edges[(index + 1) % edges.length]!;
    this.lastTask = task;
    this.selection.set([], { source, target });
    this.host.focus({ preventScroll: true });
  }

  insert(): void {
    const task = this.current();
    if (task && !this.refuseReadOnly()) this.insertAfter(task);
  }

  /** Connects the two selected tasks, in the order in which they were selected. */
  join(): void {
    const [source, target, more] = this.selection.tasks;
    if (source && target && !more && !this.refuseReadOnly()) this.connect(source, target);
  }

  toggle(): void {
    const task = this.focusedTask();
    if (task) this.selection.toggle(task);
  }

  ask(what: 'save' | 'help' | 'search' | 'palette'): void {
    this.outlet.send({ type: what });
  }

  space(down: boolean): void {
    this.gestures.setSpace(down);
  }

  // What drags use.

  connect(source: string, target: string, when: EdgeCondition = 'succeeded'): void {
    const refusal = this.board.reachability.refuse(source, target);
    if (refusal) {
      this.refused++;
      this.toast.show(this.explain(refusal, source, target), 'refused');
      return;
    }
    const document = this.board.document;
    this.board.apply({ tasks: document.tasks, edges: [...document.edges, { source, target, when }] });
    this.run({ type: 'connect', source, target, when });
  }

  insertAt(after: string, client: Point): void {
    const at = this.viewport.toLocal(client);
    this.outlet.send({
      type: 'insert', after, x: snap(at.x - (this.board.direction === 'TB' ? CARD.width / 2 : 0)), y: snap(at.y - (this.board.direction === 'LR' ? CARD.height / 2 : 0)), clientX: client.x, clientY: client.y,
    });
  }

  move(positions: Record<string, [number, number]>, step: MoveStep): void {
    if (Object.keys(positions).length === 0) return;
    this.board.place(positions);
    this.board.settle();
    this.showBars();
    this.minimap?.refresh();
    this.run({ type: 'move', positions, step });
  }

  refreshMinimap(): void {
    this.minimap?.refresh();
  }

  explain(refusal: Refusal, source: string, target: string): string {
    const { texts, label } = this.board;
    switch (refusal.reason) {
      case 'self': return texts.refusedSelf;
      case 'duplicate': return fill(texts.refusedDuplicate, { source: label(source), target: label(target) });
      case 'cycle': return fill(texts.refusedCycle, { path: refusal.path.map(label).join(' \u2192 ') });
    }
  }

  private startDrag(hit: Hit, start: Point, event: PointerEvent): Drag | null {
    switch (hit.on) {
      case 'port': return new ConnectDrag(this, hit.id);
      case 'task': return this.board.readOnly ? new MarqueeDrag(this, start, event.shiftKey || event.ctrlKey) : new MoveDrag(this, hit.id, start);
      default: return new MarqueeDrag(this, start, event.shiftKey || event.ctrlKey || event.metaKey);
    }
  }

  private setCondition(edge: EdgeEnds, when: EdgeCondition): void {
    if (this.refuseReadOnly()) return;
    const document = this.board.document;
    this.board.apply({ tasks: document.tasks, edges: document.edges.map(other => (other.source === edge.source && other.target === edge.target ? { ...other, when } : other)) });
    this.showBars();
    this.run({ type: 'edge', ...edge, when });
  }

  private disconnect(edges: EdgeEnds[]): void {
    if (this.refuseReadOnly()) return;
    this.selection.set([]);
    this.outlet.send({ type: 'disconnect', edges });
  }

  /** Sends a command whose effect is on the canvas already; documents that arrive meanwhile wait, for they may be older than it. */
  private run(command: Parameters<CommandOutlet['send']>[0]): void {
    this.outlet.send(command);
    this.busy++;
    requestAnimationFrame(() => void this.outlet.flush().finally(() => {
      this.busy--;
      this.applyPending();
    }));
  }

  private onLost(): void {
    this.toast.show(this.board.texts.connectionLost, 'refused');
    if (this.confirmed) this.update(this.confirmed);
  }

  private applyPending(): void {
    if (!this.pending || this.busy > 0 || this.dragging) return;
    const document = this.pending;
    this.pending = null;
    this.apply(document);
    if (this.pendingSelection) this.select(this.pendingSelection);
    this.pendingSelection = null;
  }

  private apply(document: CanvasDocument): void {
    this.confirmed = document;
    if (!this.fitted && document.tasks.length > 0 && this.viewport.size.width > 0) {
      // Before anything is drawn: what is drawn twice is paid twice.
      this.fitted = true;
      this.fit(document.tasks);
      this.dressScale();
      this.board.showArea(this.viewport.visible());
    }
    this.board.apply(document);
    const { edge, tasks } = this.selection;
    this.selection.set(tasks.filter(id => this.board.task(id)), edge && this.board.edge(edge.source, edge.target) ? edge : null, false);
    this.empty.hidden = document.tasks.length > 0;
    if (this.wanted) this.focus(this.wanted);
    this.showBars();
    this.minimap?.refresh();
  }

  private drop(template: string, client: Point): void {
    // What is put somewhere stays there: the first task is no reason to fit the view.
    this.fitted = true;
    const at = this.viewport.toLocal(client);
    const hit = this.hit(document.elementFromPoint(client.x, client.y) ?? this.host);
    const over = hit.on === 'task' || hit.on === 'port' ? this.board.task(hit.id) : undefined;
    if (over) this.outlet.send({ type: 'add', template, ...this.beside(over), after: over.id });
    else this.outlet.send({ type: 'add', template, x: snap(at.x - CARD.width / 2), y: snap(at.y - CARD.height / 2) });
    this.host.focus({ preventScroll: true });
  }

  private insertBeside(template: string): void {
    if (this.refuseReadOnly()) return;
    const tasks = this.selectedTasks();
    const after = tasks.length === 1 ? tasks[0]! : null;
    if (after) {
      this.outlet.send({ type: 'add', template, ...this.beside(after), after: after.id });
      return;
    }
    const view = this.viewport.visible();
    this.outlet.send({ type: 'add', template, ...this.free({ x: snap(view.x + (view.width - CARD.width) / 2), y: snap(view.y + (view.height - CARD.height) / 2) }) });
  }

  private insertAfter(id: string): void {
    const task = this.board.task(id);
    if (!task) return;
    const place = this.beside(task);
    const corner = this.viewport.toHost({ x: task.x + CARD.width, y: task.y + CARD.height / 2 });
    const box = this.host.getBoundingClientRect();
    this.outlet.send({ type: 'insert', after: id, ...place, clientX: box.left + corner.x, clientY: box.top + corner.y });
  }

  private beside(task: Point): Point {
    return this.free(this.board.direction === 'LR' ? { x: snap(task.x + CARD.width + 80), y: task.y } : { x: task.x, y: snap(task.y + CARD.height + 60) });
  }

  private free(place: Point): Point {
    const taken = (at: Point): boolean => this.board.document.tasks.some(task => Math.abs(task.x - at.x) < CARD.width && Math.abs(task.y - at.y) < CARD.height);
    const at = { ...place };
    while (taken(at)) {
      if (this.board.direction === 'LR') at.y += snap(CARD.height + 28);
      else at.x += snap(CARD.width + 48);
    }
    return at;
  }

  private selectedTasks(): { id: string; x: number; y: number }[] {
    return this.selection.tasks.map(id => this.board.task(id)!).filter(Boolean);
  }

  private focusedTask(): string | null {
    const id = document.activeElement?.getAttribute('data-cell-id');
    return id && this.board.task(id) && this.host.contains(document.activeElement) ? id : null;
  }

  private current(): string | null {
    return this.focusedTask() ?? this.selection.tasks.at(-1) ?? null;
  }

  private goTo(id: string): void {
    this.selection.set([id]);
    this.show(id);
  }

  private show(id: string): void {
    this.viewport.reveal(this.board.task(id)!);
    this.focusTask(id);
  }

  /** A card out of view is not in the page yet; it is focused once it is. */
  private focusTask(id: string): void {
    const element = this.board.element(id);
    if (element) {
      element.focus({ preventScroll: true });
      return;
    }
    this.host.focus({ preventScroll: true });
    const mounted = ({ view }: { view: { cell: { id: string } } }): void => {
      if (view.cell.id !== id) return;
      this.board.graph.off('view:mounted', mounted);
      if (document.activeElement === this.host) requestAnimationFrame(() => this.board.element(id)?.focus({ preventScroll: true }));
    };
    this.board.graph.on('view:mounted', mounted);
    setTimeout(() => this.board.graph.off('view:mounted', mounted), 1000);
  }

  private refuseReadOnly(): boolean {
    if (this.board.readOnly) this.toast.show(this.board.texts.refusedReadOnly);
    return this.board.readOnly;
  }

  private onSelected(changed: ReadonlySet<string>, byPerson: boolean): void {
    for (const id of changed) this.board.view(id)?.card?.drawSelected();
    this.markEdges();
    this.showBars();
    this.minimap?.refresh();
    const { tasks, edge } = this.selection;
    if (byPerson) this.outlet.send({ type: 'select', tasks: [...tasks], ...(edge ? { edge } : {}) });
  }

  private markEdges(): void {
    if (this.marked) this.board.markEdge(this.marked.source, this.marked.target, false);
    this.marked = this.selection.edge;
    if (this.marked) this.board.markEdge(this.marked.source, this.marked.target, true);
  }

  private showBars(): void {
    const { edge, tasks } = this.selection;
    const shown = edge && this.board.edge(edge.source, edge.target);
    const middle = edge && this.board.edgeMiddle(edge.source, edge.target);
    if (shown && middle && !this.board.readOnly && !this.dragging) {
      this.edgeBar.show(edge, shown.when, { source: this.board.label(edge.source), target: this.board.label(edge.target) }, this.board.texts, this.viewport.toHost(middle));
    } else {
      this.edgeBar.hide();
    }
    const of = this.taskBar.shownFor && this.board.task(this.taskBar.shownFor) ? this.taskBar.shownFor : tasks.length === 1 ? tasks[0]! : '';
    if (of && !this.dragging) this.showTaskBar(of);
    else this.taskBar.hide();
    this.zoomBar?.show(this.viewport.scale);
  }

  private showTaskBar(id: string): void {
    clearTimeout(this.hideTimer);
    const task = this.board.task(id);
    if (!task || this.dragging) return;
    this.taskBar.show(id, this.board.label(id), this.viewport.toHost(task), this.viewport.scale);
  }

  private hideTaskBar(atOnce: boolean): void {
    clearTimeout(this.hideTimer);
    const hide = (): void => {
      if (this.taskBar.focused || (this.taskBar.hovered && !atOnce)) return;
      this.taskBar.hide();
      if (!atOnce) this.showBars();
    };
    if (atOnce) hide();
    else this.hideTimer = window.setTimeout(hide, 220);
  }

  private createMinimap(): Minimap {
    const { board, viewport, selection } = this;
    return new Minimap(this.host, {
      *tasks() {
        for (const task of board.document.tasks) {
          const run = board.runOf(task.id);
          yield { x: task.x, y: task.y, selected: selection.has(task.id), ...(run ? { state: stateColour(run.state) } : {}) };
        }
      },
      view: () => viewport.visible(),
      moveTo: centre => viewport.moveTo(centre),
    }, board.texts.minimap);
  }

  private refreshClock(): void {
    if (this.board.moving && !this.clock) {
      this.clock = window.setInterval(() => document.hidden || this.board.tick(Date.now()), 1000);
    } else if (!this.board.moving && this.clock) {
      clearInterval(this.clock);
      this.clock = 0;
    }
  }

  private dressTexts(): void {
    const { texts } = this.board;
    this.host.setAttribute('aria-label', `${texts.canvas}. ${texts.canvasHelp}`);
    this.taskBar.fill(this.actions, texts);
    this.zoomBar?.fill(texts);
    this.minimap?.setLabel(texts.minimap);
    this.dressEmpty();
  }

  private dressEmpty(): void {
    const { texts, readOnly } = this.board;
    this.empty.replaceChildren(html('strong', '', {}, readOnly ? texts.emptyReadOnly : texts.emptyTitle), readOnly ? '' : html('span', '', {}, texts.emptyText));
  }

  private listen(): void {
    const options = { signal: this.ends.signal };
    const { host, board } = this;
    let frame = 0;
    const refresh = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        const { scale } = this.viewport;
        const { tx, ty } = board.graph.transform.getTranslation();
        const step = 16 * scale * (scale < 0.5 ? 4 : 1);
        board.surface.style.setProperty('--grid-step', `${step}px`);
        board.surface.style.backgroundPosition = `${tx}px ${ty}px`;
        this.dressScale();
        this.showBars();
        this.minimap?.refresh();
      });
    };
    board.graph.on('scale', refresh);
    board.graph.on('translate', refresh);
    this.endings.push(() => cancelAnimationFrame(frame));
    const resize = new ResizeObserver(() => {
      if (host.clientWidth === 0) return;
      host.classList.toggle('ej-canvas--low', host.clientHeight < LOW || host.clientWidth < NARROW);
      const { width, height } = board.graph.options;
      board.graph.resize(host.clientWidth, host.clientHeight);
      if ((!this.fitted && board.document.tasks.length > 0) || this.viewport.fitted) {
        this.fitted = true;
        this.fit();
      } else if (this.fitted) {
        // What is in the middle stays there when a pane beside the canvas opens.
        this.viewport.pan((host.clientWidth - width) / 2, (host.clientHeight - height) / 2);
      }
      refresh();
    });
    resize.observe(host);
    this.endings.push(() => resize.disconnect());
    board.graph.on('view:mounted', ({ view }: { view: { cell: { id: string } } }) => {
      const { edge } = this.selection;
      if (edge && view.cell.id.startsWith(edge.source) && view.cell.id.endsWith(edge.target)) this.markEdges();
    });
    board.graph.on('view:unmounted', ({ view }: { view: { container: Element } }) => {
      if (document.activeElement === document.body && view.container.matches(':focus')) host.focus({ preventScroll: true });
    });
    board.surface.addEventListener('dblclick', event => {
      const hit = this.hit(event.target as Element);
      if (hit.on === 'task') this.outlet.send({ type: 'action', action: 'open', task: hit.id });
    }, options);
    host.addEventListener('pointermove', event => {
      this.pointer = { x: event.clientX, y: event.clientY };
      if (event.pointerType === 'touch' || this.dragging || event.buttons !== 0) return;
      const hit = this.hit(event.target as Element);
      if (hit.on === 'task' || hit.on === 'port') {
        if (this.taskBar.shownFor !== hit.id && !this.taskBar.focused) this.showTaskBar(hit.id);
        else clearTimeout(this.hideTimer);
      } else if (this.taskBar.shownFor && !(event.target as Element).closest('.ej-canvas__floating')) {
        if (!(this.selection.size === 1 && this.selection.has(this.taskBar.shownFor))) this.hideTaskBar(false);
      } else {
        clearTimeout(this.hideTimer);
      }
    }, options);
    host.addEventListener('pointerleave', () => {
      this.pointer = null;
      if (!this.selection.has(this.taskBar.shownFor)) this.hideTaskBar(false);
    }, options);
    document.addEventListener('paste', event => this.onPaste(event), options);
  }

  /** The smaller the cards, the less of them can be read, and the less is laid out and painted. */
  private dressScale(): void {
    const { scale } = this.viewport;
    this.host.classList.toggle('ej-canvas--far', scale < 0.5);
    this.host.classList.toggle('ej-canvas--map', scale < 0.22);
  }

  private onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain');
    if (!text || !this.host.contains(document.activeElement) || (event.target as Element).closest?.('input, textarea, select, [contenteditable=true]') || this.refuseReadOnly()) return;
    event.preventDefault();
    const view = this.viewport.visible();
    const at = this.pointer ? this.viewport.toLocal(this.pointer) : { x: view.x + view.width / 3, y: view.y + view.height / 3 };
    this.outlet.send({ type: 'paste', text, x: snap(at.x), y: snap(at.y) });
  }
}

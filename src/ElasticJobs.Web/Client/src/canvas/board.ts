import { Graph, Rectangle, type Cell, type Edge } from '@antv/x6';
import { svg } from '../shared/dom';
import { localised, type Texts } from '../shared/texts';
import { diff } from './diff';
import { edgeId, EMPTY, type CanvasDocument, type CanvasEdge, type Box, type CanvasTask, type EdgeCondition, type Point } from './document';
import { directionOf, type Direction } from './layout';
import { Reachability } from './reachability';
import { route } from './route';
import type { Scene } from './scene';
import { createEdge, createTask, dressEdge, TaskView, viewOf } from './shapes';
import { isMoving, sameRun, type TaskRunState } from './states';
import { TextFit } from './text-fit';
import { canvasTexts, canvasTextsZh, type CanvasText } from './texts';

const ROUTER = 'ej-steps';
/** Pixels of the pipeline around what is in view that are drawn with it. */
const MARGIN = 320;

Graph.registerRouter(ROUTER, (_vertices, _options, view) => route(view.sourceAnchor, view.targetAnchor, TaskView.scenes.get(view.graph)?.direction ?? 'LR'), true);

let boards = 0;

/** The document as X6 cells: applies changes by id, draws states and problems, and knows what is connected to what. */
export class Board implements Scene {
  readonly graph: Graph;
  readonly surface: HTMLElement;
  readonly fit = new TextFit();
  readOnly = false;
  texts: Texts<CanvasText>;
  document: CanvasDocument = EMPTY;
  reachability = new Reachability([]);
  direction: Direction = 'LR';
  private tasks = new Map<string, CanvasTask>();
  private edges = new Map<string, CanvasEdge>();
  private runs = new Map<string, TaskRunState>();
  private problems: Map<string, readonly string[]> | null = null;
  private readonly markers: SVGSVGElement;
  private readonly prefix = `ej-arrow-${++boards}`;

  constructor(host: HTMLElement, private readonly selected: (id: string) => boolean, texts?: Record<string, string> | null) {
    this.texts = localised(canvasTexts, canvasTextsZh, texts);
    this.surface = document.createElement('div');
    this.surface.className = 'ej-canvas__graph';
    this.markers = this.arrows();
    host.append(this.markers, this.surface);
    this.graph = new Graph({
      container: this.surface, width: host.clientWidth, height: host.clientHeight, async: true, virtual: { enabled: true, margin: MARGIN }, background: false,
      grid: { visible: false, size: 1 }, panning: { enabled: false }, mousewheel: { enabled: false }, interacting: false, scaling: { min: 0.03, max: 2.5 },
      createCellView: viewOf,
      connecting: { anchor: 'right', sourceAnchor: 'right', targetAnchor: 'left', connectionPoint: 'anchor', router: { name: ROUTER }, connector: { name: 'rounded', args: { radius: 10 } } },
    });
    TaskView.scenes.set(this.graph, this);
  }

  runOf = (task: string): TaskRunState | undefined => this.runs.get(task);
  problemsOf = (task: string): readonly string[] => (this.problems ? this.problems.get(task) : this.tasks.get(task)?.problems) ?? [];
  upstreamCount = (task: string): number => this.reachability.upstreamOf(task).length;
  isSelected = (task: string): boolean => this.selected(task);
  task = (id: string): CanvasTask | undefined => this.tasks.get(id);
  edge = (source: string, target: string): CanvasEdge | undefined => this.edges.get(edgeId(source, target));
  label = (id: string): string => this.tasks.get(id)?.label || id;

  /** Makes the canvas show a document by changing only what differs. */
  apply(next: CanvasDocument): void {
    const first = this.document.tasks.length === 0;
    const changes = diff(this.document, next);
    this.document = { tasks: next.tasks.map(task => ({ ...task })), edges: next.edges.map(edge => ({ ...edge })) };
    this.index();
    const turned = this.turn();
    if (first && next.tasks.some(task => task.problems)) this.problems = null;
    this.graph.batchUpdate('document', () => {
      this.graph.removeCells(changes.removedEdges.concat(changes.removedTasks));
      const added = [
        ...changes.addedTasks.map(task => createTask(this.graph, this.tasks.get(task.id)!)),
        ...changes.addedEdges.map(edge => createEdge(edge, this.arrow, this.words(edge.when))),
      ];
      if (first) this.drawAtOnce(added);
      else this.graph.addCell(added);
      for (const task of changes.movedTasks) this.node(task.id)?.setPosition(task.x, task.y);
      for (const edge of changes.changedEdges) {
        const cell = this.graph.getCellById(edgeId(edge.source, edge.target)) as Edge | null;
        if (cell) dressEdge(cell, edge, this.arrow, this.words(edge.when));
      }
    });
    // What was drawn from nothing is up to date.
    if (first) return;
    for (const task of this.document.tasks) this.node(task.id)?.setData(task, { overwrite: true, silent: true });
    const touched = new Set(changes.changedTasks.map(task => task.id));
    for (const edge of [...changes.addedEdges]) touched.add(edge.target);
    for (const id of changes.removedEdges) touched.add(id.split('\u2192')[1]!);
    for (const id of touched) this.redraw(id);
    for (const id of changes.removedTasks) this.runs.delete(id);
    if (this.problems && next.tasks.some(task => task.problems)) {
      this.problems = null;
      for (const task of this.document.tasks) this.redraw(task.id);
    }
    if (turned) this.redrawAll(true);
  }

  /** Moves tasks on the canvas alone; the server's document follows. */
  place(positions: Record<string, [number, number]>): void {
    this.graph.batchUpdate('place', () => {
      for (const [id, [x, y]] of Object.entries(positions)) {
        const task = this.tasks.get(id);
        if (!task) continue;
        task.x = x;
        task.y = y;
        this.node(id)?.setPosition(x, y);
      }
    });
  }

  /** Edges may have changed sides after tasks were moved. */
  settle(): void {
    if (this.turn()) this.redrawAll(true);
  }

  setRuns(runs: readonly TaskRunState[]): void {
    for (const run of runs) {
      const before = this.runs.get(run.id);
      this.runs.set(run.id, run);
      if (!before || !sameRun(before, run)) this.redraw(run.id);
    }
  }

  clearRuns(): void {
    this.runs.clear();
    this.redrawAll(false);
  }

  /** The problems of all tasks, in the place of those in the document, until a document brings its own again. */
  setProblems(problems: Record<string, string[]>): void {
    this.problems = new Map(Object.entries(problems));
    for (const task of this.document.tasks) this.redraw(task.id);
  }

  setTexts(texts?: Record<string, string> | null): void {
    this.texts = localised(canvasTexts, canvasTextsZh, texts);
    this.redrawAll(false);
    for (const edge of this.document.edges) {
      const cell = this.graph.getCellById(edgeId(edge.source, edge.target)) as Edge | null;
      if (cell && edge.when !== 'succeeded') dressEdge(cell, edge, this.arrow, this.words(edge.when));
    }
  }

  get moving(): boolean {
    for (const run of this.runs.values()) if (isMoving(run.state)) return true;
    return false;
  }

  tick(now: number): void {
    for (const run of this.runs.values()) if (isMoving(run.state)) this.view(run.id)?.card?.tick(now);
  }

  view(id: string): TaskView | null {
    const cell = this.graph.getCellById(id);
    const view = cell && (this.graph.findViewByCell(cell) as unknown as TaskView | null);
    return view && view.card && this.graph.renderer.isViewMounted(view) ? view : null;
  }

  element(id: string): SVGElement | null {
    return (this.view(id)?.container as unknown as SVGElement | undefined) ?? null;
  }

  /** The middle of an edge, in the pipeline's coordinates. */
  edgeMiddle(source: string, target: string): Point | null {
    const cell = this.graph.getCellById(edgeId(source, target));
    const view = cell && (this.graph.findViewByCell(cell) as unknown as { getPointAtRatio?(ratio: number): Point | null } | null);
    return view?.getPointAtRatio?.(0.5) ?? null;
  }

  markEdge(source: string, target: string, selected: boolean): void {
    const cell = this.graph.getCellById(edgeId(source, target));
    (cell && this.graph.findViewByCell(cell)?.container)?.classList.toggle('ej-edge-selected', selected);
  }

  redraw(id: string): void {
    this.view(id)?.redraw();
  }

  dispose(): void {
    this.graph.dispose();
    this.surface.remove();
    this.markers.remove();
  }

  /** A whole graph in one go: in slices of a frame, as X6 draws otherwise, each slice would be laid out and painted with all before it. */
  private drawAtOnce(cells: Cell[]): void {
    this.graph.options.async = false;
    this.graph.resetCells(cells);
    this.graph.options.async = true;
  }

  /** What is drawn, at once: X6 itself looks for it five times a second. */
  showArea({ x, y, width, height }: Box): void {
    this.graph.renderer.setRenderArea(new Rectangle(x, y, width, height).inflate(MARGIN));
  }

  private node(id: string): ReturnType<typeof createTask> | null {
    return this.graph.getCellById(id) as ReturnType<typeof createTask> | null;
  }

  private readonly arrow = (when: EdgeCondition): string => `url(#${this.prefix}-${when})`;

  private words(when: EdgeCondition): string {
    return when === 'failed' ? this.texts.edgeFailed : when === 'finished' ? this.texts.edgeFinished : '';
  }

  private index(): void {
    this.tasks = new Map(this.document.tasks.map(task => [task.id, task]));
    this.document.edges = this.document.edges.filter(edge => this.tasks.has(edge.source) && this.tasks.has(edge.target));
    this.edges = new Map(this.document.edges.map(edge => [edgeId(edge.source, edge.target), edge]));
    this.reachability = new Reachability(this.document.edges);
  }

  private turn(): boolean {
    const direction = directionOf(this.document);
    if (direction === this.direction) return false;
    this.direction = direction;
    this.graph.options.connecting.sourceAnchor = direction === 'LR' ? 'right' : 'bottom';
    this.graph.options.connecting.targetAnchor = direction === 'LR' ? 'left' : 'top';
    return true;
  }

  private redrawAll(withEdges: boolean): void {
    for (const task of this.document.tasks) this.redraw(task.id);
    if (!withEdges) return;
    for (const cell of this.graph.getEdges()) {
      const view = this.graph.findViewByCell(cell);
      if (view && this.graph.renderer.isViewMounted(view)) this.graph.renderer.requestViewUpdate(view, view.getFlag(['source', 'target', 'update']), {});
    }
  }

  private arrows(): SVGSVGElement {
    const marker = (when: EdgeCondition): SVGElement => svg('marker', '', {
      id: `${this.prefix}-${when}`, viewBox: '0 0 8 8', refX: 12, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: 'userSpaceOnUse', orient: 'auto',
    }, svg('path', `ej-arrow ej-arrow--${when}`, { d: 'M0 0.5 L8 4 L0 7.5 z' }));
    return svg('svg', 'ej-canvas__markers', { 'width': 0, 'height': 0, 'aria-hidden': 'true' }, svg('defs', '', {}, marker('succeeded'), marker('failed'), marker('finished')));
  }
}

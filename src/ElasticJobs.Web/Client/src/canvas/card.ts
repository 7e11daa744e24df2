import { iconStrokes } from '../shared/icons';
import { svg } from '../shared/dom';
import { fill } from '../shared/texts';
import { CARD, type CanvasTask } from './document';
import type { Scene } from './scene';
import { elapsed, formatDuration, isMoving, stateColour, stateText, type TaskRunState, type TaskState } from './states';

const LABEL_FONT = '600 13px system-ui, sans-serif';
const SUB_FONT = '11px system-ui, sans-serif';
const TEXT_LEFT = 54;
const TEXT_WIDTH = CARD.width - TEXT_LEFT - 12;

const stateIcons: Record<TaskState, string> = {
  Waiting: 'clock', Queued: 'list', Starting: 'hourglass', Running: 'play', Succeeded: 'check', Failed: 'x', TimedOut: 'timer-off', Stopped: 'square', Skipped: 'skip', UpstreamFailed: 'ban', Cached: 'zap',
};

let template: SVGGElement | undefined;

function blank(): SVGGElement {
  template ??= svg('g', 'ej-card', {},
    svg('rect', 'ej-card__halo', { x: -3, y: -3, width: CARD.width + 6, height: CARD.height + 6, rx: 11 }),
    svg('rect', 'ej-card__body', { width: CARD.width, height: CARD.height, rx: 8 }),
    svg('rect', 'ej-card__tile', { x: 12, y: 10, width: 32, height: 32, rx: 7 }),
    svg('g', 'ej-card__icon', { transform: 'translate(19 17) scale(.75)' }),
    svg('text', 'ej-card__label', { x: TEXT_LEFT, y: 22 }),
    svg('text', 'ej-card__sub', { x: TEXT_LEFT, y: 39 }),
    svg('g', 'ej-card__state'),
    svg('g', 'ej-card__badge'),
    svg('g', 'ej-card__ports'));
  return template.cloneNode(true) as SVGGElement;
}

/** The SVG of one task. Colours and states are CSS classes, so that a change of theme repaints nothing here. */
export class TaskCard {
  private readonly root = blank();
  private readonly parts: Record<'halo' | 'body' | 'tile' | 'icon' | 'label' | 'sub' | 'state' | 'badge' | 'ports', SVGElement>;
  private clock: SVGElement | null = null;
  private shown = '';

  constructor(private readonly host: SVGElement, private readonly scene: Scene) {
    const [halo, body, tile, icon, label, sub, state, badge, ports] = [...this.root.children] as SVGElement[];
    this.parts = { halo: halo!, body: body!, tile: tile!, icon: icon!, label: label!, sub: sub!, state: state!, badge: badge!, ports: ports! };
    host.setAttribute('tabindex', '-1');
    host.setAttribute('role', 'button');
    host.append(this.root);
  }

  draw(task: CanvasTask): void {
    const { scene, parts } = this;
    const run = scene.runOf(task.id);
    const problems = scene.problemsOf(task.id);
    const colour = task.color || '';
    if (colour) this.root.style.setProperty('--tile', colour);
    else this.root.style.removeProperty('--tile');
    parts.icon.replaceChildren(...iconStrokes(task.icon ?? task.template));
    parts.label.textContent = scene.fit.fit(task.label || task.id, LABEL_FONT, TEXT_WIDTH - (task.skip ? 34 : 0));
    this.drawPorts();
    this.drawBadge(problems.length);
    this.drawState(task, run);
    this.drawClasses(task, run);
    const state = run ? scene.texts[stateText(run.state)] : scene.texts.noState;
    const description = fill(scene.texts.taskLabel, { label: task.label || task.id, template: task.title || task.template, state, upstream: scene.upstreamCount(task.id) });
    this.host.setAttribute('aria-label', [description, ...problems].join('. '));
  }

  /** Selection alone, without drawing the rest again. */
  drawSelected(): void {
    this.root.classList.toggle('ej-card--selected', this.scene.isSelected(this.id));
    this.host.setAttribute('aria-pressed', String(this.scene.isSelected(this.id)));
  }

  tick(now: number): void {
    const run = this.scene.runOf(this.id);
    if (!this.clock || !run) return;
    const text = this.duration(run, now);
    if (text === this.shown) return;
    this.shown = text;
    this.clock.textContent = text;
  }

  private get id(): string {
    return this.host.getAttribute('data-cell-id') ?? '';
  }

  private duration(run: TaskRunState, now: number): string {
    const span = elapsed(run, now);
    // Whole seconds while it lasts, so that a tick shows one step.
    return span === null ? '' : formatDuration(isMoving(run.state) ? Math.floor(span / 1000) * 1000 : span);
  }

  /** Room for the time, which grows while the task runs. */
  private clockWidth(run: TaskRunState): number {
    return this.shown ? Math.max(isMoving(run.state) ? 46 : 0, this.shown.length * 6 + 6) : 0;
  }

  private drawClasses(task: CanvasTask, run: TaskRunState | undefined): void {
    const classes = ['ej-card'];
    if (run) classes.push('ej-card--run', `ej-card--${stateColour(run.state)}`);
    if (task.skip) classes.push('ej-card--skip');
    if (this.scene.problemsOf(task.id).length > 0) classes.push('ej-card--problem');
    if (this.scene.isSelected(task.id)) classes.push('ej-card--selected');
    this.root.setAttribute('class', classes.join(' '));
    this.host.setAttribute('aria-pressed', String(this.scene.isSelected(task.id)));
  }

  private drawPorts(): void {
    const down = this.scene.direction === 'TB';
    const port = (kind: 'in' | 'out', x: number, y: number): SVGElement[] => [
      svg('circle', `ej-card__port ej-card__port--${kind}`, { cx: x, cy: y, r: 5 }),
      ...(kind === 'out' ? [svg('circle', 'ej-card__port-hit', { 'cx': x, 'cy': y, 'r': 13, 'data-port': 'out' })] : []),
    ];
    this.parts.ports.replaceChildren(
      ...port('in', down ? CARD.width / 2 : 0, down ? 0 : CARD.height / 2),
      ...port('out', down ? CARD.width / 2 : CARD.width, down ? CARD.height : CARD.height / 2));
  }

  private drawBadge(count: number): void {
    this.parts.badge.replaceChildren(...(count === 0 ? [] : [
      svg('circle', 'ej-card__badge-disc', { cx: CARD.width - 4, cy: 3, r: 9 }),
      svg('text', 'ej-card__badge-count', { 'x': CARD.width - 4, 'y': 7, 'text-anchor': 'middle' }, count > 9 ? '9+' : String(count)),
      svg('title', '', {}, fill(this.scene.texts[count === 1 ? 'problem' : 'problems'], { count })),
    ]));
  }

  private drawState(task: CanvasTask, run: TaskRunState | undefined): void {
    const { scene, parts } = this;
    this.clock = null;
    this.shown = '';
    const skip = task.skip ? [svg('text', 'ej-card__skip', { 'x': CARD.width - 12, 'y': 22, 'text-anchor': 'end' }, scene.texts.skipped)] : [];
    if (!run) {
      parts.sub.textContent = scene.fit.fit(task.title || task.template, SUB_FONT, TEXT_WIDTH);
      parts.state.replaceChildren(...skip);
      return;
    }
    this.shown = this.duration(run, Date.now());
    this.clock = svg('text', 'ej-card__clock', { 'x': CARD.width - 12, 'y': 39, 'text-anchor': 'end' }, this.shown);
    const words = scene.texts[stateText(run.state)] + ((run.attempt ?? 1) > 1 ? ` \u00d7${run.attempt}` : '') + (run.note ? ` \u00b7 ${run.note}` : '');
    parts.sub.textContent = '';
    const children: SVGElement[] = [
      svg('rect', 'ej-card__strip', { x: 4, y: 10, width: 3, height: CARD.height - 20, rx: 1.5 }),
      svg('g', 'ej-card__state-icon', { transform: `translate(${TEXT_LEFT} 29) scale(.5)` }, ...iconStrokes(stateIcons[run.state])),
      svg('text', 'ej-card__state-text', { x: TEXT_LEFT + 16, y: 39 }, scene.fit.fit(words, SUB_FONT, TEXT_WIDTH - 16 - this.clockWidth(run))),
      this.clock,
      ...skip,
    ];
    if (isMoving(run.state) && typeof run.progress === 'number') {
      const width = CARD.width - 16;
      children.push(
        svg('rect', 'ej-card__track', { x: 8, y: CARD.height - 4, width, height: 2, rx: 1 }),
        svg('rect', 'ej-card__progress', { x: 8, y: CARD.height - 4, width: width * Math.min(1, Math.max(0, run.progress)), height: 2, rx: 1 }));
    }
    if (run.reason) children.push(svg('title', '', {}, run.reason));
    parts.state.replaceChildren(...children);
  }
}

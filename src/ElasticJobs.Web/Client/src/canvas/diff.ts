import { edgeId, type CanvasDocument, type CanvasEdge, type CanvasTask } from './document';

export interface DocumentDiff {
  addedTasks: CanvasTask[];
  removedTasks: string[];
  movedTasks: CanvasTask[];
  /** Tasks whose card looks different; a task may be both moved and changed. */
  changedTasks: CanvasTask[];
  addedEdges: CanvasEdge[];
  removedEdges: string[];
  changedEdges: CanvasEdge[];
}

const sameProblems = (a: CanvasTask, b: CanvasTask): boolean => {
  const left = a.problems ?? [];
  const right = b.problems ?? [];
  return left.length === right.length && left.every((problem, index) => problem === right[index]);
};

const sameLook = (a: CanvasTask, b: CanvasTask): boolean =>
  a.label === b.label && a.template === b.template && a.title === b.title && a.icon === b.icon && a.color === b.color
  && !!a.skip === !!b.skip && a.kind === b.kind && sameProblems(a, b);

/** What must change on the canvas to get from one document to another; tasks are told apart by id and edges by their two ends. */
export function diff(before: CanvasDocument, after: CanvasDocument): DocumentDiff {
  const result: DocumentDiff = {
    addedTasks: [], removedTasks: [], movedTasks: [], changedTasks: [], addedEdges: [], removedEdges: [], changedEdges: [],
  };

  const oldTasks = new Map(before.tasks.map(task => [task.id, task]));
  const newTasks = new Set(after.tasks.map(task => task.id));
  for (const task of after.tasks) {
    const old = oldTasks.get(task.id);
    if (!old) {
      result.addedTasks.push(task);
      continue;
    }
    if (old.x !== task.x || old.y !== task.y) result.movedTasks.push(task);
    if (!sameLook(old, task)) result.changedTasks.push(task);
  }
  for (const id of oldTasks.keys()) if (!newTasks.has(id)) result.removedTasks.push(id);

  const oldEdges = new Map(before.edges.map(edge => [edgeId(edge.source, edge.target), edge]));
  const newEdges = new Set<string>();
  for (const edge of after.edges) {
    const id = edgeId(edge.source, edge.target);
    if (newEdges.has(id) || !newTasks.has(edge.source) || !newTasks.has(edge.target)) continue;
    newEdges.add(id);
    const old = oldEdges.get(id);
    if (!old) result.addedEdges.push(edge);
    else if (old.when !== edge.when) result.changedEdges.push(edge);
  }
  for (const id of oldEdges.keys()) if (!newEdges.has(id)) result.removedEdges.push(id);
  return result;
}

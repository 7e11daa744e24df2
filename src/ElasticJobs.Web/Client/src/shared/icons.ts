import {
  ArrowDownToLine, Ban, Binary, Blocks, Box, Boxes, Braces, Brain, Bug, ChartNoAxesCombined, Check, ChevronDown, ChevronUp, CircleAlert, CirclePause, Clock, Cloud, CodeXml,
  Container, Copy, Cpu, Database, Download, Eraser, ExternalLink, FastForward, FileText, Flame, Globe, Hourglass, Layers, ListOrdered, Mail, Maximize, Minus, Network, PackageCheck, Play,
  Plus, Rocket, Server, Share2, SkipForward, Sparkles, Square, StepForward, Terminal, TimerOff, Trash2, UserCheck, Workflow, WrapText, X, Zap, type IconNode,
} from 'lucide';

/** Icons by the names that templates use, beside Lucide's own names; 24 × 24, drawn with strokes. */
const byName: Record<string, IconNode> = {
  'alert': CircleAlert, 'approval': UserCheck, 'archive': PackageCheck, 'ban': Ban, 'binary': Binary, 'blocks': Blocks, 'box': Box, 'boxes': Boxes, 'braces': Braces, 'brain': Brain, 'bug': Bug,
  'cached': Zap, 'chart': ChartNoAxesCombined, 'check': Check, 'chevron-down': ChevronDown, 'chevron-up': ChevronUp, 'clock': Clock, 'cloud': Cloud, 'code': CodeXml, 'container': Container, 'copy': Copy, 'cpu': Cpu,
  'database': Database, 'distributed': Network, 'download': Download, 'end': ArrowDownToLine, 'eraser': Eraser, 'fast-forward': FastForward, 'file': FileText, 'fit': Maximize,
  'flame': Flame, 'globe': Globe, 'hourglass': Hourglass, 'http': Globe, 'image': Container, 'layers': Layers, 'list': ListOrdered, 'mail': Mail, 'minus': Minus,
  'mpijob': Share2, 'network': Network, 'open': ExternalLink, 'pause': CirclePause, 'pipeline': Workflow, 'play': Play, 'plus': Plus, 'python': CodeXml, 'pytorchjob': Flame,
  'queue': ListOrdered, 'rayjob': Sparkles, 'resource': Braces, 'rocket': Rocket, 'server': Server, 'shell': Terminal, 'skip': SkipForward, 'sparkapplication': Zap,
  'square': Square, 'step': StepForward, 'terminal': Terminal, 'tfjob': Brain, 'timer-off': TimerOff, 'trash': Trash2, 'user-check': UserCheck, 'volcanojob': Layers, 'workflow': Workflow, 'wrap': WrapText,
  'x': X, 'zap': Zap,
};

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The strokes of an icon as SVG elements. A name may also be path data in a 24 × 24 box; an unknown name gives the box. */
export function iconStrokes(name: string | null | undefined): SVGElement[] {
  const known = name ? byName[name.toLowerCase()] : undefined;
  const node: IconNode = known ?? (name && /^[Mm][\d\s.,-]/.test(name) ? [['path', { d: name }]] : Box);
  return node.map(([tag, attributes]) => {
    const element = document.createElementNS(NAMESPACE, tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && key !== 'key') element.setAttribute(key, String(value));
    return element;
  });
}

export function icon(name: string, size = 16): SVGSVGElement {
  const svg = document.createElementNS(NAMESPACE, 'svg');
  const attributes = {
    'viewBox': '0 0 24 24', 'width': size, 'height': size, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  svg.append(...iconStrokes(name));
  return svg;
}

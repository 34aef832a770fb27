'use strict';

const POLL_MILLIS = 1000;
const CALLS_KEPT = 40;
const ANSWER_CHARS = 4000;

const SVG = 'http://www.w3.org/2000/svg';
const SVG_ELEMENTS = new Set(['svg', 'line', 'rect', 'text', 'title']);

const byId = (id) => document.getElementById(id);

/** Makes an element; attributes are set as given, children may be strings. */
function element(name, attributes = {}, ...children) {
  const made = SVG_ELEMENTS.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

// ---- calls, newest first

const calls = [];
let callsMade = 0;

/** What the changing requests send, by the button's id. */
const BODIES = {
  'update-user': () => ({ name: byId('user-name').value, city: byId('user-city').value }),
  'update-project': () => ({ name: byId('project-name').value }),
  'add-event': () => ({ userId: Number(byId('user-id').value), kind: 'COMMIT', points: 5, minutes: 30 }),
};

async function call(button) {
  const method = button.dataset.method ?? 'GET';
  const path = button.dataset.path
    .replace('{user}', encodeURIComponent(byId('user-id').value))
    .replace('{project}', encodeURIComponent(byId('project-id').value));
  const request = { method, cache: 'no-store' };
  if (button.id in BODIES) {
    request.headers = { 'Content-Type': 'application/json' };
    request.body = JSON.stringify(BODIES[button.id]());
  }
  const started = performance.now();
  try {
    const response = await fetch(path, request);
    const text = await response.text();
    record({
      request: `${method} ${path}`,
      millis: performance.now() - started,
      status: response.status,
      source: response.headers.get('X-Source'),
      queries: Number(response.headers.get('X-Queries')),
    });
    showAnswer(text);
  } catch (error) {
    record({ request: `${method} ${path}`, millis: performance.now() - started, status: 'no answer', source: null });
    showAnswer(String(error));
  }
}

async function callRepeatedly(button) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  const times = button.dataset.method ? 1 : Number(byId('repeat').value);
  for (let i = 0; i < times; i++) {
    await call(button);
  }
  button.removeAttribute('aria-busy');
}

function record(made) {
  callsMade++;
  calls.unshift(made);
  calls.length = Math.min(calls.length, CALLS_KEPT);
  showCalls();
  showChart();
}

function showAnswer(text) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON: shown as it came.
  }
  byId('answer').textContent = shown.length > ANSWER_CHARS ? shown.slice(0, ANSWER_CHARS) + '\n…' : shown;
}

function showCalls() {
  byId('no-calls').hidden = true;
  byId('calls').tBodies[0].replaceChildren(...calls.map((made) => element('tr', {},
    element('td', {}, ...breakable(made.request)),
    element('td', {}, element('span', { class: `badge ${sourceClass(made)}` }, sourceText(made))),
    element('td', { class: 'number' }, millisText(made.millis)),
    element('td', { class: 'number' }, String(made.status)))));
}

/** Lets a narrow window break a path after its slashes. */
const breakable = (path) => path.split(/(?<=\/)/).flatMap((part) => [part, element('wbr')]);

const sourceClass = (made) => made.source ?? 'failed';

function sourceText(made) {
  switch (made.source) {
    case 'cache': return 'cache';
    case 'database': return made.queries === 1 ? 'database' : `database, ${made.queries} queries`;
    default: return 'refused';
  }
}

const millisText = (millis) => (millis < 10 ? millis.toFixed(1) : Math.round(millis)) + ' ms';

// ---- the chart: a bar for each call, oldest left

function showChart() {
  const chart = byId('chart');
  const width = chart.clientWidth;
  const height = chart.clientHeight;
  const left = 56;
  const base = height - 4;
  const top = 14;
  const ceiling = niceCeiling(Math.max(...calls.map((made) => made.millis)));
  const step = (width - left) / CALLS_KEPT;
  const yOf = (millis) => base - (base - top) * millis / ceiling;
  const bars = calls.toReversed().map((made, i) => {
    const y = Math.min(yOf(made.millis), base - 3);
    return element('rect', { class: sourceClass(made), x: left + i * step, y, width: step * 0.72, height: base - y, rx: 1.5 },
      element('title', {}, `${made.request}: ${millisText(made.millis)}, ${sourceText(made)}`));
  });
  const grid = [0, 0.5, 1].flatMap((part) => {
    const y = yOf(part * ceiling);
    return [
      element('line', { x1: left, x2: width, y1: y, y2: y }),
      element('text', { x: left - 8, y: y + 4, 'text-anchor': 'end' }, `${part * ceiling} ms`),
    ];
  });
  chart.replaceChildren(element('svg', { viewBox: `0 0 ${width} ${height}` }, ...grid, ...bars));
  chart.setAttribute('aria-label', chartSummary());
}

/** The next of 10, 20, 50, 100, … so that the scale does not wobble with every call. */
function niceCeiling(millis) {
  const magnitude = 10 ** Math.max(1, Math.floor(Math.log10(millis)));
  return [1, 2, 5, 10].map((factor) => factor * magnitude).find((ceiling) => ceiling >= millis);
}

function chartSummary() {
  const fromCache = calls.filter((made) => made.source === 'cache').length;
  return `Latency of the last ${calls.length} calls: ${fromCache} from the cache, the last took ${millisText(calls[0].millis)}`;
}

// ---- the cache's state

const MODES = {
  REDIS: 'Redis',
  MEMORY: 'Memory',
  INITIALIZING: 'Initializing',
  RECOVERING: 'Recovering',
  OFF: 'Off',
  ABSENT: 'Agent not attached',
  ERROR: 'Error',
};

const STATISTICS = [
  ['hitRate', 'Hit rate', percent],
  ['hits', 'Hits', count],
  ['misses', 'Misses', count],
  ['loads', 'Loads', count],
  ['loadFailures', 'Failed loads', count],
  ['stores', 'Stores', count],
  ['errors', 'Errors', count],
  ['memoryEntries', 'Entries in memory', count],
  ['redisGetP50Micros', 'Redis read, p50', micros],
  ['redisGetP99Micros', 'Redis read, p99', micros],
  ['cachedMethods', 'Cached methods', count],
  ['refusedMethods', 'Refused methods', count],
  ['redisUrl', 'Redis', String],
];

function percent(rate) {
  return (100 * rate).toFixed(1) + ' %';
}

function count(number) {
  return Number(number).toLocaleString('en');
}

function micros(number) {
  return number < 0 ? '–' : (number / 1000).toFixed(2) + ' ms';
}

function showStatus({ mode, statistics }) {
  byId('state').dataset.mode = mode;
  byId('mode').textContent = MODES[mode] ?? mode;
  byId('mode-reason').textContent = statistics.modeReason ?? '';
  byId('mode-since').textContent = sinceText(statistics.modeSince);
  byId('attach').hidden = mode !== 'ABSENT';
  byId('statistics').replaceChildren(...STATISTICS
    .filter(([name]) => name in statistics && statistics[name] !== '')
    .map(([name, label, text]) => element('div', name === 'redisUrl' ? { class: 'long' } : {},
      element('dt', {}, label),
      element('dd', { 'data-name': name }, text(statistics[name])))));
}

/** The time may come as an ISO text or as milliseconds. */
function sinceText(modeSince) {
  const since = new Date(modeSince ?? NaN);
  if (Number.isNaN(since.getTime())) {
    return '';
  }
  const today = since.toDateString() === new Date().toDateString();
  return `since ${today ? since.toLocaleTimeString() : since.toLocaleString()}`;
}

function showMethods(methods) {
  byId('methods').hidden = methods.length === 0;
  byId('no-methods').hidden = methods.length > 0;
  byId('methods').tBodies[0].replaceChildren(...methods.map(({ name, statistics: s }) => element('tr', {},
    element('td', { title: name }, shortName(name)),
    element('td', {}, s.key ?? ''),
    ...[
      ['ttlSeconds', (seconds) => `${seconds} s`],
      ['hits', count],
      ['misses', count],
      ['hitRate', percent],
      ['averageLoadMillis', millisText],
    ].map(([attribute, text]) => element('td', { class: 'number' }, attribute in s ? text(s[attribute]) : '–')))));
}

/** A method's name without any package's. */
const shortName = (name) => name.replace(/\b([a-z]\w*\.)+(?=[A-Z])/g, '');

async function poll() {
  try {
    const response = await fetch('/cache', { cache: 'no-store' });
    const { status, methods } = await response.json();
    showStatus(status);
    showMethods(methods);
  } catch {
    showStatus({ mode: 'ERROR', statistics: { modeReason: 'The service does not answer.' } });
  }
}

/** One request at a time, and none while nobody looks. */
async function pollForEver() {
  for (;;) {
    if (!document.hidden) {
      await poll();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
}

document.querySelectorAll('button[data-path]').forEach((button) =>
  button.addEventListener('click', () => callRepeatedly(button)));
window.addEventListener('resize', () => calls.length > 0 && showChart());
pollForEver();

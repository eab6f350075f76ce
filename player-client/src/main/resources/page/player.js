'use strict';
const $ = id => document.getElementById(id);
const state = { title: null, track: null, media: null, last: 0, ranges: [], closes: 0, shut: null, overlay: 0, stalls: 0, stalledMillis: 0 };

const post = (path, body) => fetch(path, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive: true });
const clock = ms => {
  const s = Math.floor(ms / 1000), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return (h ? h + ':' + String(m).padStart(2, '0') : m) + ':' + String(s % 60).padStart(2, '0');
};
const element = (name, text, parent) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
};

async function load() {
  state.title = await (await fetch('title')).json();
  document.title = state.title.title + ' - Sealswarm player';
  $('title').textContent = state.title.title;
  $('consent').hidden = state.title.peers !== 'ask';
  line(state.title.traffic);
  for (const track of state.title.tracks) {
    const button = element('button', track.label, element('li', undefined, $('tracks')));
    button.type = 'button';
    button.addEventListener('click', () => choose(track, true));
  }
  choose(state.title.tracks.find(t => t.id === state.title.first) || state.title.tracks[0], false);
}

/** Puts a track on the stage; played at once, it begins where it was left, unless it was seen to its end. */
function choose(track, play) {
  report(false);
  state.track = track;
  state.ranges = [];
  state.last = 0;
  const media = element(track.mediaType.startsWith('audio/') ? 'audio' : 'video');
  media.controls = true;
  media.preload = 'none';
  media.dataset.track = track.id;
  for (const text of state.title.texts.filter(t => t.role === 'subtitle')) {
    const sub = element('track', undefined, media);
    sub.kind = 'subtitles';
    sub.src = 'text/' + text.id;
    sub.srclang = text.lang || '';
    sub.label = text.label;
  }
  media.src = 'media/' + track.id;
  wire(media);
  state.media = media;
  $('stage').replaceChildren(media);
  subtitles(media);
  chapters();
  const resume = track.positionMs > 0 && !track.done;
  $('resume').hidden = !resume;
  $('start').hidden = !resume;
  $('play').hidden = resume;
  $('resume').textContent = 'Resume at ' + clock(track.positionMs || 0);
  const next = following();
  $('next').hidden = !next;
  $('next').textContent = next ? 'Next up: ' + next.label : 'Next up';
  if (play) begin(resume ? track.positionMs : 0);
}

function begin(at) {
  const media = state.media;
  const seek = () => { if (at > 0) media.currentTime = at / 1000; };
  if (media.readyState > 0) seek(); else media.addEventListener('loadedmetadata', seek, { once: true });
  media.play().catch(e => { if (e.name !== 'AbortError') $('wait').textContent = 'cannot play: ' + e.message; });
}

/** The element asks again from where it was: its source was closed, or withheld. */
function reopen() {
  const at = state.last, playing = !state.media.paused;
  state.media.src = 'media/' + state.track.id;
  if (playing) begin(at); else state.media.addEventListener('loadedmetadata', () => { state.media.currentTime = at / 1000; }, { once: true });
}

/** Shows the language chosen last, and remembers the one chosen now, by our key or by the element's own menu. */
function subtitles(media) {
  const shown = () => [...media.textTracks].filter(text => text.mode === 'showing');
  let wanted = localStorage.getItem('subtitles') || '';
  const keep = () => { for (const text of media.textTracks) text.mode = wanted && text.language === wanted ? 'showing' : 'disabled'; };
  keep();
  media.textTracks.addEventListener('change', () => {
    // The browser may add one of its own choice to ours; people choose one.
    if (shown().length > 1) return keep();
    wanted = shown().length === 1 ? shown()[0].language : '';
    localStorage.setItem('subtitles', wanted);
  });
}

function nextSubtitles() {
  const texts = [...state.media.textTracks];
  const at = texts.findIndex(t => t.mode === 'showing');
  texts.forEach((text, i) => { text.mode = i === at + 1 ? 'showing' : 'disabled'; });
  tell(texts.length === 0 ? 'no subtitles' : at + 1 < texts.length ? 'subtitles: ' + texts[at + 1].label : 'subtitles off');
}

function tell(text) {
  $('overlay').textContent = text;
  clearTimeout(state.overlay);
  state.overlay = setTimeout(() => { $('overlay').textContent = ''; }, 4000);
}

function wire(media) {
  media.addEventListener('timeupdate', () => {
    const now = Math.floor(media.currentTime * 1000);
    if (!media.paused && !media.seeking && now > state.last && now - state.last < 2000 * Math.max(1, media.playbackRate)) {
      const open = state.ranges[state.ranges.length - 1];
      if (open && open[1] === state.last) open[1] = now; else state.ranges.push([state.last, now]);
    }
    if (media.readyState > 0) state.last = now;
    state.closes = 0;
  });
  // A stall is a play that wants to go on and has nothing to show: neither its beginning nor a seek is one.
  let stalledAt = 0;
  const flows = () => {
    if (stalledAt && media === state.media) {
      state.stalls++;
      state.stalledMillis += Math.min(60000, Math.round(performance.now() - stalledAt));
    }
    stalledAt = 0;
  };
  media.addEventListener('waiting', () => { if (!media.seeking && !media.paused && state.ranges.length > 0) stalledAt = performance.now(); });
  for (const name of ['playing', 'seeking', 'pause', 'emptied']) media.addEventListener(name, flows);
  media.addEventListener('seeking', () => { state.last = Math.floor(media.currentTime * 1000); });
  media.addEventListener('pause', () => report(false));
  media.addEventListener('ended', () => {
    report(true);
    // An album goes on by itself; after a film the button is at hand.
    if (media.localName === 'audio') nextUp(); else if (!$('next').hidden) $('next').focus();
  });
  media.addEventListener('error', () => {
    if (state.shut || media !== state.media || state.closes++ > 10) return;
    setTimeout(reopen, 1000);
  });
  media.addEventListener('volumechange', () => localStorage.setItem('volume', media.volume));
  media.volume = Number(localStorage.getItem('volume') || 1);
  media.playbackRate = Number($('speed').value);
  if ('mediaSession' in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: state.track.label, album: state.title.title });
    navigator.mediaSession.setActionHandler('seekbackward', () => { media.currentTime -= 10; });
    navigator.mediaSession.setActionHandler('seekforward', () => { media.currentTime += 10; });
    navigator.mediaSession.setActionHandler('nexttrack', following() ? nextUp : null);
  }
}

function report(done) {
  if (!state.track || !state.media || (state.ranges.length === 0 && !done)) return;
  const length = state.media.duration * 1000;
  const at = Math.floor(state.media.currentTime * 1000);
  const over = done || (length > 0 && at >= 0.9 * length);
  state.track.positionMs = at;
  state.track.done = over;
  post('position', { track: state.track.id, atMillis: at, done: over, played: state.ranges.splice(0), stalls: Math.min(1000, state.stalls), stalledMillis: Math.min(600000, state.stalledMillis) })
    .catch(() => { /* the player is gone; its last entry has what was reported before */ });
  state.stalls = 0;
  state.stalledMillis = 0;
}

function following() {
  return state.title.tracks[state.title.tracks.indexOf(state.track) + 1];
}

function nextUp() {
  const next = following();
  if (next) choose(next, true);
}

async function chapters() {
  const list = state.title.texts.find(t => t.role === 'text');
  $('chapter-box').hidden = !list;
  $('chapters').replaceChildren();
  if (!list) return;
  const answer = await fetch('text/' + list.id);
  if (!answer.ok) return;
  $('chapters').replaceChildren();
  const cue = /(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3}) -->.*\n([^\n]*)/g;
  for (const m of (await answer.text()).replaceAll('\r', '').matchAll(cue)) {
    const seconds = (Number(m[1] || 0) * 60 + Number(m[2])) * 60 + Number(m[3]);
    const button = element('button', clock(seconds * 1000) + ' ' + m[5], element('li', undefined, $('chapters')));
    button.type = 'button';
    button.addEventListener('click', () => begin(Math.max(1, seconds * 1000)));
  }
}

function show(status) {
  $('wait').textContent = status.wait || '';
  $('lease').textContent = status.lease || '';
  $('lease').className = status.leaseLate ? 'late' : '';
  const was = state.shut;
  state.shut = status.shut || null;
  if (state.shut && !was && state.media) {
    state.media.pause();
    state.media.removeAttribute('src');
    state.media.load();
  } else if (was && !state.shut && state.media) {
    reopen();
  }
  rows($('swarm'), status.swarm || []);
  rows($('totals'), status.traffic.rows);
  if ($('serving').textContent !== status.traffic.serving) $('serving').textContent = status.traffic.serving;
  const canvas = $('map'), pen = canvas.getContext('2d');
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#2f7d4f';
  pen.fillRect(0, 0, canvas.width * (status.held || 0), canvas.height);
  if (status.hex) $('hex').textContent = status.hex;
}

function rows(body, lines) {
  body.replaceChildren();
  for (const [what, now] of lines) {
    const row = element('tr', undefined, body);
    element('th', what, row).scope = 'row';
    element('td', now, row);
  }
}

/** Shows what is set about the line; a limit of less than a KiB/s is shown as one, because 0 means none. */
function line(rules) {
  $('up').value = Math.ceil(rules.uploadLimit / 1024);
  $('down').value = Math.ceil(rules.downloadLimit / 1024);
  for (const box of document.querySelectorAll('[data-restraint]')) box.checked = rules.restraints.includes(box.dataset.restraint);
}

async function apply(event) {
  event.preventDefault();
  const answer = await post('traffic', {
    uploadLimit: Number($('up').value) * 1024,
    downloadLimit: Number($('down').value) * 1024,
    restraints: [...document.querySelectorAll('[data-restraint]:checked')].map(box => box.dataset.restraint)
  });
  tell(answer.ok ? 'limits are in force' : 'these limits were refused');
}

async function consent(peers) {
  const answer = await post('consent', { peers });
  if (!answer.ok) {
    tell('peers cannot be used now: is their port in use?');
    return;
  }
  state.title.peers = peers;
  $('consent').hidden = true;
  ($('play').hidden ? $('resume') : $('play')).focus();
}

function key(event) {
  const media = state.media;
  if (!media || event.ctrlKey || event.metaKey || event.altKey) return;
  if (['INPUT', 'SELECT', 'TEXTAREA', 'BUTTON', 'VIDEO', 'AUDIO', 'SUMMARY'].includes(event.target.tagName) && event.key === ' ') return;
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName)) return;
  const speeds = [...$('speed').options].map(o => Number(o.value));
  const speed = step => {
    const to = speeds[Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(media.playbackRate) + step))] || 1;
    media.playbackRate = to;
    $('speed').value = String(to);
    tell('speed ' + to);
  };
  const actions = {
    k: () => media.paused ? media.play() : media.pause(),
    ' ': () => media.paused ? media.play() : media.pause(),
    j: () => { media.currentTime -= 10; }, l: () => { media.currentTime += 10; },
    ArrowLeft: () => { media.currentTime -= 5; }, ArrowRight: () => { media.currentTime += 5; },
    ArrowUp: () => { media.volume = Math.min(1, media.volume + 0.1); },
    ArrowDown: () => { media.volume = Math.max(0, media.volume - 0.1); },
    m: () => { media.muted = !media.muted; },
    c: nextSubtitles,
    f: () => document.fullscreenElement ? document.exitFullscreen() : media.requestFullscreen(),
    n: nextUp,
    '?': () => { $('keys').open = !$('keys').open; },
    ',': () => { media.currentTime -= 1 / 25; }, '.': () => { media.currentTime += 1 / 25; },
    '<': () => speed(-1), '>': () => speed(1)
  };
  if (/^[0-9]$/.test(event.key) && media.duration) actions[event.key] = () => { media.currentTime = media.duration * Number(event.key) / 10; };
  if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
}

$('play').addEventListener('click', () => begin(0));
$('start').addEventListener('click', () => { if (state.media.readyState > 0) state.media.currentTime = 0; begin(0); });
$('resume').addEventListener('click', () => begin(state.track.positionMs));
$('next').addEventListener('click', nextUp);
$('change').addEventListener('click', () => { $('consent').hidden = false; $('consent').querySelector('button').focus(); });
$('line').addEventListener('submit', apply);
$('speed').addEventListener('change', () => { if (state.media) state.media.playbackRate = Number($('speed').value); });
for (const button of document.querySelectorAll('[data-peers]')) button.addEventListener('click', () => consent(button.dataset.peers));
document.addEventListener('keydown', key);
document.addEventListener('visibilitychange', () => { if (document.hidden) report(false); });
addEventListener('pagehide', () => report(false));
setInterval(() => report(false), 10000);
const events = new EventSource('events');
events.onmessage = message => show(JSON.parse(message.data));
addEventListener('pagehide', () => events.close());
load().catch(e => { $('wait').textContent = 'the player does not answer: ' + e.message; });

/** How the page looks, from 320 px on, in light and dark, and in forced colours. */
export const STYLE = `
:root { --ink: #1f2328; --soft: #57606a; --page: #ffffff; --line: #8c959f; --act: #3d5a80; --on-act: #ffffff; --bad: #b3261e; --good: #1a6334; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #a9b4c0; --page: #16191d; --line: #7d8794; --act: #9dbde3; --on-act: #10161d; --bad: #ffb4ab; --good: #8fd6a5; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
.sandbox { margin: 0; padding: 0.4rem 0.75rem; border: 2px dashed var(--line); }
fieldset { margin: 1rem 0; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 4px; }
legend, label[for="file"] { font-weight: 600; }
.choice { display: flex; gap: 0.6rem; align-items: center; min-height: 2.75rem; }
.choice input { flex: none; width: 1.25rem; height: 1.25rem; accent-color: var(--act); }
small, .hint { display: block; color: var(--soft); font-size: 0.9rem; }
input[type="file"] { display: block; width: 100%; margin: 0.4rem 0; padding: 0.6rem; border: 1px solid var(--line); border-radius: 4px; background: var(--page); color: var(--ink); font: inherit; }
button { min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 1px solid transparent; border-radius: 4px; background: var(--act); color: var(--on-act); font: inherit; font-weight: 600; cursor: pointer; }
button[aria-disabled="true"] { opacity: 0.6; cursor: default; }
progress { width: 100%; height: 1rem; accent-color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
#status { font-weight: 600; min-height: 1.5rem; }
#status:focus { outline: none; }
#status[data-kind="bad"] { color: var(--bad); }
#status[data-kind="good"] { color: var(--good); }
`;

/** What the page does. XMLHttpRequest, because fetch does not say how much has been sent. */
export const SCRIPT = `'use strict';
const MOST = 50 * 1024 * 1024;
const $ = (id) => document.getElementById(id);
let busy = false;

function say(text, kind) {
  const status = $('status');
  status.dataset.kind = kind;
  status.textContent = text;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + ' KB' : (bytes / 1024 / 1024).toFixed(1) + ' MB';
}

function work(on) {
  busy = on;
  $('send').setAttribute('aria-disabled', String(on));
  $('bar').hidden = !on;
}

$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  if (busy) return;
  const file = $('file').files[0];
  if (file === undefined) {
    say('Error: choose a file first.', 'bad');
    return $('file').focus();
  }
  if (file.size > MOST) return say('Error: the file has ' + size(file.size) + '. Regroup reads 50 MB at most.', 'bad');
  send(file, document.querySelector('input[name="person"]:checked'));
});

function send(file, person) {
  const request = new XMLHttpRequest();
  const where = new URLSearchParams({ person: person.value, name: file.name });
  let told = -1;
  request.open('POST', '/files?' + where);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    const percent = total === 0 ? 100 : Math.floor((100 * loaded) / total);
    $('bar').value = percent;
    // A screen reader need not hear every percent.
    const tens = Math.floor(percent / 25) * 25;
    if (tens > told) say('Sending ' + size(file.size) + ': ' + (told = tens) + ' %', '');
  });
  request.addEventListener('load', () => done(request));
  request.addEventListener('error', () => { work(false); say('Error: the sandbox does not answer. Is the demo still running?', 'bad'); });
  work(true);
  say('Sending ' + size(file.size) + ' …', '');
  request.send(file);
}

function done(request) {
  work(false);
  $('bar').value = 0;
  const sent = request.status === 202;
  say((sent ? '' : 'Error: ') + request.responseText, sent ? 'good' : 'bad');
  if (sent) $('file').value = '';
}
`;

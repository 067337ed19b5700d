/** Somebody whom a visitor of the sandbox can be. */
export type Sender = { readonly id: string; readonly name: string; readonly role: string };

/** The page that stands in for the paperclip of Teams. All it loads is its own script and style. */
export function attachPage(senders: readonly Sender[]): string {
  const choices = senders.map(
    ({ id, name, role }, index) =>
      `<label class="choice"><input type="radio" name="person" value="${escaped(id)}"${index === 0 ? ' checked' : ''}>` +
      ` <span>${escaped(name)}<small>${escaped(role)}</small></span></label>`,
  );
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Attach a file. Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/attach.css">
<main>
<p class="sandbox"><strong>Sandbox.</strong> Practice data.</p>
<h1>Send a WhatsApp export to Regroup</h1>
<p>This page stands in for the paperclip in Teams. It sends a file to the bot as the person you choose.
Use an invented export. The file stays on this machine, in memory, until Regroup has fetched it.</p>
<form id="form" novalidate>
<fieldset><legend>Who are you?</legend>
${choices.join('\n')}
</fieldset>
<p><label for="file">WhatsApp export (.txt or .zip, 50 MB at most)</label>
<input type="file" id="file" accept=".txt,.zip,.json,text/plain,application/zip,application/json" aria-describedby="hint">
<span id="hint" class="hint">In WhatsApp: open the group, More, Export chat.</span></p>
<p><button type="submit" id="send">Send to Regroup</button></p>
<p><progress id="bar" max="100" value="0" aria-label="Upload" hidden></progress></p>
</form>
<p id="status" role="status" aria-live="polite" tabindex="-1"></p>
<noscript><p>This page needs JavaScript to send a file.</p></noscript>
</main>
<script src="/attach.js"></script>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

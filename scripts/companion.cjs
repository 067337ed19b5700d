// Loaded with --require into every process that the demo starts.
const net = require('node:net');
const { isMainThread } = require('node:worker_threads');

// The local Teams client listens on every network of the machine. Whatever runs for the demo is for this machine only.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object' && 'port' in first)
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  if (!/^\d+$/.test(String(first))) return listen.call(this, first, ...rest);
  return listen.call(this, first, '127.0.0.1', ...(typeof rest[0] === 'string' ? rest.slice(1) : rest));
};

// The other end of standard input is held by the demo: it closes when the demo has ended, however that came about.
// A thread, such as the one that compiles TypeScript, has an input of its own, which says nothing.
if (isMainThread) {
  process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.resume();
  process.stdin.unref?.();
}

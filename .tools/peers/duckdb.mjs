// Compares `bellwether score` with DuckDB: the same CSV in, the same scorecard, CSV
// out, on as many threads. `make bench-peers` starts it:
//
//   node duckdb.mjs BELLWETHER SCORECARD NODE-MODULES-FOLDER ACCOUNTS
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';

const [bellwether, scorecard, modules, count] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.resolve(modules, 'package.json'))('@duckdb/node-api');
const accounts = Number(count);
const rounds = 5;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-peers-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const signals = path.join(folder, 'accounts.csv');
const scores = { bellwether: path.join(folder, 'bellwether.csv'), duckdb: path.join(folder, 'duckdb.csv') };

writeSignals();
console.log(`${accounts} accounts in ${(statSync(signals).size / 1e6).toFixed(0)} MB of CSV, the best of ${rounds} rounds`);
for (const threads of new Set([availableParallelism(), 1])) {
  const best = { bellwether: Infinity, duckdb: Infinity };
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const sql = readFileSync(new URL('scorecard.sql', import.meta.url), 'utf8')
    .replaceAll('$signals', () => signals).replaceAll('$scores', () => scores.duckdb);
  for (let round = 0; round < rounds; round++) { // in turns, so that a busy machine is one for both
    best.bellwether = Math.min(best.bellwether, await seconds(() => score(threads)));
    best.duckdb = Math.min(best.duckdb, await seconds(() => connection.run(sql)));
  }
  compareScores();
  const each = (s) => `${(s / accounts * 1e9).toFixed(0)} ns/account`;
  console.log(`${threads} thread(s): bellwether ${each(best.bellwether)}, DuckDB ${each(best.duckdb)}: ` +
    `DuckDB takes ${(best.duckdb / best.bellwether).toFixed(2)} times as long; all scores agree`);
}

async function seconds(run) {
  const start = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

// score runs the whole program, start included; DuckDB is loaded already.
function score(threads) {
  const out = openSync(scores.bellwether, 'w');
  execFileSync(bellwether, ['score', '--rules', scorecard, '--signals', signals, '--as-of', '2026-11-01', '--format', 'csv'],
    { stdio: ['ignore', out, 'ignore'], env: { ...process.env, GOMAXPROCS: String(threads) } });
  closeSync(out);
}

// compareScores wants the same cells in the same order; a number may be spelled
// otherwise.
function compareScores() {
  const [ours, theirs] = [scores.bellwether, scores.duckdb].map((file) => readFileSync(file, 'utf8').split('\n'));
  if (ours.length !== theirs.length) fail(`${ours.length} lines, DuckDB ${theirs.length}`);
  ours.forEach((line, i) => {
    if (line === theirs[i]) return;
    const [a, b] = [line.split(','), theirs[i].split(',')];
    const same = a.length === b.length && a.every((cell, c) => cell === b[c] || (cell !== '' && b[c] !== '' && Number(cell) === Number(b[c])));
    if (!same) fail(`line ${i + 1} is ${line}, DuckDB says ${theirs[i]}`);
  });
}

function fail(message) {
  console.error(`The scores differ: ${message}`);
  process.exit(1);
}

function writeSignals() {
  let state = 1;
  const below = (n) => { // a small generator, so that every run has the same accounts
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * n);
  };
  const file = openSync(signals, 'w');
  let text = 'account_id,name,size,region,features_configured,features_total,actions,active_users,nps,pulse,open_p1,note\n';
  for (let i = 0; i < accounts; i++) {
    const total = below(21);
    const nps = below(100) < 15 ? '' : below(101);
    const pulse = below(100) < 10 ? '' : 1 + below(10);
    text += `A${String(i).padStart(7, '0')},Company ${i},${['smb', 'mid', 'enterprise'][below(3)]},emea,${below(total + 1)},${total},` +
      `${below(2000)},${below(200)},${nps},${pulse},${Math.max(0, below(8) - 5)},a note\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}

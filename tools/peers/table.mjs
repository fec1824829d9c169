// Reads PREFIX.PROGRAM.ROUND.result of all programs and prints one line each. Usage: table.mjs PREFIX ROUNDS PROGRAM…
import {readFileSync} from 'node:fs';

const [prefix, rounds, ...programs] = process.argv.slice(2);
const median = (v) => v.sort((a, b) => a - b)[Math.floor(v.length / 2)];

/// Median and least milliseconds over all rounds: ours reports them per run, the others list every frame.
function cost(program) {
  const medians = [], least = [];
  let device = '';
  for (let round = 1; round <= Number(rounds); ++round) {
    const run = JSON.parse(readFileSync(`${prefix}.${program}.${round}.result`, 'utf8'));
    medians.push(run.ms ? median(run.ms) : run.wall_ms_median);
    least.push(run.ms ? Math.min(...run.ms) : run.wall_ms_min);
    device = run.device;
  }
  return {median: median(medians), least: Math.min(...least), device};
}

const ours = {shadows: cost('ours'), plain: cost('ours-simple')};
console.log('program        median ms   least ms   against ours   device');
for (const program of programs) {
  const c = cost(program), base = program === 'ours' || program === 'three' ? ours.shadows : ours.plain;
  console.log(`${program.padEnd(14)}${c.median.toFixed(1).padStart(10)}${c.least.toFixed(1).padStart(11)}` +
              `${(c.median / base.median).toFixed(2).padStart(13)} x   ${c.device}`);
}
console.log('ours and three.js cast shadows; the others are compared with ours-simple, which casts none and shades as they do:\nlit surfaces under one sun (quality plain). ours-plain casts none and shades in full.');

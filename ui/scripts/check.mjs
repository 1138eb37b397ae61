// Every static check of the UI, in the order in which a failure is cheapest to read.
import { spawnSync } from 'node:child_process';

const steps = [
  ['GraphQL documents', 'node', ['scripts/codegen.mjs', '--check']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings', 'src']],
  ['texts', 'node', ['scripts/check-i18n.mjs']],
  ['tokens', 'node', ['scripts/check-tokens.mjs']],
];
let failed = 0;
for (const [name, command, args] of steps) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    failed += 1;
    console.error(`check: ${name} failed`);
  }
}
console.log(failed === 0 ? 'check: all good' : `check: ${failed} of ${steps.length} failed`);
process.exit(failed === 0 ? 0 : 1);

import type { RunEvent } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { EventLog, RUNNING_EVENT } from './event-log.js';

function newLog(): EventLog {
  const source = { nodeId: () => 'loud', startOf: () => 0, outputsOf: () => ({}), warn: () => undefined };
  return new EventLog(source, 0);
}

async function late(log: EventLog): Promise<RunEvent[]> {
  log.close();
  const events: RunEvent[] = [];
  for await (const event of log.read()) events.push(event);
  return events;
}

describe('the events of a run that are kept', () => {
  it('are a bounded number of log lines, with a line that counts the others; listeners get every one', async () => {
    const log = newLog();
    let heard = 0;
    log.subscribe(({ type }) => {
      if (type === 'node-log') heard++;
    });
    log.state(0, RUNNING_EVENT, 0);
    const lines = 100_000;
    for (let line = 0; line < lines; line++) {
      const text = `line ${line}`;
      log.append({ seq: log.nextSeq, at: line, type: 'node-log', node: 'loud', level: 'info', text });
    }
    expect(heard).toBe(lines);
    const [first, counted, ...kept] = await late(log);
    expect(first).toMatchObject({ seq: 1, type: 'node-state', state: 'running' });
    expect(kept.length).toBeLessThanOrEqual(20_000);
    const left = lines - kept.length;
    expect(counted).toMatchObject({
      level: 'warn',
      text: expect.stringContaining(`${left} lines were left out`),
    });
    expect(kept[0]).toMatchObject({ text: `line ${left}`, seq: left + 2 });
    expect(kept.at(-1)).toMatchObject({ text: `line ${lines - 1}`, seq: lines + 1 });
  });

  it('are bounded in characters too', async () => {
    const log = newLog();
    for (let line = 0; line < 3000; line++) {
      const text = 'x'.repeat(16_000);
      log.append({ seq: log.nextSeq, at: line, type: 'node-log', node: 'loud', level: 'info', text });
    }
    expect((await late(log)).length).toBeLessThanOrEqual(1001);
  });
});

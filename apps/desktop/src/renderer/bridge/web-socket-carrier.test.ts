import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebSocketCarrier } from './web-socket-carrier';

/** The part of a WebSocket that the carrier uses, driven by the test. */
class FakeSocket {
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onclose: (() => void) | undefined;

  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  lose(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  receive(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const sockets: FakeSocket[] = [];
  const states: string[] = [];
  const carrier = createWebSocketCarrier(
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    (state) => states.push(state),
  );
  const socket = (index: number): FakeSocket => {
    const found = sockets[index];
    if (found === undefined) throw new Error(`There is no socket ${index}`);
    return found;
  };
  return { carrier, socket, sockets, states };
}

describe('WebSocket carrier', () => {
  it('sends what was asked before the socket opened, and answers by id', async () => {
    const { carrier, socket } = setUp();
    const first = carrier.request({ id: 1, method: 'a', input: {} });
    const second = carrier.request({ id: 2, method: 'b', input: {} });
    socket(0).open();
    expect(socket(0).sent.map((text) => (JSON.parse(text) as { id: number }).id)).toEqual([1, 2]);
    socket(0).receive({ id: 2, ok: true, output: 'two' });
    socket(0).receive({ id: 1, ok: true, output: 'one' });
    expect(await first).toMatchObject({ output: 'one' });
    expect(await second).toMatchObject({ output: 'two' });
  });

  it('gives notices to every listener until it leaves', () => {
    const { carrier, socket } = setUp();
    const seen: unknown[] = [];
    const leave = carrier.onNotice((notice) => seen.push(notice));
    socket(0).open();
    socket(0).receive({ event: 'run.events', data: 1 });
    leave();
    socket(0).receive({ event: 'run.events', data: 2 });
    expect(seen).toEqual([{ event: 'run.events', data: 1 }]);
  });

  it('opens again when the connection breaks: requests under way fail, later ones wait', async () => {
    const { carrier, socket, sockets, states } = setUp();
    socket(0).open();
    const underWay = carrier.request({ id: 1, method: 'a', input: {} });
    socket(0).lose();
    await expect(underWay).rejects.toMatchObject({ data: { code: 'bridge-lost' } });
    const later = carrier.request({ id: 2, method: 'b', input: {} });
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(300);
    expect(sockets).toHaveLength(2);
    socket(1).open();
    socket(1).receive({ id: 2, ok: true, output: 'b' });
    expect(await later).toMatchObject({ output: 'b' });
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('waits longer each time, up to five seconds', () => {
    const { socket, sockets } = setUp();
    for (const [index, wait] of [300, 600, 1200, 2400, 4800, 5000, 5000].entries()) {
      socket(index).lose();
      vi.advanceTimersByTime(wait - 1);
      expect(sockets).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(index + 2);
    }
  });

  it('does not open again once it was closed', () => {
    const { carrier, socket, sockets } = setUp();
    socket(0).open();
    carrier.close();
    socket(0).lose();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});

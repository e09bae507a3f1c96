import type { OpenNode } from '@atomiton/contracts';

export const open: OpenNode = ({ start }) => {
  let total = Number(start);
  return {
    call: () => ({ total: { kind: 'json', json: ++total } }),
    snapshot: () => new TextEncoder().encode(String(total)),
    restore: (state) => {
      total = Number(new TextDecoder().decode(state));
    },
  };
};

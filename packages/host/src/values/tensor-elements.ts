import type { TensorDtype } from '@atomiton/contracts';
import { TENSOR_ELEMENT_BYTES } from '@atomiton/contracts';
import { halfToNumber } from './half-float.js';

/** Elements of a tensor by their place in memory, row by row. */
export interface TensorElements {
  count: number;
  /** The nearest number. */
  number(index: number): number;
  /** Exact, as it is printed. */
  text(index: number): string;
}

export function tensorElements(bytes: Uint8Array, dtype: TensorDtype): TensorElements {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = TENSOR_ELEMENT_BYTES[dtype];
  const count = Math.floor(bytes.byteLength / width);
  const plain = (number: (index: number) => number): TensorElements => ({
    count,
    number,
    text: (index) => String(number(index)),
  });
  switch (dtype) {
    case 'bool':
      return {
        count,
        number: (index) => (view.getUint8(index) === 0 ? 0 : 1),
        text: (index) => (view.getUint8(index) === 0 ? 'false' : 'true'),
      };
    case 'int8':
      return plain((index) => view.getInt8(index));
    case 'uint8':
      return plain((index) => view.getUint8(index));
    case 'int16':
      return plain((index) => view.getInt16(index * 2, true));
    case 'uint16':
      return plain((index) => view.getUint16(index * 2, true));
    case 'int32':
      return plain((index) => view.getInt32(index * 4, true));
    case 'uint32':
      return plain((index) => view.getUint32(index * 4, true));
    case 'int64':
      return {
        count,
        number: (index) => Number(view.getBigInt64(index * 8, true)),
        text: (index) => String(view.getBigInt64(index * 8, true)),
      };
    case 'uint64':
      return {
        count,
        number: (index) => Number(view.getBigUint64(index * 8, true)),
        text: (index) => String(view.getBigUint64(index * 8, true)),
      };
    case 'float16':
      return plain((index) => halfToNumber(view.getUint16(index * 2, true)));
    case 'float32':
      return plain((index) => view.getFloat32(index * 4, true));
    case 'float64':
      return plain((index) => view.getFloat64(index * 8, true));
  }
}

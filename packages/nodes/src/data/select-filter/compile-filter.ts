import { AtomitonError, celSyntaxProblem, placeInText } from '@atomiton/contracts';
import { parse } from '@bufbuild/cel';
import type { Constant, Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import type { Data, Schema } from 'apache-arrow';
import { arithmeticOperators, calculate, negate } from './arithmetic.js';
import { type ColumnReader, columnReader } from './column-reader.js';
import { compare, comparisonOperators } from './comparison.js';
import { applyFunction, isMember } from './filter-functions.js';
import { FilterProblem } from './filter-problem.js';
import {
  asFloat,
  floatConstant,
  isNumber,
  isWhole,
  type ReadTruth,
  type Truth,
  type Typed,
  textConstant,
  truth,
  truthConstant,
  typeName,
  wholeConstant,
} from './typed-expression.js';

const AVAILABLE =
  'Available: comparisons, && || !, ?:, + - * / %, in [..], size, contains, startsWith, endsWith, matches, int, double, timestamp.';
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** A filter over the columns of one table: bind a batch, then ask row by row. */
export interface Filter {
  bind(children: readonly Data[]): void;
  accepts: ReadTruth;
}

function unsupported(what: string): FilterProblem {
  return new FilterProblem(
    'filter-unsupported',
    `${what} is not available in a filter over columns`,
    AVAILABLE,
  );
}

class Compiler {
  /** The columns that the filter reads, by their place in the table. */
  readonly readers = new Map<number, ColumnReader>();

  constructor(private readonly schema: Schema) {}

  truth(expression: Expr | undefined): Truth {
    const typed = this.typed(expression);
    return asTruth(typed, expression);
  }

  typed(expression: Expr | undefined): Typed {
    try {
      return this.convert(expression);
    } catch (thrown) {
      if (thrown instanceof FilterProblem) thrown.at ??= expression?.id;
      throw thrown;
    }
  }

  private convert(expression: Expr | undefined): Typed {
    const kind = expression?.exprKind;
    switch (kind?.case) {
      case 'constExpr':
        return literal(kind.value);
      case 'identExpr':
        return this.column(kind.value.name);
      case 'selectExpr': {
        const { operand, field, testOnly } = kind.value;
        const of = operand?.exprKind;
        if (of?.case === 'identExpr' && of.value.name === 'row' && !testOnly) return this.column(field);
        throw unsupported(testOnly ? 'The macro has' : `The field access .${field}`);
      }
      case 'listExpr':
        return { type: 'list', items: kind.value.elements.map((element) => this.typed(element)) };
      case 'callExpr':
        return this.call(kind.value);
      case 'comprehensionExpr':
        throw unsupported('A macro such as exists, all, map or filter');
      case 'structExpr':
        throw unsupported('A map');
      default:
        throw unsupported('An empty expression');
    }
  }

  private column(name: string): Typed {
    const place = this.schema.fields.findIndex((field) => field.name === name);
    const field = this.schema.fields[place];
    if (field === undefined) {
      const names = this.schema.fields.map((known) => `"${known.name}"`);
      const shown =
        names.length > 20
          ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`
          : names.join(', ');
      throw new FilterProblem(
        'unknown-column',
        `"${name}" is no column; the table has ${shown || 'none'}`,
        'Names are case-sensitive; write row["any name"] for a name with spaces, and text in quotes.',
      );
    }
    const reader = this.readers.get(place) ?? columnReader(field);
    if (reader === undefined) throw unsupported(`Column "${name}" of type ${String(field.type)}`);
    this.readers.set(place, reader);
    return reader.typed;
  }

  private call(call: Expr_Call): Typed {
    const [first, second, third] = call.args;
    const comparison = comparisonOperators.get(call.function);
    if (comparison !== undefined) return compare(comparison, this.typed(first), this.typed(second));
    const arithmetic = arithmeticOperators.get(call.function);
    if (arithmetic !== undefined) return calculate(arithmetic, this.typed(first), this.typed(second));
    switch (call.function) {
      case '_&&_': {
        const left = this.truth(first).read;
        const right = this.truth(second).read;
        return truth((row) => left(row) && right(row));
      }
      case '_||_': {
        const left = this.truth(first).read;
        const right = this.truth(second).read;
        return truth((row) => left(row) || right(row));
      }
      case '!_': {
        const inner = this.truth(first).read;
        return truth((row) => !inner(row));
      }
      case '-_':
        return negate(this.typed(first));
      case '_?_:_':
        return this.conditional(first, second, third);
      case '@in':
        return isMember(this.typed(first), this.typed(second));
      case '_[_]': {
        const of = first?.exprKind;
        const key = second?.exprKind;
        const name = key?.case === 'constExpr' ? key.value.constantKind : undefined;
        if (of?.case === 'identExpr' && of.value.name === 'row' && name?.case === 'stringValue') {
          return this.column(name.value);
        }
        throw unsupported('An index other than row["column"]');
      }
      default: {
        const subject = call.target === undefined ? [] : [this.typed(call.target)];
        const given = [...subject, ...call.args.map((argument) => this.typed(argument))];
        const result = applyFunction(call.function, given);
        if (result === undefined) throw unsupported(`The function ${call.function}`);
        return result;
      }
    }
  }

  private conditional(condition: Expr | undefined, yes: Expr | undefined, no: Expr | undefined): Typed {
    const test = this.truth(condition).read;
    const left = this.typed(yes);
    const right = this.typed(no);
    if (left.type === 'string' && right.type === 'string') {
      return { type: 'string', read: (row) => (test(row) ? left.read(row) : right.read(row)) };
    }
    if (isWhole(left) && isWhole(right) && left.type === right.type) {
      return { type: left.type, read: (row) => (test(row) ? left.read(row) : right.read(row)) };
    }
    if (isNumber(left) && isNumber(right)) {
      const one = asFloat(left).read;
      const other = asFloat(right).read;
      return { type: 'float64', read: (row) => (test(row) ? one(row) : other(row)) };
    }
    const bothTrue = [left, right].every((side) => side.type === 'truth' || side.type === 'bool');
    if (!bothTrue) {
      throw new FilterProblem(
        'filter-type',
        `the two results of ?: are ${typeName(left)} and ${typeName(right)}; one type was expected`,
      );
    }
    const one = asTruth(left, yes).read;
    const other = asTruth(right, no).read;
    return truth((row) => (test(row) ? one(row) : other(row)));
  }
}

function asTruth(typed: Typed, expression: Expr | undefined): Truth {
  if (typed.type === 'truth') return typed;
  if (typed.type === 'bool') {
    const { read } = typed;
    return truth((row) => read(row) === 1n);
  }
  const problem = new FilterProblem(
    'filter-type',
    `a ${typeName(typed)} stands where true or false is needed`,
  );
  problem.at = expression?.id;
  throw problem;
}

function literal(constant: Constant): Typed {
  const { constantKind: kind } = constant;
  switch (kind.case) {
    case 'boolValue':
      return truthConstant(kind.value);
    case 'int64Value':
    case 'uint64Value':
      if (kind.value > INT64_MAX || kind.value < INT64_MIN) {
        throw new FilterProblem('filter-type', `${kind.value} does not fit an int64`);
      }
      return wholeConstant(kind.value);
    case 'doubleValue':
      return floatConstant(kind.value);
    case 'stringValue':
      return textConstant(kind.value);
    case 'nullValue':
      return { type: 'null' };
    default:
      throw unsupported('A bytes literal');
  }
}

/** The sentence that every evaluator gives: where the filter is wrong, and why. */
function wrongAt(source: string, offset: number, why: string): string {
  return `The filter is wrong at ${placeInText(source, offset)}: ${why}.`;
}

function refuse(code: string, message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code, message, hint, port: 'filter' });
}

function parseSource(source: string): ReturnType<typeof parse> {
  try {
    return parse(source);
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      throw refuse('filter-syntax', 'The filter is nested too deeply.', 'Write it with fewer parentheses.');
    }
    const { location } = thrown as { location?: { start: { offset: number } } };
    const offset = location?.start.offset ?? 0;
    const problem = celSyntaxProblem(source) ?? { offset, message: 'it cannot be read from here on' };
    throw refuse(
      'filter-syntax',
      wrongAt(source, problem.offset, problem.message),
      'Write it like: price > 0 && city == "Oslo"',
    );
  }
}

/**
 * Compiles CEL text for the columns of a table. Parsing is the library's; the meaning is that of a filter over typed
 * columns, shared with the Large CSV processor and fixed by `vectors/cel-filter.json`:
 *
 * 1. Number literals take the column's type; int64 and float64 may be mixed, the result is float64.
 * 2. `==` and `!=` are total: null equals null only, so `city != "Oslo"` is true where city is missing.
 * 3. `<`, `<=`, `>`, `>=` with null are false.
 * 4. Arithmetic with null is null; so are int64 overflow and int64 division by zero.
 * 5. `contains`, `startsWith`, `endsWith`, `matches` and `in` of null are false, `size(null)` is null.
 * 6. A bool column's null counts as false in `&&`, `||`, `!` and as the condition of `?:`.
 * 7. NaN follows IEEE 754: every comparison with it is false, except `!=`, which is true.
 * 8. A row passes when the whole expression is true.
 *
 * @throws AtomitonError `filter-syntax`, `filter-type`, `filter-unsupported`, `filter-pattern` or `unknown-column`,
 * each with line and column.
 */
export function compileFilter(source: string, schema: Schema): Filter {
  const { expr, sourceInfo } = parseSource(source);
  const compiler = new Compiler(schema);
  try {
    const { read } = compiler.truth(expr);
    return {
      accepts: read,
      bind: (children) => {
        for (const [index, reader] of compiler.readers) reader.bind(children[index] as Data);
      },
    };
  } catch (thrown) {
    if (!(thrown instanceof FilterProblem)) throw thrown;
    const offset = thrown.at === undefined ? 0 : (sourceInfo?.positions[String(thrown.at)] ?? 0);
    throw refuse(thrown.code, wrongAt(source, offset, thrown.message), thrown.hint);
  }
}

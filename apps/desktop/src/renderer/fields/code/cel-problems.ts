import { celSyntaxProblem } from '@atomiton/contracts';
import { parse } from '@bufbuild/cel';
import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { messages } from '../../messages';
import type { Column } from '../words';
import { CEL_FUNCTIONS } from './cel-functions';
import type { CodeProblem } from './code-problem';

const IN_COLUMNS: ReadonlySet<string> = new Set(
  CEL_FUNCTIONS.filter((known) => known.inColumns).map((known) => known.name),
);
/** Operators are functions too, with names such as `_&&_` and `@in`. */
const OPERATOR = /^[^A-Za-z]|^_/;

function children(expression: Expr): (Expr | undefined)[] {
  const kind = expression.exprKind;
  switch (kind.case) {
    case 'callExpr':
      return [kind.value.target, ...kind.value.args];
    case 'listExpr':
      return kind.value.elements;
    case 'selectExpr':
      return [kind.value.operand];
    default:
      return [];
  }
}

/** The column that an expression names, as `x`, `row.x` or `row["any name"]`. */
function columnNamed(expression: Expr): string | undefined {
  const kind = expression.exprKind;
  const isRow = (of: Expr | undefined): boolean =>
    of?.exprKind.case === 'identExpr' && of.exprKind.value.name === 'row';
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case === 'selectExpr' && isRow(kind.value.operand)) return kind.value.field;
  if (kind.case !== 'callExpr' || kind.value.function !== '_[_]' || !isRow(kind.value.args[0]))
    return undefined;
  const key = kind.value.args[1]?.exprKind;
  return key?.case === 'constExpr' && key.value.constantKind.case === 'stringValue'
    ? key.value.constantKind.value
    : undefined;
}

/** Problems of an expression that can be read: names that are no column, calls that a filter over columns has not. */
function meaningProblems(
  source: string,
  root: Expr | undefined,
  positions: Readonly<Record<string, number>>,
  columns: readonly Column[] | undefined,
): CodeProblem[] {
  const known = columns === undefined ? undefined : new Set(columns.map((column) => column.name));
  const found: CodeProblem[] = [];
  const open = root === undefined ? [] : [root];
  for (let expression = open.pop(); expression !== undefined; expression = open.pop()) {
    const offset = positions[String(expression.id)] ?? 0;
    const kind = expression.exprKind;
    const column = columnNamed(expression);
    if (column !== undefined) {
      if (known?.has(column) === false) {
        const length = /^[A-Za-z0-9_]+/.exec(source.slice(offset))?.[0].length ?? 1;
        found.push({
          offset,
          length,
          message: messages.fields.unknownColumn(column, [...known]),
          severity: 'warning',
        });
      }
      continue;
    }
    if (kind.case === 'comprehensionExpr') {
      found.push({ offset, length: 1, message: messages.fields.noMacro, severity: 'error' });
      continue;
    }
    if (
      kind.case === 'callExpr' &&
      !OPERATOR.test(kind.value.function) &&
      !IN_COLUMNS.has(kind.value.function)
    ) {
      const name = kind.value.function;
      const at = source.indexOf(name, kind.value.target === undefined ? offset : 0);
      found.push({
        offset: at < 0 ? offset : at,
        length: at < 0 ? 1 : name.length,
        message: messages.fields.noFunction(name, [...IN_COLUMNS]),
        severity: 'error',
      });
    }
    for (const child of children(expression)) if (child !== undefined) open.push(child);
  }
  return found.sort((left, right) => left.offset - right.offset);
}

/**
 * What is wrong with a CEL text, read by the parser that the engine uses.
 * @param overColumns whether it is a filter over the columns of a table
 * @param columns the table's, where they are known
 */
export function celProblems(
  source: string,
  overColumns: boolean,
  columns: readonly Column[] | undefined,
): CodeProblem[] {
  if (source.trim() === '') return [];
  try {
    const { expr, sourceInfo } = parse(source);
    return overColumns ? meaningProblems(source, expr, sourceInfo?.positions ?? {}, columns) : [];
  } catch (thrown) {
    const { location } = thrown as { location?: { start: { offset: number } } };
    const problem = celSyntaxProblem(source) ?? {
      offset: location?.start.offset ?? 0,
      length: 1,
      message: messages.fields.unreadable,
    };
    return [{ ...problem, severity: 'error' }];
  }
}

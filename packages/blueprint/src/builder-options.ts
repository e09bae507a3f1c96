import type {
  Catalog,
  JsonValue,
  LayoutColor,
  NodeMode,
  Position,
  SubgraphInput,
  SubgraphOutput,
} from '@atomiton/contracts';

export interface BlueprintOptions {
  /** Default: made from the name. */
  id?: string;
  /** Gives new nodes the type versions that are installed; without it they are of version 1. */
  catalog?: Catalog;
}

export interface NodeOptions {
  name?: string;
  mode?: NodeMode;
  typeVersion?: number;
  timeoutMs?: number;
  /** Canvas units; default: placed from left to right. */
  position?: Position;
}

export interface ConnectOptions {
  /** One step of delay that begins with this value: the only way through a cycle. */
  delay?: { initial: JsonValue };
}

export interface GroupOptions<Id extends string = string> {
  title: string;
  /** They move with the frame. A node belongs to at most one group. */
  members: readonly Id[];
  color?: LayoutColor;
  /** Canvas units; default: around the members. */
  frame?: { x: number; y: number; width: number; height: number };
}

export interface NoteOptions {
  /** Markdown. */
  text: string;
  color?: LayoutColor;
  /** Upper left corner in canvas units; default: above the nodes, beside the notes before it. */
  position?: Position;
  /** Canvas units; default 260 × 140. */
  width?: number;
  height?: number;
}

export interface SubgraphOptions<Input extends string, Output extends string> {
  name: string;
  description?: string;
  color?: LayoutColor;
  /** What an instance takes, in the order in which it shows it. An input that feeds only parameters is one. */
  inputs?: Readonly<Record<Input, SubgraphInput>>;
  /** What an instance gives. */
  outputs?: Readonly<Record<Output, SubgraphOutput>>;
}

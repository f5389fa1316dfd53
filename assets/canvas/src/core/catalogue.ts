// The catalogue as Python declares it. Nothing here knows a block by name.

import type { GraphNode, ParamValue } from "./document.ts";

export interface Category {
  readonly id: string;
  readonly title: string;
}

export interface Kind {
  readonly title: string;
  readonly color: string;
  readonly family: string;
}

export interface Port {
  readonly name: string;
  readonly kind: string;
  readonly sentence?: string;
  readonly optional?: boolean;
  readonly many?: boolean;
  readonly tap?: boolean;
}

export interface Absent {
  readonly reason: string;
  readonly names: readonly string[];
}

export type ParamType = "integer" | "number" | "boolean" | "text" | "choice" | "integers" | "weights_file";

export interface Param {
  readonly name: string;
  readonly type: ParamType;
  readonly title: string;
  readonly sentence?: string;
  readonly default: ParamValue;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  readonly choices?: readonly string[] | null;
  /** Names that people may look for, under the reason why they are no choice. */
  readonly absent?: readonly Absent[];
  readonly optional?: boolean;
  readonly inferred?: boolean;
}

export interface Block {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly sentence: string;
  readonly keywords: readonly string[];
  /** What can be chosen inside it, where that is a long list, such as networks. */
  readonly names?: readonly string[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly params: readonly Param[];
  readonly freezable: boolean;
  readonly tappable: boolean;
  readonly weights_param?: string | null;
  /** "entry" and "exit" are the ports of a group, "input" and "output" those of the network. */
  readonly role?: string;
}

export interface CatalogueData {
  readonly categories: readonly Category[];
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly blocks: readonly Block[];
}

export interface Catalogue extends CatalogueData {
  readonly byId: ReadonlyMap<string, Block>;
}

export const ANY = "any";
const NEUTRAL = "#8a8f98";

export function indexCatalogue(data: CatalogueData): Catalogue {
  const blocks = data.blocks.map((block) => ({ ...block, names: namesIn(block) }));
  return { ...data, blocks, byId: new Map(blocks.map((block) => [block.id, block])) };
}

const MANY_CHOICES = 10;

function namesIn(block: Block): readonly string[] {
  return block.params.flatMap(({ choices }) => (choices && choices.length > MANY_CHOICES ? choices : []));
}

/** All that is known and that none of these blocks offers: what one lacks, another may have. */
export function absentIn(blocks: readonly Block[]): readonly Absent[] {
  const params = blocks.flatMap((block) => block.params);
  const offered = new Set(params.flatMap(({ choices }) => choices ?? []));
  return params
    .flatMap(({ absent }) => absent ?? [])
    .map(({ reason, names }) => ({ reason, names: names.filter((name) => !offered.has(name)) }));
}

/** The category under which the groups of a document stand. */
export const GROUPS = "groups";

/** The catalogue with a document's groups in front, as blocks of their own. */
export function withGroups(own: Catalogue, groups: readonly Block[], title: string): Catalogue {
  if (!groups.length) return own;
  const categories = [{ id: GROUPS, title }, ...own.categories.filter(({ id }) => id !== GROUPS)];
  return indexCatalogue({ ...own, categories, blocks: [...groups, ...own.blocks] });
}

export function kindColor(catalogue: Catalogue, kind: string): string {
  return catalogue.kinds[kind]?.color ?? NEUTRAL;
}

export function kindTitle(catalogue: Catalogue, kind: string): string {
  return catalogue.kinds[kind]?.title ?? kind;
}

export function inputsOf(catalogue: Catalogue, node: GraphNode): readonly Port[] {
  return catalogue.byId.get(node.block)?.inputs ?? [];
}

/** The block's own outputs, then one port for each tapped module path. */
export function outputsOf(catalogue: Catalogue, node: GraphNode): readonly Port[] {
  const own = catalogue.byId.get(node.block)?.outputs ?? [];
  const taps = node.taps.filter((path) => !own.some((port) => port.name === path));
  return [...own, ...taps.map((path) => ({ name: path, kind: ANY, tap: true }))];
}

export function titleOf(catalogue: Catalogue, node: GraphNode): string {
  return node.label || catalogue.byId.get(node.block)?.title || node.block;
}

const OPEN_AT_FIRST = 3;
const MANY_BLOCKS = 12;

/** Long categories further down begin folded, so that the palette shows at a glance what there is. */
export function foldedAtFirst({ categories, blocks }: CatalogueData): readonly string[] {
  const count = (id: string) => blocks.filter((block) => block.category === id).length;
  return categories.filter(({ id }, place) => place >= OPEN_AT_FIRST && count(id) > MANY_BLOCKS).map(({ id }) => id);
}

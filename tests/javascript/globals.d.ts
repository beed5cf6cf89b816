// What the scripts find in the browser: of Dash and Plotly only what they use, and of each other.
// Everything here that Dash or Plotly does not document stands in tests/test_private.py.

interface DashClientside {
  no_update: unknown;
  set_props(id: string, props: Record<string, unknown>): void;
  callback_context: { triggered_id: unknown };
  dashboard?: Record<string, (...values: any[]) => unknown>;
}

/** A figure as the server drew it for a medium (dashboard/export/picture.py), in pixels. */
interface Made {
  figure: { data: object[]; layout: object };
  width: number;
  height: number;
  scale: number;
}

/** How a kind of trace is drawn, and how it gets its look when only that changed. */
interface PlotlyKind {
  name: string;
  plot(chart: PlotlyChart, ...others: unknown[]): void;
  style(chart: PlotlyChart): void;
}

interface PlotlyChart extends HTMLElement {
  _fullData?: { _module: PlotlyKind }[];
}

interface PlotlyLibrary {
  react(chart: PlotlyChart, figure: { layout?: { height?: number } }, ...others: unknown[]): Promise<unknown>;
  newPlot(place: HTMLElement | string, data: object[], layout: object, config?: object): Promise<unknown>;
  toImage(figure: object, options: { format: string; width: number; height: number; scale: number }): Promise<string>;
  purge(place: HTMLElement): void;
  Plots: { resize(chart: unknown): Promise<unknown> };
  Fx: { unhover(chart: unknown): void };
}

/** A click on a chart, as dcc.Graph hands it on. */
interface Click {
  points: { customdata?: string }[];
}

/** A click on a cell, as dash-ag-grid hands it on. */
interface Cell {
  rowId: string;
  colId: string;
  value: unknown;
}

/** Of a grid what reads its records in the order and the words of the screen. */
interface GridApi {
  getAllDisplayedColumns(): { getColDef(): { headerName: string } }[];
  getCellValue(cell: { rowNode: unknown; colKey: unknown; useFormatter: boolean }): unknown;
  forEachNodeAfterFilterAndSort(read: (node: unknown) => void): void;
}

/** A chart that is drawn later: what draws it as it was asked for last, and who waits for that. */
interface Waiting {
  draw(): unknown;
  promised: { done(result: unknown): void; failed(failure: unknown): void }[];
}

/** One part of the page: how it is written, and how it is emptied where that fails. */
interface Step<State> {
  name: string;
  write(state: State): void;
  clear(): void;
}

interface Blinaboard {
  settings: BrowserSettings;
  place(id: string): HTMLElement;
  warn(source: string, words: string): void;
  taken<State>(steps: Step<State>[], state: State): string[];
  isTyped(event: Event): boolean;
  isShortcut(event: KeyboardEvent): boolean;
  askedInRoom(event: KeyboardEvent): string;
  whenIdle(run: () => void, patience: number): void;
  announce(words: string): void;
  choices: {
    filters<Unchanged>(action: Action | null, values: string[][], fields: { field: string }[], unchanged: Unchanged): (string[] | Unchanged)[];
    pinned(pins: string[], record: string): string[];
    unpinned(pins: string[], record: string): string[];
    isState(opened: string): boolean;
    tables(values: boolean[], switches: { chart: string }[]): string[];
    report(table: string, cell: Cell, version: string): string;
  };
  links: {
    isTooLong(address: string): boolean;
    present(order: string[], at: number, begun: string): string;
    figures(order: string[], medium: Medium): string;
    offline(order: string[]): string;
    rows(chart: string, form: RowForm, query: string): string;
    shared(page: string, query: string): string;
    frame(origin: string, chart: string, query: string, title: string): string;
    asBlob(address: string): Blob;
    fileName(disposition: string | null): string;
  };
  find: {
    why(record: Found, words: string[]): string | null;
    matches(shown: Found[], whole: Found[], words: string[]): { record: Found; reason: string; beyond: boolean }[];
    counted(found: { record: Found; beyond: boolean }[], own: string): string;
    address(record: Found, search: string, beyond?: boolean): string;
    look(box: Element, field: HTMLInputElement): Promise<void>;
  };
}

/** What the scripts of the case page have of each other. */
interface CaseLens {
  el(tag: string, attributes: Record<string, string | null>, ...children: (Node | string | null)[]): HTMLElement;
  counted(count: number, noun: string): string;
  groupsApart(data: CaseData, groups: string[][]): string;
  publicationsApart(data: CaseData): string;
  registrationsApart(data: CaseData, numbers: string[], noun?: string): string;
  opener(look: CaseLook, key: string, words: string): HTMLElement;
  folded(look: CaseLook, key: string, content: () => (Node | string | null)[]): HTMLElement | null;
  publicationRow(data: CaseData, evaluated: LensEvaluated, studies: string[], look: CaseLook, part?: [number, number]): HTMLElement;
  publicationGroups(data: CaseData, evaluated: LensEvaluated): [string, string[][]][];
  publicationCounts(data: CaseData, evaluated: LensEvaluated): string;
  registrationCard(data: CaseData, evaluated: LensEvaluated, number: string, look: CaseLook): HTMLElement;
  registrationLine(data: CaseData, evaluated: LensEvaluated, number: string, look: CaseLook, common?: string[], most?: number): HTMLElement;
  inCommon(data: CaseData, evaluated: LensEvaluated, numbers: string[]): string[];
  registrationGroups(data: CaseData, evaluated: LensEvaluated): [string, { running: string[]; ended: string[] }][];
  evaluate(table: LensTable, answers: LensAnswers): LensEvaluated;
  missing(data: CaseData, evaluated: LensEvaluated): Node[];
  evidence(data: CaseData, evaluated: LensEvaluated, look: CaseLook, layout: CaseLayout): HTMLElement;
  registered(data: CaseData, evaluated: LensEvaluated, look: CaseLook, detail?: CaseDetail): HTMLElement;
  layouts(rows: number): CaseLayout[];
  details(data: CaseData, evaluated: LensEvaluated): CaseDetail[];
  isListing(data: CaseData): boolean;
  rowsOf(data: CaseData, evaluated: LensEvaluated): number;
  outline(data: CaseData): HTMLElement[];
  present(room: HTMLElement, shown: CaseShown): void;
  show(room: HTMLElement, step: number): void;
  print(paper: HTMLElement, shown: CaseShown): void;
  clearIfIdle(now: number): void;
}

interface Window {
  blinaboard: Blinaboard;
  blinaboardCase: CaseLens;
  dash_clientside: DashClientside;
  dash_ag_grid?: { getApi(id: string): GridApi | undefined };
  Plotly?: PlotlyLibrary;
}

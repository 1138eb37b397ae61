// Icons by our own names. Decorative by default: the text beside an icon names it.
import {
  Bell, Blocks, Braces, Layers,  Activity, ArrowDownToLine, ArrowLeftRight, ArrowUpFromLine, BadgeCheck, BookMarked, BookOpen, Box, Boxes, ChartColumn, Check, ChevronDown, ChevronRight,
  ChevronsLeft, ChevronsRight, CircleHelp, CircleUser, Clock, Columns3, Copy, Database, Ellipsis, ExternalLink, Eye, File,
  FileCode2, Filter, Folder, FolderTree, Gauge, GitBranch, GitCompareArrows, History, House, Info, Key, KeyRound, Languages, LayoutDashboard, Link2,
  ListTodo, LoaderCircle, LogOut, Map as MapIcon, Moon, NotebookText, OctagonAlert, Pause, Pencil, Play, Plug, Plus, RefreshCw, Rows3, Search,
  Scale, Settings, ShieldCheck, SquareFunction, Sun, SunMoon, Table2, Tag, Target, Coins, HeartPulse, TrendingUp, Trash2, TriangleAlert, Undo2, User, Users, Waypoints, Webhook, Workflow, X, Brain, MessagesSquare, Package, PackageCheck, Shapes, Tags, ZoomIn, ZoomOut, Maximize, Download, CalendarClock, ListChecks, Expand, Shrink,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

const ICONS = {
  activity: Activity, bell: Bell, upstream: ArrowUpFromLine, downstream: ArrowDownToLine, certified: BadgeCheck, book: BookOpen, asset: Box, catalog: Boxes,
  chart: ChartColumn, check: Check, down: ChevronDown, right: ChevronRight, collapse: ChevronsLeft, expand: ChevronsRight, help: CircleHelp,
  account: CircleUser, clock: Clock, column: Columns3, columns: Columns3, copy: Copy, database: Database, more: Ellipsis, external: ExternalLink,
  policy: Scale, view: Eye, file: File, query: FileCode2, filter: Filter, folder: Folder, browse: FolderTree, metric: Gauge, branch: GitBranch, diff: GitCompareArrows,
  history: History, home: House, info: Info, key: Key, token: KeyRound, language: Languages, dashboard: LayoutDashboard, link: Link2,
  task: ListTodo, spinner: LoaderCircle, signout: LogOut, map: MapIcon, dark: Moon, notebook: NotebookText, error: OctagonAlert, pause: Pause,
  edit: Pencil, play: Play, source: Plug, plus: Plus, refresh: RefreshCw, rows: Rows3, search: Search, settings: Settings, admin: ShieldCheck,
  procedure: SquareFunction, light: Sun, system: SunMoon, table: Table2, tag: Tag, trash: Trash2, warning: TriangleAlert, undo: Undo2,
  user: User, users: Users, lineage: Waypoints, api: Webhook, pipeline: Workflow, close: X, model: Brain, topic: MessagesSquare, dataset: Package,
  term: BookMarked, product: PackageCheck, domain: Shapes, classification: Tags,
  schema: Layers, standard: ListChecks, semantics: Blocks, type: Braces, zoomin: ZoomIn, zoomout: ZoomOut, fit: Maximize, download: Download, schedule: CalendarClock, fullscreen: Expand, minimize: Shrink, target: Target, cost: Coins, health: HeartPulse, trend: TrendingUp, swap: ArrowLeftRight,
} satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof ICONS;

interface Props {
  readonly name: string;
  readonly size?: number;
  readonly className?: string;
}

export function Icon({ name, size = 16, className }: Props) {
  const Drawn = (ICONS as Record<string, LucideIcon>)[name] ?? Box;
  return <Drawn aria-hidden size={size} strokeWidth={1.75} className={`shrink-0 ${className ?? ''}`} />;
}

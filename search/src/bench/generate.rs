//! Assets of a company that does not exist, the same ones every time.

use catalog::{
    Asset, AssetId, AssetKind, ChangeNumber, Curated, DataType, Details, Harvested, Layer, Name, Relation,
    RelationKind, SourceId, TypeClass, Version, Viewer, Visibility,
    governance::{Sight, Test},
    kinds::column::ColumnDetails,
};

/// The words of names and descriptions.
pub(super) const WORDS: [&str; 32] = [
    "order",
    "customer",
    "payment",
    "invoice",
    "product",
    "store",
    "refund",
    "shipment",
    "campaign",
    "coupon",
    "session",
    "visit",
    "click",
    "account",
    "address",
    "supplier",
    "warehouse",
    "inventory",
    "price",
    "discount",
    "member",
    "region",
    "currency",
    "contract",
    "ticket",
    "review",
    "category",
    "channel",
    "device",
    "event",
    "budget",
    "forecast",
];

const CHINESE: [&str; 8] = ["订单", "用户", "金额", "访问次数", "支付", "门店", "商品", "退款"];
const LAYERS: [&str; 4] = ["ods", "dwd", "dws", "ads"];
const SUFFIXES: [&str; 4] = ["di", "df", "mi", "all"];
const TYPES: [&str; 4] = ["bigint", "varchar(64)", "numeric(18,2)", "timestamp"];
const COLUMNS: usize = 15;
const SOURCES: usize = 8;

/// A sequence of numbers that looks like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// About `count` assets: tables, each followed by its columns, in some hundred schemas of eight sources.
#[must_use]
pub fn generate(count: usize) -> Vec<Asset> {
    let mut chance = Chance(0x5EED_CADA_57E0);
    let mut assets = Vec::with_capacity(count + COLUMNS);
    while assets.len() < count {
        let number = assets.len();
        let source = chance.below(SOURCES);
        let layer = chance.one(&LAYERS);
        let (first, second) = (chance.one(&WORDS), chance.one(&WORDS));
        let name = format!("{layer}_{first}_{second}_{}_{}", chance.one(&SUFFIXES), number / 400);
        let schema = format!("{layer}_{}", chance.below(25));
        let namespace = format!("postgres://db{source}.example:5432");
        let mut table =
            asset(number, AssetKind::Table, Name::new(namespace, ["shop".to_owned(), schema, name]), source);
        table.harvested.description = describe(&mut chance, first, second);
        tie(&mut table, &mut chance);
        let parent = table.name.clone();
        let id = table.id;
        assets.push(table);
        for position in 1..=COLUMNS {
            let word = chance.one(&WORDS);
            let name =
                parent.child(format!("{word}_{}", chance.one(&["id", "name", "amount", "time", "status", "code"])));
            let mut column = asset(number + position, AssetKind::Column, name, source);
            column.parent = Some(id);
            column.harvested.details = Details::Column(ColumnDetails {
                data_type: DataType::new(chance.one(&TYPES), TypeClass::Other),
                position: u32::try_from(position).unwrap_or(0),
                ..ColumnDetails::default()
            });
            if chance.below(3) == 0 {
                column.harvested.description = describe(&mut chance, word, first);
            }
            assets.push(column);
        }
    }
    assets
}

fn source_id(source: usize) -> SourceId {
    SourceId(uuid::Uuid::from_u128(1 + source as u128))
}

/// Somebody who may know of every other source.
pub(super) fn who_sees_half() -> Viewer {
    let sources = (0..SOURCES).step_by(2).map(source_id).collect();
    Viewer { sees: Visibility::Sources(sources), ..Viewer::system() }
}

/// Somebody who may know of every other source but for what is tagged so, and of 500 tables of their own, but for 500
/// others.
pub(super) fn whom_rules_limit(assets: &[Asset]) -> Viewer {
    let tables: Vec<AssetId> = assets.iter().filter(|a| a.kind == AssetKind::Table).map(|a| a.id).collect();
    let some = |from: usize| {
        let chosen = tables.iter().skip(from).step_by((tables.len() / 500).max(1)).take(500);
        Test::Within(chosen.map(|table| (*table, Test::ALWAYS)).collect())
    };
    let given = Test::any([Test::Source((0..SOURCES).step_by(2).map(source_id).collect()), some(0)]);
    let taken = Test::any([Test::Tag(["pii".to_owned()].into()), some(1)]);
    let sight = Sight::new(given, taken, std::collections::HashSet::new(), true);
    Viewer { sees: Visibility::of(sight), ..Viewer::system() }
}

fn describe(chance: &mut Chance, first: &str, second: &str) -> Option<String> {
    match chance.below(4) {
        0 => None,
        1 => Some(format!("{}{}明细表", chance.one(&CHINESE), chance.one(&CHINESE))),
        _ => Some(format!("Every {first} with its {second}, by day and {}", chance.one(&WORDS))),
    }
}

fn tie(table: &mut Asset, chance: &mut Chance) {
    let mut add = |kind: RelationKind, target: String| {
        table.relations.push(Relation { kind, target, layer: Layer::Curated, since: ChangeNumber(1) });
    };
    if chance.below(3) == 0 {
        add(RelationKind::Owner, format!("team-{}", chance.below(40)));
    }
    if chance.below(4) == 0 {
        add(RelationKind::Tag, chance.one(&["pii", "core", "finance", "deprecated"]).to_owned());
    }
    if chance.below(5) == 0 {
        add(RelationKind::Tier, format!("tier{}", 1 + chance.below(5)));
    }
}

fn asset(number: usize, kind: AssetKind, name: Name, source: usize) -> Asset {
    // Identifiers look like those of the catalog: ordered by the time of making, with chance behind it.
    let scattered = (number as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15) & 0x3FFF_FFFF_FFFF_FFFF;
    let id = 0x0190_0000_0000_7000_8000_0000_0000_0000_u128 + ((number as u128) << 80) + scattered;
    Asset {
        id: AssetId(uuid::Uuid::from_u128(id)),
        kind,
        name,
        parent: None,
        ancestors: Default::default(),
        source: Some(source_id(source)),
        harvested: Harvested::new(Details::empty(kind)),
        curated: Curated::default(),
        relations: Vec::new(),
        version: Version::FIRST,
        created: ChangeNumber(i64::try_from(number).unwrap_or(0) + 1),
        changed: ChangeNumber(i64::try_from(number).unwrap_or(0) + 1),
        removed: None,
        is_placeholder: false,
    }
}

//! What values of a type are, and how those without an order are made up.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::demand::Demands;
use super::scalar::{DAY, Unit, between};
use super::text::{Person, Texts};
use crate::model::{Database, Distribution, Likeness, ObjectName, TypeDefinition};
use crate::sql::{TypeName, parse_type};

/// What values of a type are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// True or false.
    Boolean,
    /// Something with an order, from the least to the greatest.
    Scalar(Unit, i64, i64),
    /// A text of at most so many characters.
    Text(usize),
    /// One of these.
    Labels(Vec<String>),
    /// A list.
    Array(Box<Shape>),
    /// One value of each.
    Composite(Vec<Shape>),
    /// What is between two values; several of these where it is a multirange.
    Range(Box<Shape>, bool),
    /// So many binary digits.
    Bits(usize),
    /// Something of the server's own.
    Known(Known),
}

/// Types of the server whose values are just drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Uuid,
    Bytes,
    Json,
    Inet,
    Cidr,
    MacAddress(usize),
    Point,
    Segment,
    Line,
    Circle,
    Path,
    TextVector,
    TextQuery,
    Xml,
    Hstore,
}

/// A type, with what its domains demand.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    /// What its values are.
    pub shape: Shape,
    /// The type below all domains, as SQL has it.
    pub base: String,
    /// What the domains demand of `value`, by the name of the constraint.
    pub demands: Vec<(String, String)>,
    /// Whether a domain refuses null.
    pub not_null: bool,
}

/// Finds what a type is; nothing for a type of which no values are known.
pub(super) fn typed(database: &Database, data_type: &str) -> Option<Typed> {
    let name = parse_type(data_type).ok()?;
    let domain = match database.types.get(&object(&name)).map(|found| &found.definition) {
        Some(TypeDefinition::Domain(domain)) if name.array_dimensions == 0 => domain,
        _ => {
            let (shape, base) = (shape(database, &name)?, data_type.to_owned());
            return Some(Typed { shape, base, demands: Vec::new(), not_null: false });
        }
    };
    let mut typed = typed(database, &domain.base)?;
    typed.not_null |= domain.not_null;
    let checks =
        domain.checks.iter().map(|(name, check)| (name.clone(), check.expression.0.clone()));
    typed.demands.extend(checks);
    Some(typed)
}

fn object(name: &TypeName) -> ObjectName {
    let schema = name.name.schema.clone().unwrap_or_else(|| "public".to_owned());
    ObjectName::new(schema, name.name.name.clone())
}

fn shape(database: &Database, name: &TypeName) -> Option<Shape> {
    if name.array_dimensions > 0 {
        let element = TypeName { array_dimensions: 0, ..name.clone() };
        let element = typed(database, &element.to_string())?;
        return Some(Shape::Array(Box::new(narrowed(element))));
    }
    if !name.is_builtin() {
        return own(database, name);
    }
    let modifier = |at: usize| name.modifiers.get(at).and_then(|it| it.trim().parse::<u32>().ok());
    let length = || modifier(0).and_then(|it| usize::try_from(it).ok());
    let decimal = |scale: u32, digits: u32| {
        let most = 10_i64.saturating_pow(digits.min(15)) - 1;
        Shape::Scalar(Unit::Decimal(scale), -most, most)
    };
    let days = |from: i64, to: i64| Shape::Scalar(Unit::Date, from, to);
    let range = |inner: Shape, multi| Shape::Range(Box::new(inner), multi);
    let whole = |bits: u32| {
        let most = if bits == 63 { i64::MAX } else { (1 << bits) - 1 };
        Shape::Scalar(Unit::Whole, -most, most)
    };
    let calendar = || Shape::Scalar(Unit::Timestamp, -100_000 * DAY, 100_000 * DAY);
    Some(match name.name.name.as_str() {
        "bool" => Shape::Boolean,
        "int2" => whole(15),
        "int4" => whole(31),
        "int8" => whole(63),
        "oid" => Shape::Scalar(Unit::Whole, 0, i64::from(u32::MAX)),
        "numeric" => match (modifier(0), modifier(1)) {
            (Some(digits), scale) => decimal(scale.unwrap_or(0), digits),
            _ => decimal(2, 12),
        },
        "float4" => decimal(2, 6),
        "float8" => decimal(3, 12),
        "money" => decimal(2, 12),
        "text" | "name" => Shape::Text(if name.name.name == "name" { 63 } else { 10_000 }),
        "varchar" => Shape::Text(length().unwrap_or(10_000)),
        "bpchar" => Shape::Text(length().unwrap_or(1)),
        "char" => Shape::Text(1),
        "date" => days(-100_000, 100_000),
        "timestamp" | "timestamptz" => calendar(),
        "time" | "timetz" => Shape::Scalar(Unit::Time, 0, DAY - 1),
        "interval" => Shape::Scalar(Unit::Interval, -100_000 * DAY, 100_000 * DAY),
        "bit" => Shape::Bits(length().unwrap_or(1)),
        "varbit" => Shape::Bits(length().unwrap_or(16)),
        "int4range" => range(whole(31), false),
        "int8range" => range(whole(63), false),
        "numrange" => range(decimal(2, 12), false),
        "daterange" => range(days(-100_000, 100_000), false),
        "tsrange" | "tstzrange" => range(calendar(), false),
        "int4multirange" => range(whole(31), true),
        "int8multirange" => range(whole(63), true),
        "nummultirange" => range(decimal(2, 12), true),
        "datemultirange" => range(days(-100_000, 100_000), true),
        "tsmultirange" | "tstzmultirange" => range(calendar(), true),
        other => Shape::Known(known(other)?),
    })
}

/// Returns what values of a type are, as far as its domains let them.
fn narrowed(typed: Typed) -> Shape {
    let demand = Demands::of_domain(&typed);
    match (typed.shape, demand.among.clone()) {
        (_, Some(values)) => Shape::Labels(values),
        (Shape::Scalar(unit, low, high), None) => {
            let (low, high) = demand.limits(unit, (low, high));
            Shape::Scalar(unit, low, high)
        }
        (other, None) => other,
    }
}

fn known(name: &str) -> Option<Known> {
    Some(match name {
        "uuid" => Known::Uuid,
        "bytea" => Known::Bytes,
        "json" | "jsonb" => Known::Json,
        "inet" => Known::Inet,
        "cidr" => Known::Cidr,
        "macaddr" => Known::MacAddress(6),
        "macaddr8" => Known::MacAddress(8),
        "point" => Known::Point,
        "lseg" | "box" => Known::Segment,
        "line" => Known::Line,
        "circle" => Known::Circle,
        "path" | "polygon" => Known::Path,
        "tsvector" => Known::TextVector,
        "tsquery" => Known::TextQuery,
        "xml" => Known::Xml,
        _ => return None,
    })
}

/// Finds what a type of the database's own is, or one of a well-known extension.
fn own(database: &Database, name: &TypeName) -> Option<Shape> {
    let wanted = object(name);
    match database.types.get(&wanted).map(|found| &found.definition) {
        Some(TypeDefinition::Enum(labels)) => Some(Shape::Labels(labels.clone())),
        Some(TypeDefinition::Domain(_)) => {
            typed(database, &name.to_string()).map(|typed| typed.shape)
        }
        Some(TypeDefinition::Composite(composite)) => {
            let parts = composite.attributes.iter();
            let parts = parts.map(|(_, data_type, _)| typed(database, data_type).map(narrowed));
            parts.collect::<Option<_>>().map(Shape::Composite)
        }
        Some(TypeDefinition::Range(range)) => {
            typed(database, &range.subtype).map(|it| Shape::Range(Box::new(narrowed(it)), false))
        }
        None => match name.name.name.as_str() {
            "citext" => Some(Shape::Text(10_000)),
            "hstore" => Some(Shape::Known(Known::Hstore)),
            other => of_multirange(database, &wanted.schema, other),
        },
    }
}

/// Finds the range whose multirange is called so.
fn of_multirange(database: &Database, schema: &str, name: &str) -> Option<Shape> {
    database.types.iter().find_map(|(range_name, found)| {
        let TypeDefinition::Range(range) = &found.definition else { return None };
        let usual = match range_name.name.contains("range") {
            true => range_name.name.replacen("range", "multirange", 1),
            false => format!("{}_multirange", range_name.name),
        };
        let called = range.multirange_type_name.as_ref().unwrap_or(&usual);
        let called = called.rsplit('.').next().unwrap_or(called);
        let is_it = range_name.schema == schema && called == name;
        let inner = is_it.then(|| typed(database, &range.subtype))??;
        Some(Shape::Range(Box::new(narrowed(inner)), true))
    })
}

/// Draws a value of a shape, as PostgreSQL reads it; `now` is in seconds since 1970.
pub(super) fn draw(shape: &Shape, random: &mut ChaCha8Rng, now: i64) -> String {
    match shape {
        Shape::Boolean => random.random::<bool>().to_string(),
        Shape::Scalar(unit, low, high) => {
            let (low, high) = usual(*unit, (*low, *high), now);
            unit.write(between(random, (low, high), Distribution::Uniform))
        }
        Shape::Text(most) => {
            let person = Person::draw(random);
            let texts = Texts { likeness: Likeness::Word, length: (1, *most), pattern: None };
            texts.draw(random, &person, 0)
        }
        Shape::Labels(labels) => match labels.len() {
            0 => String::new(),
            count => labels[random.random_range(0..count)].clone(),
        },
        Shape::Array(element) => {
            let elements: Vec<String> = (0..random.random_range(1..=3))
                .map(|_| quoted(&draw(element, random, now)))
                .collect();
            format!("{{{}}}", elements.join(","))
        }
        Shape::Composite(parts) => {
            let parts: Vec<String> =
                parts.iter().map(|part| quoted(&draw(part, random, now))).collect();
            format!("({})", parts.join(","))
        }
        Shape::Range(inner, false) => range(inner, random, now),
        Shape::Range(inner, true) => format!("{{{}}}", range(inner, random, now)),
        Shape::Bits(count) => {
            (0..*count).map(|_| if random.random::<bool>() { '1' } else { '0' }).collect()
        }
        Shape::Known(known) => of_server(*known, random),
    }
}

/// Returns where values of a unit usually are, within what the type holds.
pub(super) fn usual(unit: Unit, (low, high): (i64, i64), now: i64) -> (i64, i64) {
    let (from, to) = match unit {
        Unit::Whole => (1, 1000),
        Unit::Decimal(scale) => (0, 1000_i64.saturating_mul(10_i64.saturating_pow(scale))),
        Unit::Date | Unit::Timestamp => (unit.of_seconds(now - 730 * DAY), unit.of_seconds(now)),
        Unit::Time => (8 * 3600, 20 * 3600 - 1),
        Unit::Interval => (60, 7200),
    };
    (from.max(low).min(high), to.min(high).max(low))
}

/// Draws what is between two values that are near each other, as two of the calendar mostly are.
fn range(inner: &Shape, random: &mut ChaCha8Rng, now: i64) -> String {
    let Shape::Scalar(unit, low, high) = inner else {
        let (one, other) = (draw(inner, random, now), draw(inner, random, now));
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        return format!("[{},{}]", quoted(&one), quoted(&other));
    };
    let from = between(random, usual(*unit, (*low, *high), now), Distribution::Uniform);
    let width = match unit {
        Unit::Date => random.random_range(1..=7),
        Unit::Timestamp => 900 * random.random_range(1..=8),
        _ => random.random_range(1..=100),
    };
    format!("[{},{})", quoted(&unit.write(from)), quoted(&unit.write(from.saturating_add(width))))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn of_server(known: Known, random: &mut ChaCha8Rng) -> String {
    let hex = |random: &mut ChaCha8Rng, count: usize| -> Vec<String> {
        (0..count).map(|_| format!("{:02x}", random.random::<u8>())).collect()
    };
    let place = |random: &mut ChaCha8Rng| format!("({},{})", tenth(random), tenth(random));
    let word = |random: &mut ChaCha8Rng| draw(&Shape::Text(12), random, 0).replace('\'', "");
    match known {
        Known::Uuid => {
            // Version 4: https://www.rfc-editor.org/rfc/rfc9562#section-5.4
            let bits =
                random.random::<u128>() & !(0xf << 76) & !(0xc << 60) | (4 << 76) | (8 << 60);
            let hex = format!("{bits:032x}");
            let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
            format!("{a}-{b}-{c}-{d}-{e}")
        }
        Known::Bytes => format!("\\x{}", hex(random, 16).concat()),
        Known::Json => {
            let (name, count) = (word(random), random.random_range(1..=100_u32));
            serde_json::json!({"name": name, "count": count}).to_string()
        }
        Known::Inet => format!("192.0.2.{}", random.random_range(1..=254_u8)),
        Known::Cidr => format!("198.51.{}.0/24", random.random::<u8>()),
        Known::MacAddress(count) => hex(random, count).join(":"),
        Known::Point => place(random),
        Known::Segment => format!("({},{})", place(random), place(random)),
        Known::Line => {
            format!("{{{},{},{}}}", random.random_range(1..=9_u8), tenth(random), tenth(random))
        }
        Known::Circle => format!("<{},{}>", place(random), random.random_range(1..=99_u8)),
        Known::Path => format!("({},{},{})", place(random), place(random), place(random)),
        Known::TextVector => format!("'{}':1 '{}':2", word(random), word(random)),
        Known::TextQuery => format!("'{}' & '{}'", word(random), word(random)),
        Known::Xml => format!("<note>{}</note>", word(random)),
        Known::Hstore => format!("\"{}\"=>\"{}\"", word(random), random.random_range(1..=100_u32)),
    }
}

fn tenth(random: &mut ChaCha8Rng) -> String {
    Unit::Decimal(1).write(random.random_range(0..1000))
}

//! What reading and planning take beside `pg_dump`: `cargo bench --bench change`.
mod schema;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|it| it == "--read") {
        let environment = pgspec::connect::Environment::from_process();
        let target = pgspec::connect::Target::parse(&arguments[at + 1], &environment).unwrap();
        let start = std::time::Instant::now();
        let mut client = target.connect().unwrap();
        let facts = pgspec::facts::read(&mut client, &Default::default()).unwrap();
        eprintln!(
            "read {:?} {} facts {} needs",
            start.elapsed(),
            facts.facts.len(),
            facts.needs.pairs().count()
        );
        let start = std::time::Instant::now();
        println!("{}", facts.fingerprint());
        eprintln!("fingerprint {:?}", start.elapsed());
        let mut hash = std::hash::DefaultHasher::new();
        use std::hash::Hasher;
        for (id, needs) in facts.needs.iter() {
            for needed in needs {
                hash.write(format!("{id:?} {needed:?}").as_bytes());
            }
        }
        for (_, fact) in &facts.facts {
            hash.write_i32(fact.position);
        }
        println!("needs {:x}", hash.finish());
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        eprintln!("{}", status.lines().find(|it| it.starts_with("VmHWM")).unwrap());
        return;
    }
    print!("{}", schema::sql(schema::TABLES));
}

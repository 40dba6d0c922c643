//! Inputs that are made rather than kept: too large, not text, not files.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;

/// Makes what a case needs beside its files.
pub fn make(case: &str, project: &Path) {
    let schema = project.join("schema");
    let write = |name: &str, bytes: &[u8]| fs::write(schema.join(name), bytes).expect("a file");
    match case {
        "file_too_large" => {
            let file = File::create(schema.join("huge.yaml")).expect("a file");
            file.set_len(100 * 1024 * 1024).expect("a file of 100 MB");
        }
        "invalid_utf8" => write("shop.yaml", b"schema: shop\ncomment: Caf\xe9 au lait.\n"),
        "invalid_utf8_of_utf16" => {
            let text = "schema: shop\n".encode_utf16().flat_map(u16::to_le_bytes);
            let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text).collect();
            write("shop.yaml", &bytes);
        }
        "no_project" => fs::remove_file(project.join("pgspec.yaml")).expect("removed"),
        "not_a_file" => fs::create_dir(schema.join("orders.yaml")).expect("a folder"),
        "not_a_folder" => fs::write(project.join("queries"), "").expect("a file"),
        "path_leaves_project_by_link" => {
            symlink("/", schema.join("host.yaml")).expect("a link");
        }
        "project_too_large" => {
            let comment = [b"-- ".as_slice(), &vec![b'x'; 4 * 1024 * 1024 - 4], b"\n"].concat();
            for number in 0..17 {
                write(&format!("{number:02}.sql"), &comment);
            }
        }
        "symlink_loop" => symlink("loop.yaml", schema.join("loop.yaml")).expect("a link"),
        "too_many_files" => {
            fs::create_dir_all(schema.join(vec!["deep"; 40].join("/"))).expect("folders");
        }
        "unreadable_file" => symlink("gone.yaml", schema.join("link.yaml")).expect("a link"),
        "yaml_too_deep" => {
            let text = format!("schema: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
            write("deep.yaml", text.as_bytes());
        }
        "sql_syntax_too_deep" => {
            let nested = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
            let text =
                format!("queries:\n  deep:\n    run_as: support\n    sql: select {nested}\n");
            fs::create_dir_all(project.join("queries")).expect("a folder");
            fs::write(project.join("queries/deep.yaml"), text).expect("a file");
        }
        "yaml_too_large" => {
            let values = "0,".repeat(600_000);
            write("many.yaml", format!("enums: {{ e: [{values}] }}\n").as_bytes());
        }
        _ => {}
    }
}

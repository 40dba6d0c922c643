use crate::model::fixtures;
use crate::render::Templates;

#[test]
fn dump() {
    std::fs::create_dir_all("/tmp/ddl-out").unwrap();
    for version in [15, 17] {
        std::fs::create_dir_all(format!("/tmp/ddl-out/{version}")).unwrap();
        for (name, text) in
            super::render(&fixtures::project(version), &Templates::default()).unwrap()
        {
            std::fs::write(format!("/tmp/ddl-out/{version}/{name}"), text).unwrap();
        }
    }
}

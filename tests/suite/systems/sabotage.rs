//! What a system claims is taken away, piece by piece, and each time the check says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pgspec::{check, spec};

use super::images;

const SYSTEM: &str = "architecture/images.yaml";
const PIPELINE: &str = "pipelines/archive.yaml";
const SCHEMA: &str = "schema/archive.yaml";
const ROLES: &str = "roles/archive.yaml";

/// A file, what stands there, what takes its place, and the code of the finding that follows.
type Sabotage = (&'static str, &'static str, &'static str, &'static str);

/// What is said of flows, stores and nodes.
const OF_THE_DRAWING: &[Sabotage] = &[
    (SYSTEM, "protocol: Kafka, encryption: TLS 1.3, ", "protocol: Kafka, ", "unprotected_flow"),
    (SYSTEM, "protocol: Kafka, encryption: TLS 1.3, ", "encryption: none, ", "unprotected_flow"),
    (SYSTEM, ", authentication: single sign-on with a second factor", "", "unprotected_flow"),
    (SYSTEM, "        retention: 9 days\n", "", "unprotected_store"),
    (
        SYSTEM,
        "        encryption_at_rest: AES-256, with another",
        "        holds: Another",
        "duplicate_key",
    ),
    (
        SYSTEM,
        "        encryption_at_rest: AES-256, with another key of the company's own\n",
        "",
        "unprotected_store",
    ),
    (
        SYSTEM,
        "        purge: Copies expire with what",
        "        scaling: As what",
        "unprotected_store",
    ),
    (SYSTEM, "        replicas: 3\n", "        replicas: 1\n", "single_point_of_failure"),
    (
        SYSTEM,
        "failure_domains: [zone a, zone b]",
        "failure_domains: [zone a]",
        "single_point_of_failure",
    ),
    (SYSTEM, "[customers, upload_api, bucket]", "[customers, bucket]", "broken_path"),
    (SYSTEM, "changes: { from: engineers,", "changes: { from: analysts,", "orphan_node"),
    (
        SYSTEM,
        "low_latency:\n        answers:\n",
        "low_latency:\n      quick:\n        answers:\n",
        "unanswered_concern",
    ),
    (SYSTEM, "stream: TLS with certificates on both sides.", "stream: ''", "unanswered_concern"),
    (
        SYSTEM,
        "          engineers: Own the stream",
        "          developers: Own the stream",
        "unknown_node",
    ),
    (SYSTEM, "zone: office, owner: engineers", "zone: offices, owner: engineers", "unknown_node"),
    (SYSTEM, "produced: { from: stream_app", "produced: { from: stream_ap", "unknown_node"),
];

/// What of it the database has to bear out.
const OF_THE_DATABASE: &[Sabotage] = &[
    (
        SYSTEM,
        "        classification: pii\n        replicas: 2\n        failure_domains: [zone a, zone b]\n        roles: [processing_app]",
        "        classification: internal\n        replicas: 2\n        failure_domains: [zone a, zone b]\n        roles: [processing_app]",
        "classification_too_low",
    ),
    (PIPELINE, "interval '7 days'\n", "interval '8 days'\n", "retention_without_purge"),
    (
        PIPELINE,
        "images where uploaded_at",
        "images where uploaded_at < :at and uploaded_at",
        "retention_without_purge",
    ),
    (
        PIPELINE,
        "    schedule: { cron: \"20 * * * *\", retries: 3 }\n",
        "",
        "retention_without_purge",
    ),
    (PIPELINE, "cron: \"20 * * * *\"", "cron: \"20 0 1 * *\"", "retention_without_purge"),
    (
        PIPELINE,
        "delete from images where",
        "update images set bytes = 1 where",
        "retention_without_purge",
    ),
    (
        SYSTEM,
        "        retention: 7 days\n        encryption_at_rest: AES-256 of",
        "        retention: 6 days\n        encryption_at_rest: AES-256 of",
        "retention_without_purge",
    ),
    (
        PIPELINE,
        "images where uploaded_at <",
        "images where uploaded_at >",
        "retention_without_purge",
    ),
    // What was found in an image would stay.
    (SCHEMA, " on delete cascade", "", "retention_without_purge"),
    (
        SCHEMA,
        "classification: confidential, comment: Where",
        "classification: pii, comment: Where",
        "",
    ),
    (
        SYSTEM,
        "        tables: archive.*\n        classification: pii",
        "        tables: archive.*\n        classification: confidential",
        "classification_too_low",
    ),
    (
        SYSTEM,
        "        tables: reports.*\n        classification: internal",
        "        tables: reports.*\n        classification: public",
        "classification_too_low",
    ),
    (SYSTEM, "roles: [analysts_bi]", "roles: [analyst_bi]", "unknown_role"),
    (SYSTEM, "        roles: [processing_app]\n", "", "role_without_node"),
    (
        ROLES,
        "  purger:\n",
        "  spare_app:\n    login: true\n    profiles: [{ profile: member, schemas: [] }]\n\n  purger:\n",
        "role_without_node",
    ),
    (
        SYSTEM,
        "roles: [analysts_bi]",
        "roles: [analysts_bi, processing_app]",
        "access_wider_than_need",
    ),
    (
        ROLES,
        "select: [image_id, uploaded_at], delete: true }",
        "select: true, delete: true }\n      - { on: archive.results, select: true }",
        "access_wider_than_need",
    ),
    (
        ROLES,
        "select: [image_id, uploaded_at], delete: true }",
        "select: [image_id, uploaded_at, sha256], delete: true }",
        "access_wider_than_need",
    ),
    (
        ROLES,
        "      - { on: archive.images, select: [image_id, ring, uploaded_at, object_key, bytes, sha256] }",
        "      - { on: archive.images, select: [image_id, ring, uploaded_at, object_key, bytes, sha256], delete: true }",
        "denied_yet_granted",
    ),
    (
        SYSTEM,
        "        reads: [archive.images, archive.results, reports.*]\n        queries: [uploads_by_hour, labels_of_the_week, images_of_days]\n",
        "        reads: archive.images\n",
        "access_wider_than_need",
    ),
    (
        SYSTEM,
        "history: { from: counts, to: bi,",
        "history: { from: counts, to: analysts,",
        "access_wider_than_need",
    ),
    (SYSTEM, "transforms: [\"*\"]", "transforms: [purge_imgaes]", "unknown_value"),
    (SYSTEM, "queries: [record_upload]", "queries: [record_uploads]", "unknown_query"),
    (SYSTEM, "writes: archive.results", "writes: archive.result", "pattern_without_match"),
];

#[test]
fn a_drawing_that_does_not_hold_is_found() {
    assert_eq!(codes(&files()), BTreeSet::new(), "it is sound as it is");
    OF_THE_DRAWING.iter().for_each(holds);
}

#[test]
fn what_the_database_does_not_bear_out_is_found() {
    OF_THE_DATABASE.iter().for_each(holds);
}

fn holds((file, before, after, code): &Sabotage) {
    let mut files = files();
    let text = files.get_mut(*file).expect("the file");
    assert!(text.contains(before), "{file} has no `{before}`");
    *text = text.replacen(before, after, 1);
    let found = codes(&files);
    match code.is_empty() {
        true => assert!(found.is_empty(), "{before} → {after}: {found:?}"),
        false => assert!(found.contains(code), "{before} → {after}: {found:?}"),
    }
}

/// Reads the YAML of the project.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let root = images();
    for folder in ["architecture", "pipelines", "queries", "roles", "schema"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            add(&mut files, &root, &entry.expect("a file").path());
        }
    }
    add(&mut files, &root, &root.join("pgspec.yaml"));
    files
}

fn add(files: &mut BTreeMap<String, String>, root: &Path, file: &Path) {
    let path = file.strip_prefix(root).expect("below the project").display().to_string();
    files.insert(path, fs::read_to_string(file).expect("text"));
}

fn codes(files: &BTreeMap<String, String>) -> BTreeSet<&'static str> {
    let (spec, sources, mut findings) = spec::read_texts(files);
    findings.extend(check::check(&spec, &sources).findings);
    findings.into_iter().map(|finding| finding.code).collect()
}

//! States of a database: a server, a project, migrations or a file of SQL, each read as facts.

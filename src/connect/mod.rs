//! How a server is reached: URLs, `PG*` variables, service and password files, TLS.

//! Versioned migrations: files, history, and running what is pending.

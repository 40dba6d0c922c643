//! What differs between two databases, and the statements for each difference.

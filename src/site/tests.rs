//! What the site is, without a browser: `tests/support/site/` looks at it in one.

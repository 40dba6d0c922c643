//! Tests of the whole: projects as users write them, against real servers.

mod cases;

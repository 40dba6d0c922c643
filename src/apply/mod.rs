//! Running the steps of a plan on a server, so that nothing is lost whenever it stops.

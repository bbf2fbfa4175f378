//! What every method must keep, whatever it is: each design of the registry with each estimator that goes with it is run on
//! made data that are turned, renamed, scaled, thinned and spoiled. A method without a sample here fails the suite.

mod laws;
mod limits;
mod sample;

//! x

use crate::findings::Bundle;

/// x
pub fn replicate_r(_bundle: &Bundle) -> String {
    String::new()
}

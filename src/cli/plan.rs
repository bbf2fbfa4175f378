use std::path::Path;
use super::talk::Talk;
pub fn plan(_study: &Path, _talk: &Talk) -> u8 { 0 }

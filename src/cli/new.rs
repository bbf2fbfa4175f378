use std::path::{Path, PathBuf};
use super::talk::Talk;
pub fn new(_workbooks: &[PathBuf], _output: Option<&Path>, _talk: &Talk) -> u8 { 0 }

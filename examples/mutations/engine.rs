//! Inputs made from inputs. One that ends in a way not seen before is kept, so that later ones begin there.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Inputs that are kept at most, beside the seeds.
const KEPT: usize = 3000;
/// Bytes of an input at most.
const LONGEST: usize = 1 << 16;

/// Inputs to begin with, and the words of their language.
pub struct Corpus {
    inputs: Vec<Vec<u8>>,
    seeds: usize,
    words: Vec<Vec<u8>>,
    seen: BTreeSet<u64>,
    random: ChaCha8Rng,
}

impl Corpus {
    pub fn new(inputs: Vec<Vec<u8>>, words: Vec<Vec<u8>>, seed: u64) -> Corpus {
        let seeds = inputs.len();
        Corpus { inputs, seeds, words, seen: BTreeSet::new(), random: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The next input: one of those known with one to eight changes.
    pub fn next(&mut self) -> Vec<u8> {
        let at = self.below(self.inputs.len());
        let mut input = self.inputs[at].clone();
        let changes = 1 + self.below(3) * self.below(4);
        for _ in 0..changes.min(8) {
            self.change(&mut input);
        }
        input.truncate(LONGEST.max(self.inputs[at].len()));
        input
    }

    /// Keeps an input whose kind of end is new.
    pub fn keep(&mut self, kind: u64, input: Vec<u8>) {
        if self.kept() < KEPT && self.seen.insert(kind) {
            self.inputs.push(input);
        }
    }

    pub fn kept(&self) -> usize {
        self.inputs.len() - self.seeds
    }

    fn below(&mut self, limit: usize) -> usize {
        self.random.random_range(0..limit.max(1))
    }

    /// A place and the bytes behind it up to some length.
    fn range(&mut self, input: &[u8], most: usize) -> std::ops::Range<usize> {
        let start = self.below(input.len() + 1);
        let length = self.below(most.min(input.len() - start) + 1);
        start..start + length
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        match self.below(10) {
            0 => {
                let at = self.range(input, 12);
                input.drain(at);
            }
            1 => {
                let at = self.range(input, 200);
                let copy = input[at.clone()].to_vec();
                input.splice(at.end..at.end, copy);
            }
            2..=4 => {
                let (at, word) = (self.range(input, 8), self.below(self.words.len()));
                input.splice(at, self.words.get(word).cloned().unwrap_or_default());
            }
            5 => {
                let at = self.below(input.len());
                let byte = self.random.random::<u8>();
                input.get_mut(at).into_iter().for_each(|place| *place = byte);
            }
            6 => {
                let at = self.below(input.len());
                let bit = 1 << self.below(8);
                input.get_mut(at).into_iter().for_each(|place| *place ^= bit);
            }
            7 => self.cross(input),
            8 => {
                let (word, times) = (self.below(self.words.len()), 1 << self.below(10));
                let repeated = self.words.get(word).cloned().unwrap_or_default().repeat(times);
                let at = self.below(input.len() + 1);
                input.splice(at..at, repeated);
            }
            _ => self.number(input),
        }
    }

    /// A part of another input in the place of a part.
    fn cross(&mut self, input: &mut Vec<u8>) {
        let other = self.below(self.inputs.len());
        let other = self.inputs[other].clone();
        let (from, to) = (self.range(&other, 400), self.range(input, 400));
        input.splice(to, other[from].iter().copied());
    }

    /// Another number in the place of one.
    fn number(&mut self, input: &mut Vec<u8>) {
        const NUMBERS: [&str; 14] = [
            "0",
            "-1",
            "1",
            "9",
            "255",
            "65536",
            "2147483648",
            "-9223372036854775808",
            "18446744073709551616",
            "1e308",
            "-1e308",
            "1e-320",
            "0.1",
            "1e999",
        ];
        let start = self.below(input.len());
        let Some(at) = input.iter().skip(start).position(u8::is_ascii_digit).map(|found| start + found) else { return };
        let length = input[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let other = NUMBERS[self.below(NUMBERS.len())];
        input.splice(at..at + length, other.bytes());
    }
}

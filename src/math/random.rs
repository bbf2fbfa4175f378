//! Random streams that depend on the seed, the question, the purpose and the replicate, and on nothing else: results are
//! the same whatever the threads.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// A place in the tree of random streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    seed: u64,
    path: u64,
}

impl Stream {
    /// The root of a study.
    pub fn new(seed: u64) -> Stream {
        Stream { seed, path: 0xcbf2_9ce4_8422_2325 }
    }

    /// The stream of a question or a purpose.
    pub fn child(self, name: &str) -> Stream {
        // FNV-1a, closed by a byte that no name holds, so that ("ab", "c") and ("a", "bc") differ.
        let step = |path: u64, byte: u8| (path ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Stream { path: step(name.bytes().fold(self.path, step), 0xff), ..self }
    }

    /// The stream of a replicate.
    pub fn replicate(self, index: u64) -> Stream {
        self.child(&index.to_string())
    }

    /// Its generator.
    pub fn rng(self) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(self.path);
        rng
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn streams_depend_on_their_path_only() {
        let root = Stream::new(7);
        let first = |stream: Stream| stream.rng().next_u64();
        assert_eq!(first(root.child("a").replicate(3)), first(Stream::new(7).child("a").replicate(3)));
        assert_ne!(first(root.child("ab").child("c")), first(root.child("a").child("bc")));
        assert_ne!(first(root), first(Stream::new(8)));
    }
}

//! OLE compound files ([MS-CFB]): the outer form of workbooks up to Excel 2003 and of encrypted ones.
//!
//! Sectors hang together in chains. A chain that runs in a circle would grow in memory for ever, so every chain is followed to
//! its end here before a parser sees the file.

/// First bytes of a compound file.
pub(super) const MARK: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// From this number on, sector numbers mean something else: the end of a chain, or nothing.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;

/// Streams below this size lie in the small sectors.
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: usize = 64;

/// Why a compound file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A chain of sectors runs in a circle.
    Circle,
    /// It is cut off, or something in it is not what it must be.
    Damaged,
}

/// A stream: its name, its first sector and its size.
struct CompoundStream {
    name: String,
    is_root: bool,
    start: u32,
    size: u64,
}

/// A compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    fat: Vec<u32>,
    small_fat: Vec<u32>,
    small: Vec<u8>,
    streams: Vec<CompoundStream>,
}

impl<'b> Compound<'b> {
    /// Reads the tables of the file.
    pub fn open(bytes: &'b [u8]) -> Result<Compound<'b>, Broken> {
        let shift = u32_at(bytes, 28)? >> 16;
        let sector = if matches!(shift, 9 | 12) { 1 << shift } else { return Err(Broken::Damaged) };
        let mut file =
            Compound { bytes, sector, fat: Vec::new(), small_fat: Vec::new(), small: Vec::new(), streams: vec![] };
        file.fat = file.read_fat()?;
        file.small_fat = numbers(&file.chain(u32_at(bytes, 60)?)?);
        file.streams = file.chain(u32_at(bytes, 48)?)?.chunks_exact(128).filter_map(stream).collect();
        let root = file.streams.iter().find(|stream| stream.is_root).map(|root| root.start);
        file.small = root.map_or(Ok(Vec::new()), |start| file.chain(start))?;
        Ok(file)
    }

    /// Whether there is a stream or folder of this name.
    pub fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|stream| stream.name == name)
    }

    /// The content of a stream.
    pub fn stream(&self, name: &str) -> Result<Vec<u8>, Broken> {
        let stream = self.streams.iter().find(|stream| stream.name == name).ok_or(Broken::Damaged)?;
        let mut content = match stream.size < SMALL_STREAM {
            true => follow(stream.start, &self.small_fat, |at| {
                sector(&self.small, at as usize * SMALL_SECTOR, SMALL_SECTOR)
            })?,
            false => self.chain(stream.start)?,
        };
        content.truncate(usize::try_from(stream.size).unwrap_or(usize::MAX));
        Ok(content)
    }

    /// The table of which sector follows which. The first 109 of its sectors stand in the header, others in a chain of their own.
    fn read_fat(&self) -> Result<Vec<u32>, Broken> {
        let mut places = numbers(self.bytes.get(76..512).ok_or(Broken::Damaged)?);
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if next >= LAST_SECTOR {
                let sectors = places.into_iter().filter(|&place| place < LAST_SECTOR);
                return Ok(sectors.flat_map(|place| numbers(self.sector_at(place))).collect());
            }
            let mut further = numbers(self.sector_at(next));
            next = further.pop().ok_or(Broken::Damaged)?;
            places.append(&mut further);
        }
        Err(Broken::Circle)
    }

    fn sector_at(&self, number: u32) -> &'b [u8] {
        sector(self.bytes, (number as usize + 1).saturating_mul(self.sector), self.sector)
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, Broken> {
        follow(start, &self.fat, |number| self.sector_at(number))
    }
}

/// The bytes of a chain of sectors. A chain that is longer than the table runs in a circle.
fn follow<'s>(start: u32, fat: &[u32], sector: impl Fn(u32) -> &'s [u8]) -> Result<Vec<u8>, Broken> {
    let (mut content, mut at) = (Vec::new(), start);
    for _ in 0..=fat.len() {
        if at >= LAST_SECTOR {
            return Ok(content);
        }
        content.extend_from_slice(sector(at));
        at = fat.get(at as usize).copied().unwrap_or(END);
    }
    Err(Broken::Circle)
}

/// A sector, or what there is of it.
fn sector(bytes: &[u8], start: usize, length: usize) -> &[u8] {
    let end = start.saturating_add(length).min(bytes.len());
    bytes.get(start..end).unwrap_or_default()
}

fn stream(entry: &[u8]) -> Option<CompoundStream> {
    let length = usize::from(u16::from_le_bytes([entry[64], entry[65]])).clamp(2, 64) - 2;
    let units: Vec<u16> = entry[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let kind = entry[66];
    // The upper half of the size is rubbish in files of small sectors.
    let size = u64::from(u32_at(entry, 120).ok()?);
    let start = u32_at(entry, 116).ok()?;
    (kind != 0).then(|| CompoundStream { name: String::from_utf16_lossy(&units), is_root: kind == 5, start, size })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

/// The little-endian number at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Broken> {
    let four = bytes.get(at..at + 4).ok_or(Broken::Damaged)?;
    Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_followed_to_its_end_and_not_in_circles() {
        let bytes = [1u8, 2, 3, 4];
        let sector = |at: u32| &bytes[at as usize..at as usize + 1];
        assert_eq!(follow(0, &[2, END, 1, END], sector), Ok(vec![1, 3, 2]));
        assert_eq!(follow(0, &[1, 2, 0, END], sector), Err(Broken::Circle));
        assert_eq!(follow(END, &[], sector), Ok(Vec::new()));
    }
}

/// How many values of a column lie below each of its distinct ones: its place, and one more for each tie
/// before it.
///
/// For 64 places the ties before them are held, and for each place a byte of what comes on top. Where
/// a byte does not do, as at a value that fills a part of the column, the counts themselves stand in
/// a table that is left untouched otherwise, so that it takes addresses and no memory.
struct CumulativeCounts: Sendable {
  static let blockPlaces = 64

  private let bases: Buffer<Int32>
  private let extras: Buffer<UInt8>
  private let counts: Buffer<Int32>

  /// Room for columns whose places begin at multiples of `blockPlaces`.
  init(places: Int) throws {
    bases = try Buffer(uninitialized: places / Self.blockPlaces)
    extras = try Buffer(uninitialized: places)
    counts = try Buffer(uninitialized: places)
  }

  /// The counts of the places of a block.
  typealias Block = InlineArray<64, Int32>

  /// Stores a block of the column that begins at `start`.
  func store(_ below: borrowing Block, places: Range<Int>, at start: Int) {
    let first = start + places.lowerBound
    let base = below[0] - Int32(places.lowerBound)
    // Counts grow by 1 at least, so the last place has the most ties before it.
    let isNarrow = Int(below[places.count - 1]) - (places.upperBound - 1) - Int(base) <= 255
    bases.base[first / Self.blockPlaces] = isNarrow ? base : -1
    if isNarrow {
      for place in 0..<places.count {
        let extra = below[place] &- below[0] &- Int32(truncatingIfNeeded: place)
        extras.base[first + place] = UInt8(truncatingIfNeeded: extra)
      }
    } else {
      for place in 0..<places.count { counts.base[first + place] = below[place] }
    }
  }

  /// Stores the counts of a whole column of `size` places.
  func store(_ below: UnsafePointer<Int32>, size: Int, at start: Int) {
    for first in stride(from: 0, to: size, by: Self.blockPlaces) {
      let places = first..<min(first + Self.blockPlaces, size)
      store(Block { below[min(first + $0, size - 1)] }, places: places, at: start)
    }
  }

  /// The count of a place of the column that begins at `start`.
  @inline(__always)
  func below(_ place: Int, from start: Int) -> Int32 {
    let index = start &+ place
    let base = bases.base[index / Self.blockPlaces]
    if base < 0 { return counts.base[index] }
    return Int32(truncatingIfNeeded: place) &+ base &+ Int32(extras.base[index])
  }
}

/// The memory in which one thread grows tree after tree.
///
/// - Complexity: about 30 bytes a training row and 2 KB a feature.
final class TreeWorkspace: @unchecked Sendable {
  /// The rows of the sample, and those outside that are voted on, cut into nodes in place.
  let sample: Buffer<UInt32>
  let unseen: Buffer<UInt32>
  let spare: Buffer<UInt32>
  /// How often each row is in the sample.
  let draws: Buffer<UInt16>
  let normals: UInt32
  let outOfBag: RowVotes?
  /// Votes on the normal rows of the sample, and one word more for all others.
  let inBag: RowVotes
  /// A permutation of the features; those known to be constant in a node come first.
  let features: Buffer<Int32>
  let histograms: Buffer<UInt64>
  /// The range of the sample that each feature's histogram counts: first row and end.
  let histogramStarts: Buffer<Int32>
  let histogramEnds: Buffer<Int32>
  /// A bit for each bin that a small node touches, in four words; empty between uses.
  let touchedBins: Buffer<UInt64>
  /// The bins of a small node's rows for one feature.
  let nodeBins: Buffer<UInt8>

  init(for table: BinnedTable, countsVotes: Bool) throws {
    let unseenRows = countsVotes ? table.normals + table.judgedAnomalies : 0
    self.sample = try Buffer(uninitialized: table.rows)
    self.unseen = try Buffer(uninitialized: unseenRows)
    self.spare = try Buffer(uninitialized: table.rows)
    self.draws = try Buffer(repeating: 0, count: table.rows)
    self.normals = UInt32(table.normals)
    self.outOfBag = countsVotes ? try RowVotes(rows: table.rows) : nil
    self.inBag = try RowVotes(rows: table.normals + 1)
    self.features = try Buffer(uninitialized: table.columns)
    // One more histogram than features: small nodes count in the last, which is always left empty.
    self.histograms = try Buffer(
      repeating: 0, count: (table.columns + 1) * FeatureBins.capacity)
    self.histogramStarts = try Buffer(uninitialized: table.columns)
    self.histogramEnds = try Buffer(uninitialized: table.columns)
    self.touchedBins = try Buffer(repeating: 0, count: FeatureBins.capacity / 64)
    self.nodeBins = try Buffer(uninitialized: TreeGrower.smallRandomNode)
  }

  @inline(__always) var rowDraws: RowDraws { RowDraws(base: draws.base, normals: normals) }

  /// The histogram that is empty between uses.
  @inline(__always) var spareHistogram: UnsafeMutablePointer<UInt64> {
    histograms.base + (histograms.count &- FeatureBins.capacity)
  }
}

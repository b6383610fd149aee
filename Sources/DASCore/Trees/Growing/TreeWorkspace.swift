/// Scratch memory of one thread for growing trees, reused from tree to tree.
///
/// - Complexity: about 30 bytes a training row and 2 KB a feature.
final class TreeWorkspace: @unchecked Sendable {
  /// The rows of the sample, and the out-of-bag rows that are evaluated, partitioned into nodes.
  let inBagRows: Buffer<UInt32>
  let outOfBagRows: Buffer<UInt32>
  let spare: Buffer<UInt32>
  /// How many times each row is in the sample.
  let rowCounts: Buffer<UInt16>
  let normals: UInt32
  let outOfBagVotes: VoteSums?
  /// Votes on the normal in-bag rows, and one more word for all other rows.
  let inBagVotes: VoteSums
  /// A permutation of the features; it begins with those known to be constant in a node.
  let features: Buffer<Int32>
  let histograms: Buffer<UInt64>
  /// The range of in-bag rows in each feature's histogram.
  let histogramStarts: Buffer<Int32>
  let histogramEnds: Buffer<Int32>
  /// A bit for each bin with rows of a small node, in four words; empty between uses.
  let touchedBins: Buffer<UInt64>
  /// The bins of a small node's rows for one feature.
  let nodeBins: Buffer<UInt8>

  init(for table: BinnedMatrix, countsVotes: Bool) throws {
    let outOfBagRows = countsVotes ? table.normals + table.evaluatedAnomalies : 0
    self.inBagRows = try Buffer(uninitialized: table.rows)
    self.outOfBagRows = try Buffer(uninitialized: outOfBagRows)
    self.spare = try Buffer(uninitialized: table.rows)
    self.rowCounts = try Buffer(repeating: 0, count: table.rows)
    self.normals = UInt32(table.normals)
    self.outOfBagVotes = countsVotes ? try VoteSums(rows: table.rows) : nil
    self.inBagVotes = try VoteSums(rows: table.normals + 1)
    self.features = try Buffer(uninitialized: table.columns)
    // Small nodes count in one histogram more, which is always left empty.
    self.histograms = try Buffer(
      repeating: 0, count: (table.columns + 1) * BinMapper.capacity)
    self.histogramStarts = try Buffer(uninitialized: table.columns)
    self.histogramEnds = try Buffer(repeating: 0, count: table.columns)
    self.touchedBins = try Buffer(repeating: 0, count: BinMapper.capacity / 64)
    self.nodeBins = try Buffer(uninitialized: TreeGrower.smallRandomNode)
  }

  @inline(__always) var sampleCounts: SampleCounts {
    SampleCounts(base: rowCounts.base, normals: normals)
  }

  /// The histogram that is empty between uses.
  @inline(__always) var emptyHistogram: UnsafeMutablePointer<UInt64> {
    histograms.base + (histograms.count &- BinMapper.capacity)
  }
}

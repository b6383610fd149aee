import CKernels

/// The sampled rows of a large node whose line of heavier children leads to the node at hand.
///
/// That node's rows are these but for those that have left since, which are listed behind it.
struct LineRows: ~Copyable {
  let rows: Buffer<UInt32>
  private(set) var count = 0
  /// Where the node of the line ended.
  private(set) var end: Int32 = 0

  /// Four more rows, as sets are listed.
  init(rows: Int) throws { self.rows = try Buffer(uninitialized: rows + 4) }

  mutating func forget() { (count, end) = (0, .max) }

  /// Begins anew at a node that ends at `end`.
  mutating func list(_ set: Buffer<UInt64>, among sampled: Buffer<UInt64>, end: Int32) {
    count = libdas_list_rows(set.base, nil, set.count, sampled.base, rows.base)
    self.end = end
  }
}

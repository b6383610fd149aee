/// Training rows of two classes as one byte a value: what trees for classification are grown on.
///
/// Rows 0 ..< normals are class 0, the others class 1. Bins are stored feature by feature, because a
/// large node reads one feature at a time: a column of 50 000 rows stays in the second-level cache.
struct BinnedTable: Sendable {
  let bins: Buffer<UInt8>
  let edges: FeatureBins
  let columns: Int
  let normals: Int
  let anomalies: Int

  var rows: Int { normals + anomalies }

  /// Node and row numbers are 32 bits wide.
  static let mostRows = 1 << 30

  /// - Complexity: O(rows x columns); each thread holds one column in four copies.
  init(normals: MatrixView, anomalies: MatrixView, on execution: Execution) throws {
    let (rows, columns) = (normals.rows + anomalies.rows, normals.columns)
    guard rows <= Self.mostRows, columns <= Int(Int32.max) else {
      throw DASError(
        .unsupported,
        "cannot grow trees on \(rows) x \(columns) values: at most \(Self.mostRows) rows")
    }
    let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot allocate \(rows) x \(columns) bins: the size overflows")
    }
    let bins = try Buffer<UInt8>(uninitialized: size)
    let edges = try FeatureBins(columns: columns)
    try execution.forEach(columns) { feature in
      let values = try Buffer<Double>(uninitialized: rows)
      normals.copyColumn(feature, rows: 0..<normals.rows, into: values.base)
      anomalies.copyColumn(
        feature, rows: 0..<anomalies.rows, into: values.base + normals.rows)
      let sorted = try Buffer(values.base, count: rows)
      try Sorting.sort(sorted.elements)
      edges.cut(feature, sorted: UnsafeBufferPointer(sorted.elements))
      let column = bins.base + feature * rows
      for row in 0..<rows { column[row] = edges.bin(of: values.base[row], feature: feature) }
      withExtendedLifetime((values, sorted)) {}
    }
    self.bins = bins
    self.edges = edges
    self.columns = columns
    self.normals = normals.rows
    self.anomalies = anomalies.rows
  }

  /// The bins of one feature, a byte a row.
  @inline(__always)
  func column(_ feature: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(bins.base + feature &* rows)
  }
}

/// The training rows of two classes as bins, one byte a value: what classification trees are grown
/// on.
///
/// Rows 0 ..< normals are class 0, the others class 1. The bins are stored twice. A large node
/// reads the column-major copy: a column of 50 000 rows fits the second-level cache. A small node
/// reads the row-major copy: its rows are scattered, but one access brings several features of a
/// row.
struct BinnedMatrix: Sendable {
  private let byFeature: Buffer<UInt8>
  private let byRow: Buffer<UInt8>
  let mapper: BinMapper
  let columns: Int
  /// The number of features at the end of which a tree sees one.
  let views: Int
  let normals: Int
  let anomalies: Int

  var rows: Int { normals + anomalies }

  /// Class-1 rows with out-of-bag votes: evenly spaced, so that all components of a program are
  /// among them, and few enough for their votes to cost next to nothing.
  var evaluatedAnomalies: Int { min(anomalies, Self.maxEvaluated) }
  static let maxEvaluated = 512

  func evaluatedAnomaly(_ index: Int) -> Int {
    normals + index * anomalies / evaluatedAnomalies
  }

  /// A tree has fewer than two nodes a row.
  static let maxRows = QuantizedNode.maxNodes / 2
  static let maxColumns = QuantizedNode.maxFeatures

  /// The number of features that a tree sees.
  var featuresPerTree: Int { columns - max(views - 1, 0) }

  /// Whether a tree sees a feature: all trees see the columns of the tables, and tree t the view
  /// t mod their number.
  func isSeen(_ feature: Int, by tree: Int) -> Bool {
    let first = columns - views
    return feature < first || feature - first == tree % views
  }

  /// A feature that the tables lack. Such features become the last columns.
  struct AddedFeature {
    let normals: Buffer<Double>
    let anomalies: Buffer<Double>
  }

  /// - Complexity: O(rows x columns); each thread holds one column in four copies.
  init(
    normals: MatrixView, anomalies: MatrixView, views: [AddedFeature] = [],
    on execution: Execution
  ) throws {
    let rows = normals.rows + anomalies.rows
    let columns = normals.columns + views.count
    guard rows <= Self.maxRows, columns <= Self.maxColumns else {
      throw DASError(
        .unsupported,
        "cannot grow trees on \(rows) x \(columns) values: at most \(Self.maxRows) x "
          + "\(Self.maxColumns)"
      )
    }
    let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot allocate \(rows) x \(columns) bins: the size overflows")
    }
    let byFeature = try Buffer<UInt8>(uninitialized: size)
    let mapper = try BinMapper(columns: columns)
    try execution.forEach(columns) { feature in
      let values = try Buffer<Double>(uninitialized: rows)
      if feature < normals.columns {
        normals.copyColumn(feature, rows: 0..<normals.rows, into: values.base)
        anomalies.copyColumn(
          feature, rows: 0..<anomalies.rows, into: values.base + normals.rows)
      } else {
        let view = views[feature - normals.columns]
        values.base.update(from: view.normals.base, count: normals.rows)
        (values.base + normals.rows).update(from: view.anomalies.base, count: anomalies.rows)
      }
      let sorted = try Buffer(values.base, count: rows)
      try Sorting.sort(sorted.elements)
      mapper.setBins(of: feature, sorted: UnsafeBufferPointer(sorted.elements))
      mapper.assign(
        feature, to: values.base, count: rows, into: byFeature.base + feature * rows)
      withExtendedLifetime((values, sorted)) {}
    }
    self.byFeature = byFeature
    self.byRow = try Self.transposed(byFeature, rows: rows, columns: columns, on: execution)
    self.mapper = mapper
    self.columns = columns
    self.views = views.count
    self.normals = normals.rows
    self.anomalies = anomalies.rows
  }

  /// The row-major copy, transposed in blocks whose rows fit the first-level cache.
  private static func transposed(
    _ byFeature: Buffer<UInt8>, rows: Int, columns: Int, on execution: Execution
  ) throws -> Buffer<UInt8> {
    let byRow = try Buffer<UInt8>(uninitialized: rows * columns)
    let height = 256
    try execution.forEach((rows + height - 1) / height) { block in
      let range = block * height..<min(block * height + height, rows)
      for feature in 0..<columns {
        let column = byFeature.base + feature &* rows
        for row in range { byRow.base[row &* columns &+ feature] = column[row] }
      }
    }
    return byRow
  }

  /// The bins of one feature, in the copy that is faster for a node of `count` rows.
  @inline(__always)
  func bins(of feature: Int, forRows count: Int) -> BinColumn {
    #if WITHOUT_ROW_MAJOR_BINS
      let isSmall = false
    #else
      // With fewer rows than a column has cache lines, few rows have a line in common.
      let isSmall = count < rows / 64
    #endif
    return isSmall
      ? BinColumn(base: byRow.base + feature, stride: columns)
      : BinColumn(base: byFeature.base + feature &* rows, stride: 1)
  }
}

/// The bins of one feature.
struct BinColumn: BitwiseCopyable {
  let base: UnsafeMutablePointer<UInt8>
  let stride: Int

  @inline(__always)
  subscript(row: UInt32) -> UInt8 { base[Int(row) &* stride] }
}

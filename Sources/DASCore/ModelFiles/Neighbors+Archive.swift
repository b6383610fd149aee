extension FittedKNN: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    try space.archive(to: &writer, under: prefix)
    writer.set(prefix + "n_neighbors", neighbors)
    writer.set(prefix + "method", method.rawValue)
    writer.add(prefix + "scores", ownScores)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    guard let method = KNN.Method(rawValue: try reader.text(prefix + "method")) else {
      throw TensorReader.broken("'\(prefix)method' is unknown")
    }
    let space = try NeighborSpace(from: reader, under: prefix)
    self.init(
      space: space, neighbors: try reader.integer(prefix + "n_neighbors", in: 1...10_000),
      method: method, ownScores: try reader.finite(prefix + "scores", count: space.search.rows))
  }
}

extension FittedLOF: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    try space.archive(to: &writer, under: prefix)
    writer.set(prefix + "n_neighbors", neighbors)
    writer.add(prefix + "k_distances", densities.kDistances)
    writer.add(prefix + "densities", densities.densities)
    writer.add(prefix + "scores", ownScores)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let space = try NeighborSpace(from: reader, under: prefix)
    self.init(
      space: space, neighbors: try reader.integer(prefix + "n_neighbors", in: 1...10_000),
      densities: LocalDensities(
        kDistances: try reader.positive(prefix + "k_distances", count: space.search.rows),
        densities: try reader.positive(prefix + "densities", count: space.search.rows)),
      ownScores: try reader.finite(prefix + "scores", count: space.search.rows))
  }
}

/// The rows in the order and the type they came in; their tree is rebuilt from them.
extension NearestNeighbors {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "p", leaves.distance.p)
    writer.add(prefix + "factor", leaves.distance.factors)
    switch leaves.values.type {
    case .float32: writer.add(prefix + "rows", try table(Float.init), shape: [rows, columns])
    case .float64: writer.add(prefix + "rows", try table { $0 }, shape: [rows, columns])
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let p = try reader.real(prefix + "p")
    guard p >= 1 else { throw TensorReader.broken("'\(prefix)p' is below 1") }
    let factors = try reader.finite(prefix + "factor")
    guard factors.count > 0, factors.elements.allSatisfy({ $0 > 0 }) else {
      throw TensorReader.broken("tensor '\(prefix)factor' is not positive")
    }
    let X = try reader.typedTable(prefix + "rows", columns: factors.count)
    guard X.rows > 0 else { throw TensorReader.broken("it has no training rows") }
    try self.init(X, distance: RowDistance(p: p, factors: factors), on: Execution())
  }

  /// The rows as one table, in their original order.
  func table<Element: TensorElement>(
    _ convert: (Double) -> Element
  ) throws -> Buffer<Element> {
    let (size, row) = (rows * columns, try Buffer<Double>(uninitialized: columns))
    let table = try Buffer<Element>(uninitialized: size)
    for leaf in 0..<leaves.count {
      for index in 0..<leaves.size(leaf) {
        leaves.copyRow(index, of: leaf, into: row.base)
        let target = table.base + Int(leaves.numbers(leaf)[index]) * columns
        for column in 0..<columns { target[column] = convert(row.base[column]) }
      }
    }
    return table
  }
}

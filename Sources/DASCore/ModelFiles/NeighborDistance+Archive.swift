extension NeighborDistance {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "k", neighbors)
    if floor > 0 { writer.set(prefix + "floor", floor) }
    writer.add(prefix + "shift", scaling.shift)
    writer.add(prefix + "factor", scaling.factor)
    writer.add(
      prefix + "reference", try search.table { $0 }, shape: [search.rows, search.columns])
  }

  /// nil where the forest has no such feature.
  static func ifPresent(
    in reader: TensorReader, under prefix: String, columns: Int
  ) throws -> NeighborDistance? {
    guard reader.has(prefix + "reference") || !reader.metadata(under: prefix).isEmpty else {
      return nil
    }
    guard columns > 0 else { throw TensorReader.broken("its neighbours have no columns") }
    let reference = try reader.table(prefix + "reference", columns: columns)
    guard reference.rows > 0 else { throw TensorReader.broken("it has no neighbours") }
    let floor = try reader.realIfPresent(
      prefix + "floor", in: 0...Double.greatestFiniteMagnitude)
    return try NeighborDistance(
      neighbors: try reader.integer(prefix + "k", in: 1...1024),
      scaling: ColumnScaling(
        shift: reader.bounded(prefix + "shift", count: columns),
        factor: reader.finite(prefix + "factor", count: columns)),
      reference: reference, floor: floor.isNaN ? 0 : floor)
  }
}

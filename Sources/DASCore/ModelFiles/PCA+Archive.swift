extension FittedPCA: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "method", method.rawValue)
    writer.add(prefix + "shift", scaling.shift)
    writer.add(prefix + "factor", scaling.factor)
    writer.add(prefix + "axes", axes.storage, shape: [axes.rows, axes.columns])
    writer.add(prefix + "weights", weights)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    guard let method = PCA.Method(rawValue: try reader.text(prefix + "method")) else {
      throw TensorReader.broken("'\(prefix)method' is unknown")
    }
    let shift = try reader.bounded(prefix + "shift")
    guard shift.count > 0 else { throw TensorReader.broken("its pca has no columns") }
    let axes = try reader.table(prefix + "axes", columns: shift.count)
    // Entries of unit vectors, so that no product with a row overflows.
    guard axes.storage.elements.allSatisfy({ $0.magnitude <= 1.001 }) else {
      throw TensorReader.broken("tensor '\(prefix)axes' holds no unit vectors")
    }
    let weights = try reader.positive(prefix + "weights", count: axes.rows)
    try self.init(
      method: method,
      scaling: ColumnScaling(
        shift: shift, factor: reader.finite(prefix + "factor", count: shift.count)),
      axes: axes, weights: weights)
  }
}

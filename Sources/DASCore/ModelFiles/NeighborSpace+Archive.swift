/// The training rows in the space of the metric, and the whitening of other rows.
extension NeighborSpace {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    try search.archive(to: &writer, under: prefix)
    guard let whitening else { return }
    let root = whitening.root
    writer.add(prefix + "whitening.center", whitening.center)
    writer.add(prefix + "whitening.root", root.storage, shape: [root.rows, root.columns])
  }

  init(from reader: TensorReader, under prefix: String) throws {
    search = try NearestNeighbors(from: reader, under: prefix)
    guard reader.has(prefix + "whitening.root") else {
      whitening = nil
      return
    }
    let center = try reader.bounded(prefix + "whitening.center", count: search.columns)
    let root = try reader.table(prefix + "whitening.root", columns: search.columns)
    guard root.rows == root.columns,
      (0..<root.rows).allSatisfy({ root[$0, $0] >= Whitening.minRoot })
    else { throw TensorReader.broken("'\(prefix)whitening.root' is no root of a covariance") }
    whitening = Whitening(center: center, root: root)
  }
}

/// One matrix of every network of an ensemble, back to back and without padding.
struct NetworkTensor<Network> {
  let name: String
  let rows, columns: Int
  let matrix: KeyPath<Network, FloatMatrix>

  func pack(_ networks: [Network]) throws -> Buffer<Float> {
    let packed = try Buffer<Float>(uninitialized: networks.count * rows * columns)
    for (index, network) in networks.enumerated() {
      for row in 0..<rows {
        (packed.base + (index * rows + row) * columns).update(
          from: network[keyPath: matrix].row(row), count: columns)
      }
    }
    return packed
  }

  /// The inverse of `pack`, for one network.
  func unpack(_ values: Buffer<Float>, network index: Int, into network: Network) {
    for row in 0..<rows {
      network[keyPath: matrix].row(row).update(
        from: values.base + (index * rows + row) * columns, count: columns)
    }
  }
}

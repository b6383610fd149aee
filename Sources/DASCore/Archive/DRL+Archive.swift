extension FittedDRL: Archivable {
  /// Tensors hold all networks behind each other, without the filling.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let shape = networks[0].shape
    writer.set(prefix + "networks", networks.count)
    writer.set(prefix + "hidden", shape.hidden)
    writer.set(prefix + "basis", shape.basis)
    writer.set(prefix + "intercept", input.hasIntercept ? 1 : 0)
    writer.set(prefix + "weights", DRLWeightKinds(of: networks).rawValue)
    writer.add(prefix + "shift", input.scaling.shift)
    writer.add(prefix + "factor", input.scaling.factor)
    writer.add(prefix + "scales", scales)
    if let deviations { writer.add(prefix + "deviations", deviations) }
    for (name, rows, columns, matrix) in Self.tensors(shape, decoder: deviations != nil) {
      let packed = try Buffer<Float>(uninitialized: networks.count * rows * columns)
      for (index, network) in networks.enumerated() {
        for row in 0..<rows {
          (packed.base + (index * rows + row) * columns).update(
            from: network[keyPath: matrix].row(row), count: columns)
        }
      }
      writer.add(prefix + name, packed, shape: [networks.count, rows, columns])
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let scaling = ColumnScaling(
      shift: try reader.bounded(prefix + "shift"), factor: try reader.finite(prefix + "factor"))
    let columns = scaling.shift.count
    let count = try reader.integer(prefix + "networks", in: 1...DRL.mostNetworks)
    let hidden = try reader.integer(prefix + "hidden", in: 1...DRL.widest)
    let basis = try reader.integer(prefix + "basis", in: 1...hidden)
    let hasIntercept = try reader.integer(prefix + "intercept", in: 0...1) == 1
    guard let weights = DRLWeightKinds(rawValue: try reader.text(prefix + "weights")) else {
      throw TensorReader.broken("'\(prefix)weights' is unknown")
    }
    guard columns > 0, columns < Int(Int32.max), scaling.factor.count == columns else {
      throw TensorReader.broken("its drl has no columns, or columns without a scale")
    }
    let scales = try reader.finite(prefix + "scales", count: count)
    // The first files lack them, and decoders.
    let deviations =
      reader.has(prefix + "deviations")
      ? try reader.finite(prefix + "deviations", count: count) : nil
    for means in [scales, deviations] {
      guard means?.elements.allSatisfy({ $0 >= DRLTrainer.leastMean }) != false else {
        throw TensorReader.broken("a scale of its drl is too small")
      }
    }
    let input = DRLInput(scaling: scaling, hasIntercept: hasIntercept)
    let shape = DRLShape(inputs: input.count, hidden: hidden, basis: basis)
    try self.init(
      input: input,
      networks: Self.networks(
        count, shape, weights, decoder: deviations != nil, from: reader, under: prefix),
      scales: scales, deviations: deviations)
  }

  private static func networks(
    _ count: Int, _ shape: DRLShape, _ weights: DRLWeightKinds, decoder: Bool,
    from reader: TensorReader, under prefix: String
  ) throws -> [DRLNetwork] {
    // Read before anything of their size is allocated: memory is bounded by the file's.
    let tensors = try tensors(shape, decoder: decoder).map { name, rows, columns, matrix in
      let values = try reader.tensor(
        prefix + name, of: Float.self, count: count * rows * columns)
      guard values.elements.allSatisfy(\.isFinite) else {
        throw TensorReader.broken("tensor '\(prefix)\(name)' holds NaN or infinity")
      }
      return (values, rows, columns, matrix)
    }
    return try (0..<count).map { index in
      let network = try DRLNetwork(zeros: shape, weights.kind(ofNetwork: index))
      for (values, rows, columns, matrix) in tensors {
        for row in 0..<rows {
          network[keyPath: matrix].row(row).update(
            from: values.base + (index * rows + row) * columns, count: columns)
        }
      }
      return network
    }
  }

  /// The matrices that scoring needs: their names, rows, columns and place.
  private static func tensors(
    _ shape: DRLShape, decoder: Bool
  ) -> [(String, Int, Int, KeyPath<DRLNetwork, FloatMatrix>)] {
    let all: [(String, Int, Int, KeyPath<DRLNetwork, FloatMatrix>)] = [
      ("encoder1", shape.inputs, shape.hidden, \.weights.encoder1),
      ("encoder2", shape.hidden, shape.hidden, \.weights.encoder2),
      ("weigher1", shape.inputs, shape.hidden, \.weights.weigher1),
      ("weigher2", shape.hidden, shape.basis, \.weights.weigher2),
      ("basis", shape.basis, shape.hidden, \.basis),
      ("decoder", shape.hidden, shape.inputs, \.weights.decoder),
    ]
    return decoder ? all : all.dropLast()
  }
}

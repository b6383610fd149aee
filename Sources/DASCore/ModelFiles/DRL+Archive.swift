extension FittedDRL: Archivable {
  /// Tensors hold the matrices of all networks back to back, without padding.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let (first, normalizations) = (members[0], members.map(\.scoreNormalization))
    writer.set(prefix + "networks", members.count)
    writer.set(prefix + "hidden", first.network.shape.hidden)
    writer.set(prefix + "basis", first.network.shape.basis)
    writer.set(prefix + "intercept", first.input.hasIntercept ? 1 : 0)
    writer.set(prefix + "weights", WeightActivations(of: members.map(\.network)).rawValue)
    writer.add(prefix + "shift", first.input.scaling.shift)
    let factors = try Buffer<Double>(uninitialized: members.count * columns)
    for (index, member) in members.enumerated() {
      (factors.base + index * columns).update(
        from: member.input.scaling.factor.base, count: columns)
    }
    writer.add(prefix + "factor", factors, shape: [members.count, columns])
    writer.add(prefix + "scales", try Buffer(normalizations.map(\.distance)))
    writer.add(prefix + "deviations", try Buffer(normalizations.map(\.deviation)))
    let axes = first.scoreNormalization.mahalanobis.matrices.count
    writer.set(prefix + "axes", axes)
    writer.add(prefix + "remainders", try Buffer(normalizations.map(\.mahalanobis.remainder)))
    for tensor in DRLTensor.all(first.network.shape, axes: axes) {
      let packed = try tensor.pack(members.map(\.matrices))
      writer.add(prefix + tensor.name, packed, shape: [members.count, tensor.rows, tensor.columns])
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let count = try reader.integer(prefix + "networks", in: 1...DRL.maxNetworks)
    let hidden = try reader.integer(prefix + "hidden", in: 1...DRL.maxWidth)
    let basis = try reader.integer(prefix + "basis", in: 1...hidden)
    guard let weights = WeightActivations(rawValue: try reader.text(prefix + "weights")) else {
      throw TensorReader.broken("'\(prefix)weights' is unknown")
    }
    let inputs = try Self.inputs(count, from: reader, under: prefix)
    let shape = DRLShape(inputs: inputs[0].count, hidden: hidden, basis: basis)
    let scales = try Self.means("scales", count, from: reader, under: prefix)
    let deviations = try Self.means("deviations", count, from: reader, under: prefix)
    let axes = try reader.integer(prefix + "axes", in: 1...hidden)
    let remainders = try Self.means("remainders", count, from: reader, under: prefix)
    // Read before anything of their size is allocated, so that memory is bounded by the file's.
    let tensors = try DRLTensor.all(shape, axes: axes)
      .map { ($0, try $0.read(count, from: reader, under: prefix)) }
    self.init(
      members: try (0..<count).map { index in
        let matrices = DRLMatrices(
          network: try DRLNetwork(zeros: shape, weights.activation(ofNetwork: index)),
          mahalanobis: try MahalanobisModel.Matrices(axes: axes, shape))
        for (tensor, values) in tensors { tensor.unpack(values, network: index, into: matrices) }
        return try EnsembleMember(
          inputs[index], matrices.network,
          ScoreNormalization(
            distance: scales[index], deviation: deviations[index],
            mahalanobis: MahalanobisModel(matrices.mahalanobis, remainder: remainders[index])))
      })
  }

  /// Means over training rows, which scores are divided by.
  private static func means(
    _ name: String, _ count: Int, from reader: TensorReader, under prefix: String
  ) throws -> Buffer<Double> {
    let means = try reader.finite(prefix + name, count: count)
    guard means.elements.allSatisfy({ $0 >= ScoreNormalization.minMean }) else {
      throw TensorReader.broken("a scale of its drl is too small")
    }
    return means
  }

  /// The input of each network.
  private static func inputs(
    _ count: Int, from reader: TensorReader, under prefix: String
  ) throws -> [DRLInput] {
    let shift = try reader.bounded(prefix + "shift")
    let columns = shift.count
    guard columns > 0, columns < Int(Int32.max) else {
      throw TensorReader.broken("its drl has no columns")
    }
    let factors = try reader.finite(prefix + "factor", count: count * columns)
    let hasIntercept = try reader.integer(prefix + "intercept", in: 0...1) == 1
    return try (0..<count).map {
      let factor = try Buffer(factors.base + $0 * columns, count: columns)
      return DRLInput(
        scaling: ColumnScaling(shift: shift, factor: factor), hasIntercept: hasIntercept)
    }
  }
}

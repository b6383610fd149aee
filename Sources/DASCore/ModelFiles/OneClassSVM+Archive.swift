extension FittedOneClassSVM: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let (kernel, points) = (expansion.kernel, expansion.points.matrix)
    writer.set(prefix + "kernel", kernel.form.rawValue)
    writer.set(prefix + "gamma", kernel.gamma)
    writer.set(prefix + "coef0", kernel.coef0)
    writer.set(prefix + "degree", kernel.degree)
    writer.set(prefix + "rho", rho)
    writer.set(prefix + "columns", columns)
    writer.add(prefix + "points", points.storage, shape: [points.rows, points.columns])
    writer.add(prefix + "weights", expansion.weights)
    writer.add(prefix + "shift", scaling.shift)
    writer.add(prefix + "factor", scaling.factor)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    guard let form = Kernel.Form(rawValue: try reader.text(prefix + "kernel")) else {
      throw TensorReader.broken("'\(prefix)kernel' is unknown")
    }
    let kernel = Kernel(
      form, gamma: try reader.real(prefix + "gamma"), coef0: try reader.real(prefix + "coef0"),
      degree: try reader.integer(prefix + "degree", in: 0...1000))
    let columns = try reader.integer(prefix + "columns", in: 1...Int(Int32.max) - 1)
    let points = try reader.table(prefix + "points", columns: columns)
    guard points.rows > 0 else { throw TensorReader.broken("its ocsvm has no support vectors") }
    self.init(
      scaling: ColumnScaling(
        shift: try reader.bounded(prefix + "shift", count: columns),
        factor: try reader.finite(prefix + "factor", count: columns)),
      expansion: KernelExpansion(
        kernel: kernel, points: try KernelPoints(points, kernel: kernel),
        weights: try reader.finite(prefix + "weights", count: points.rows)),
      rho: try reader.real(prefix + "rho"))
  }
}

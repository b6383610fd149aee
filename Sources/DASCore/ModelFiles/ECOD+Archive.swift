extension FittedECOD: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "count", distributions.count)
    if schema != nil { writer.set(prefix + "mixed", 1) }
    let packed = try distributions.packed()
    writer.add(prefix + "starts", packed.starts)
    writer.add(prefix + "values", packed.values)
    writer.add(prefix + "below", packed.below)
    let signs = try Buffer<Int32>(uninitialized: skewness.count)
    for column in 0..<signs.count { signs[column] = Int32(skewness[column]) }
    writer.add(prefix + "skewness", signs)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let count = try reader.integer(prefix + "count", in: 1...Int(Int32.max) - 1)
    let isMixed = try reader.integerIfPresent(prefix + "mixed", in: 1...1) != nil
    let schema = isMixed ? reader.schema : nil
    let starts = try reader.tensor(prefix + "starts", of: Int.self)
    let values = try reader.tensor(prefix + "values", of: Double.self)
    let below = try reader.tensor(prefix + "below", of: Int32.self, count: values.count)
    try Self.check(starts, entryCount: values.count)
    guard schema == nil || schema?.count == starts.count - 1 else {
      throw TensorReader.broken("its ecod has not the columns of its schema")
    }
    let limit = schema == nil ? MatrixView.maxMagnitude : FittedECOD.missing
    for column in 0..<starts.count - 1 {
      try Self.check(values, below, starts[column]..<starts[column + 1], count: count, limit)
    }
    let signs = try reader.tensor(prefix + "skewness", of: Int32.self, count: starts.count - 1)
    let skewness = try Buffer<Int8>(repeating: 0, count: signs.count)
    for column in 0..<signs.count { skewness[column] = Int8(signs[column].signum()) }
    try self.init(
      distributions: EmpiricalDistributions(
        count: count, starts: starts, values: values, below: below, on: Execution()),
      skewness: skewness, schema: schema)
  }

  /// Every column has a value and the sentinel after it, and the columns fill the table.
  private static func check(_ starts: Buffer<Int>, entryCount: Int) throws {
    guard starts.count >= 2, starts[0] == 0, starts[starts.count - 1] == entryCount else {
      throw TensorReader.broken("its ecod columns do not fill their tables")
    }
    for column in 1..<starts.count {
      let size = starts[column].subtractingReportingOverflow(starts[column - 1])
      guard !size.overflow, size.partialValue >= 2 else {
        throw TensorReader.broken("ecod column \(column - 1) has no values")
      }
    }
  }

  private static func check(
    _ values: Buffer<Double>, _ below: Buffer<Int32>, _ range: Range<Int>, count: Int,
    _ limit: Double
  ) throws {
    let last = range.upperBound - 1
    var isSound =
      values[last] == .infinity && Int(below[last]) == count && below[range.lowerBound] == 0
    for offset in range.dropLast() {
      isSound =
        isSound && values[offset].magnitude <= limit
        && values[offset] < values[offset + 1] && below[offset] < below[offset + 1]
    }
    guard isSound else { throw TensorReader.broken("an ecod column is not a distribution") }
  }
}

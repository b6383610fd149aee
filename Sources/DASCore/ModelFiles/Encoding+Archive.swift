extension EncodedScorer {
  /// The object as it is without an encoding, and the encoding beside it.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    guard let scorer = scorer as? any Archivable else {
      throw DASError(.internal, "an encoded object has no form in a file")
    }
    try scorer.archive(to: &writer, under: prefix)
    try encoding.archive(to: &writer, under: prefix + "encoding.")
  }
}

extension FittedEncodedDetector: Archivable {
  init(from reader: TensorReader, under prefix: String) throws {
    detector = try Archive.numericDetector(from: reader, under: prefix)
    encoding = try Encoding(from: reader, under: prefix, of: detector, "detector")
  }
}

extension FittedEncodedBooster: Archivable {
  init(from reader: TensorReader, under prefix: String) throws {
    booster = try Archive.numericBooster(
      reader.text("booster"), from: reader, under: prefix)
    encoding = try Encoding(from: reader, under: prefix, of: booster, "booster")
  }
}

extension Encoding {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let widths = try Buffer<Int32>(uninitialized: columns.count)
    let indicators = try Buffer<Int32>(uninitialized: columns.count)
    let numbers = try Buffer<Double>(uninitialized: 3 * columns.count)
    for index in 0..<columns.count {
      let column = columns[index]
      widths[index] = column.width
      indicators[index] = column.hasIndicator ? 1 : 0
      numbers[3 * index] = column.center
      numbers[3 * index + 1] = column.deviation
      numbers[3 * index + 2] = column.factor
    }
    writer.set(prefix + "deviation", deviation)
    writer.add(prefix + "widths", widths)
    writer.add(prefix + "indicators", indicators)
    writer.add(prefix + "scales", numbers, shape: [columns.count, 3])
    writer.add(prefix + "targets", targets)
    writer.add(prefix + "frequencies", frequencies)
  }

  /// The encoding of a detector or booster, whose columns it must have.
  fileprivate init(
    from reader: TensorReader, under prefix: String, of scorer: any RowScorer, _ role: String
  ) throws {
    guard let schema = reader.schema else {
      throw TensorReader.broken("its \(role) has an encoding, but its columns are numeric")
    }
    self = try Encoding(schema, from: reader, under: prefix + "encoding.")
    guard width == scorer.columns else {
      throw TensorReader.broken("its encoding does not fit its \(role)")
    }
  }

  init(_ schema: Schema, from reader: TensorReader, under prefix: String) throws {
    let deviation = try reader.real(prefix + "deviation")
    let widths = try reader.tensor(prefix + "widths", of: Int32.self, count: schema.count)
    let indicators = try reader.tensor(prefix + "indicators", of: Int32.self, count: schema.count)
    let numbers = try reader.bounded(prefix + "scales", count: 3 * schema.count)
    let targets = try reader.tensor(prefix + "targets", of: Int32.self)
    let frequencies = try reader.finite(prefix + "frequencies")
    let columns = try Buffer<Column>(repeating: Column(), count: schema.count)
    var (first, codes) = (0, 0)
    for index in 0..<schema.count {
      let described = schema[index]
      let width = Int(widths[index])
      guard (described.kind == .nominal ? 0...Schema.maxCategories : 0...1).contains(width),
        (0...1).contains(indicators[index]), indicators[index] == 0 || width > 0,
        codes + described.categoryCount <= targets.count
      else { throw TensorReader.broken("column \(index) of its encoding is unsound") }
      // Ranks are at most twice the number of categories.
      let limit = described.kind == .nominal ? width : 2 * Schema.maxCategories
      for code in codes..<codes + described.categoryCount
      where !(-1..<max(limit, 0)).contains(Int(targets[code])) {
        throw TensorReader.broken("a category of column \(index) points outside its encoding")
      }
      columns[index] = Column(
        first: Int32(first), width: Int32(width), codes: Int32(codes),
        hasIndicator: indicators[index] == 1, center: numbers[3 * index],
        deviation: numbers[3 * index + 1], factor: numbers[3 * index + 2])
      first += width + Int(indicators[index])
      codes += described.categoryCount
    }
    guard first == frequencies.count, codes == targets.count,
      frequencies.elements.allSatisfy({ (0...1).contains($0) }),
      deviation > 0, deviation <= MatrixView.maxMagnitude
    else { throw TensorReader.broken("its encoding does not fit its columns") }
    self.init(
      schema: schema, columns: columns, targets: targets, frequencies: frequencies,
      deviation: deviation)
  }

  /// Whether a file has an encoding there.
  static func isIn(_ reader: TensorReader, under prefix: String) -> Bool {
    reader.has(prefix + "widths")
  }
}

/// The schema of a file: one of all its parts. Only files of format version 2 hold one.
extension Schema {
  private static let prefix = "columns."

  func archive(to writer: inout TensorWriter) throws {
    let kinds = try Buffer<UInt8>(uninitialized: count)
    let categories = try Buffer<Int32>(uninitialized: count)
    let missing = try Buffer<UInt8>(uninitialized: count)
    let named = try Buffer<UInt8>(uninitialized: count)
    var texts = try GrowingBuffer<UInt8>(capacity: 1024)
    for column in 0..<count {
      kinds[column] = UInt8(self[column].kind.rawValue)
      categories[column] = self[column].categories
      missing[column] = self[column].allowsMissing ? 1 : 0
      named[column] = names(of: column) == nil ? 0 : 1
      for code in 0..<self[column].categoryCount {
        guard let name = name(of: code, in: column) else { break }
        for byte in name.utf8 { try texts.append(byte) }
        try texts.append(0)
      }
    }
    writer.add(Self.prefix + "kinds", kinds)
    writer.add(Self.prefix + "categories", categories)
    writer.add(Self.prefix + "missing", missing)
    guard named.elements.contains(1) else { return }
    writer.add(Self.prefix + "named", named)
    writer.add(Self.prefix + "category_names", try texts.compacted())
  }

  /// - Throws: `badFormat` unless the columns are what a schema can say, and not all plain.
  init(from reader: TensorReader) throws {
    let kinds = try reader.tensor(Self.prefix + "kinds", of: UInt8.self)
    let categories = try reader.tensor(
      Self.prefix + "categories", of: Int32.self, count: kinds.count)
    let missing = try reader.flags(Self.prefix + "missing", count: kinds.count)
    let columns = try Buffer<Column>(repeating: Column(), count: kinds.count)
    for column in 0..<kinds.count {
      columns[column] = try Column(kinds[column], categories[column], missing[column], column)
    }
    try self.init(columns, names: Self.names(of: columns, reader))
    guard !isPlain else { throw TensorReader.broken("its columns need no schema") }
  }

  private static func names(
    of columns: Buffer<Column>, _ reader: TensorReader
  ) throws -> [Int: CategoryNames] {
    guard reader.has(prefix + "named") else { return [:] }
    let named = try reader.flags(prefix + "named", count: columns.count)
    let indices = (0..<columns.count).lazy.filter { named[$0] == 1 }
    let texts: Buffer<UInt8> = try reader.tensor(prefix + "category_names")
    let count = indices.reduce(0) { $0 + columns[$1].categoryCount }
    let all: FeatureNames
    do {
      all = try FeatureNames(texts, count: count, of: "category")
    } catch let error as DASError where error.code == .outOfRange {
      throw TensorReader.broken(error.message)
    }
    var (names, first) = ([Int: CategoryNames](), 0)
    for column in indices {
      guard columns[column].isCategorical else {
        throw TensorReader.broken("column \(column) is numeric, but its categories have names")
      }
      names[column] = CategoryNames(all, from: first)
      first += columns[column].categoryCount
    }
    return names
  }
}

extension Schema.Column {
  fileprivate init(_ kind: UInt8, _ categories: Int32, _ missing: UInt8, _ column: Int) throws {
    guard let kind = Schema.Kind(rawValue: Int32(kind)),
      (kind == .numeric ? 0...0 : 1...Schema.maxCategories).contains(Int(categories))
    else { throw TensorReader.broken("column \(column) is of no known kind") }
    self.init(kind: kind, allowsMissing: missing == 1, categories: categories)
  }
}

extension TensorReader {
  /// A tensor of 0 and 1.
  fileprivate func flags(_ name: String, count: Int) throws -> Buffer<UInt8> {
    let flags = try tensor(name, of: UInt8.self, count: count)
    guard flags.elements.allSatisfy({ $0 <= 1 }) else {
      throw Self.broken("tensor '\(name)' holds more than 0 and 1")
    }
    return flags
  }
}

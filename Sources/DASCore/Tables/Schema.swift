/// What the columns of a table hold: numbers or categories, and whether cells may be missing.
///
/// A categorical cell is the code of its category, a whole number from 0. A missing cell is NaN.
/// A table without a schema has numeric columns and no missing cells.
public struct Schema: Sendable {
  /// What a column holds.
  public enum Kind: Int32, CaseIterable, Sendable, BitwiseCopyable {
    /// Numbers.
    case numeric = 0
    /// Categories with an order, which is that of their codes.
    case ordinal = 1
    /// Categories without an order.
    case nominal = 2
  }

  /// The description of one column.
  public struct Column: Equatable, Sendable, BitwiseCopyable {
    /// What it holds.
    public internal(set) var kind = Kind.numeric
    /// Whether cells may be missing.
    public internal(set) var allowsMissing = false
    var categories: Int32 = 0

    /// The number of categories; 0 for numbers.
    public var categoryCount: Int { Int(categories) }
    /// Whether cells are codes of categories.
    public var isCategorical: Bool { kind != .numeric }
    /// Whether it is a numeric column without missing cells.
    var isPlain: Bool { !isCategorical && !allowsMissing }
  }

  /// The maximum number of categories of a column.
  public static let maxCategories = 1024

  private final class Storage: @unchecked Sendable {
    let columns: Buffer<Column>
    /// Of the columns whose categories have names.
    var names: [Int: CategoryNames]

    init(_ columns: Buffer<Column>, _ names: [Int: CategoryNames]) {
      (self.columns, self.names) = (columns, names)
    }
  }

  private var storage: Storage

  /// Numeric columns, without missing cells.
  public init(columns: Int) throws {
    try self.init(Buffer(repeating: Column(), count: columns), names: [:])
  }

  /// - Parameter names: of the columns whose categories have names.
  init(_ columns: Buffer<Column>, names: [Int: CategoryNames]) throws {
    storage = Storage(columns, names)
  }

  /// The number of columns.
  public var count: Int { storage.columns.count }

  /// The description of a column.
  public subscript(column: Int) -> Column { storage.columns[column] }

  /// The names of a column's categories; nil if they have none.
  func names(of column: Int) -> CategoryNames? { storage.names[column] }

  /// The name of a category; nil if the column's categories have none.
  public func name(of code: Int, in column: Int) -> String? {
    storage.names[column].map { $0[code] }
  }

  /// Whether all columns are numeric, without missing cells: a table needs no such schema.
  package var isPlain: Bool { storage.columns.elements.allSatisfy(\.isPlain) }

  /// Whether both are one and the same.
  func isIdentical(to other: Schema) -> Bool { storage === other.storage }
}

// MARK: - Changes

extension Schema {
  /// Makes a column categorical.
  ///
  /// - Parameters:
  ///   - count: the number of categories.
  ///   - names: of the categories, all different; nil if they have none.
  public mutating func setCategorical(
    _ column: Int, _ kind: Kind, count: Int, names: [String]? = nil
  ) throws {
    try check(column)
    guard kind != .numeric else {
      throw DASError(.invalidArgument, "a numeric column has no categories")
    }
    guard (1...Self.maxCategories).contains(count) else {
      throw DASError(
        .outOfRange,
        "column \(column) has \(count) categories; it takes 1 ... \(Self.maxCategories): "
          + "merge rare ones, or leave the column out if it identifies rows")
    }
    if let names, names.count != count || Set(names).count != count {
      throw DASError(
        .invalidArgument, "the names of column \(column) are not \(count) different texts")
    }
    try makeUnique()
    storage.columns[column].kind = kind
    storage.columns[column].categories = Int32(count)
    storage.names[column] = try names.map { CategoryNames(try FeatureNames($0, of: "category")) }
  }

  /// Sets whether cells of a column may be missing.
  public mutating func setMissing(_ column: Int, allowed: Bool) throws {
    try check(column)
    try makeUnique()
    storage.columns[column].allowsMissing = allowed
  }

  private func check(_ column: Int) throws {
    guard (0..<count).contains(column) else {
      throw DASError(.outOfRange, "column is \(column); it takes an integer in 0 ... \(count - 1)")
    }
  }

  private mutating func makeUnique() throws {
    if isKnownUniquelyReferenced(&storage) { return }
    storage = Storage(
      try Buffer(storage.columns.base, count: storage.columns.count), storage.names)
  }
}

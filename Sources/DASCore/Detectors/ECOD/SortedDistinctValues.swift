import CKernels

/// The ascending distinct values of many columns in one table, in single precision if that
/// represents all of them: half the memory, and the same comparisons.
enum SortedDistinctValues: Sendable {
  case single(Buffer<Float>)
  case double(Buffer<Double>)

  init(uninitialized count: Int, isSingle: Bool) throws {
    self =
      isSingle
      ? .single(try Buffer(uninitialized: count)) : .double(try Buffer(uninitialized: count))
  }

  var count: Int {
    switch self {
    case .single(let table): table.count
    case .double(let table): table.count
    }
  }

  subscript(position: Int) -> Double {
    switch self {
    case .single(let table): Double(table.base[position])
    case .double(let table): table.base[position]
    }
  }

  /// Values to a bucket of the index: more make it smaller, and the search slower.
  var valuesPerBucket: Int {
    switch self {
    case .single: 3
    case .double: 2
    }
  }

  /// The number of infinities after the values of a column.
  static var sentinels: Int { Int(LIBDAS_SENTINELS) }

  /// Stores the values of a column, of which the last is infinity, from an offset on, and the other
  /// sentinels.
  func store(_ values: UnsafePointer<Double>, count: Int, at position: Int) {
    switch self {
    case .single(let table):
      let target = table.base + position
      for index in 0..<count { target[index] = Float(values[index]) }
      (target + count).update(repeating: .infinity, count: Self.sentinels - 1)
    case .double(let table):
      let target = table.base + position
      target.update(from: values, count: count)
      (target + count).update(repeating: .infinity, count: Self.sentinels - 1)
    }
  }

  /// Whether single precision represents all of some finite values.
  static func areSingle(_ values: UnsafePointer<Double>, count: Int) -> Bool {
    var unequal = 0
    for index in 0..<count { unequal |= Double(Float(values[index])) == values[index] ? 0 : 1 }
    return unequal == 0
  }
}

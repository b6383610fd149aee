import CKernels

/// Ascending values of many columns in one table, in single precision where that holds all of them: half
/// the memory, and the same comparisons.
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

  subscript(place: Int) -> Double {
    switch self {
    case .single(let table): Double(table.base[place])
    case .double(let table): table.base[place]
    }
  }

  /// How many values share a cell of the index: with more of them it is smaller, and the search slower.
  var inCell: Int {
    switch self {
    case .single: 3
    case .double: 2
    }
  }

  /// How often infinity stands behind the values of a column.
  static var sentinels: Int { Int(LIBDAS_SENTINELS) }

  /// Stores the values of a column from a place on, of which the last is infinity, and the other sentinels.
  func store(_ values: UnsafePointer<Double>, count: Int, at place: Int) {
    switch self {
    case .single(let table):
      let target = table.base + place
      for index in 0..<count { target[index] = Float(values[index]) }
      (target + count).update(repeating: .infinity, count: Self.sentinels - 1)
    case .double(let table):
      let target = table.base + place
      target.update(from: values, count: count)
      (target + count).update(repeating: .infinity, count: Self.sentinels - 1)
    }
  }

  /// Whether single precision holds all of some finite values.
  static func areSingle(_ values: UnsafePointer<Double>, count: Int) -> Bool {
    var unequal = 0
    for index in 0..<count { unequal |= Double(Float(values[index])) == values[index] ? 0 : 1 }
    return unequal == 0
  }
}

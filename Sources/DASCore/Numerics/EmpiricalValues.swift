/// Ascending values of many columns in one table, in single precision where that holds all of them: half
/// the memory, and the same comparisons.
enum EmpiricalValues: Sendable {
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

  /// Stores values from a place on.
  func store(_ values: UnsafePointer<Double>, count: Int, at place: Int) {
    switch self {
    case .single(let table):
      let target = table.base + place
      for index in 0..<count { target[index] = Float(values[index]) }
    case .double(let table): (table.base + place).update(from: values, count: count)
    }
  }

  /// Whether single precision holds all of some finite values.
  static func areSingle(_ values: UnsafePointer<Double>, count: Int) -> Bool {
    var unequal = 0
    for index in 0..<count { unequal |= Double(Float(values[index])) == values[index] ? 0 : 1 }
    return unequal == 0
  }
}

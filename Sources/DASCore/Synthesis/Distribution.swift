/// A number in a program: fixed, drawn from an interval for each row, or one of a few.
package enum Distribution: Equatable, Sendable {
  case fixed(Double)
  case uniform(Double, Double)
  case oneOf([Double])

  /// The longest list that a program may hold.
  package static let maxChoices = 16

  func draw(_ random: inout RandomStream) -> Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let low, let high): random.uniform(low, high)
    case .oneOf(let values): values[random.below(values.count)]
    }
  }

  /// Whether every number it can be lies in `range`, which NaN never does.
  func lies(in range: ClosedRange<Double>) -> Bool {
    switch self {
    case .fixed(let value): range.contains(value)
    case .uniform(let low, let high):
      range.contains(low) && range.contains(high) && low <= high
    case .oneOf(let values):
      (1...Self.maxChoices).contains(values.count) && values.allSatisfy(range.contains)
    }
  }
}

extension Distribution: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  package init(floatLiteral value: Double) { self = .fixed(value) }
  package init(integerLiteral value: Int) { self = .fixed(Double(value)) }
}

extension Distribution: CustomStringConvertible {
  package var description: String {
    switch self {
    case .fixed(let value): "\(value)"
    case .uniform(let low, let high): "\(low) to \(high)"
    case .oneOf(let values): "one of \(values.map { "\($0)" }.joined(separator: ", "))"
    }
  }
}

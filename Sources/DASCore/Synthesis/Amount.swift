/// A number in a program: fixed, drawn anew for each row from an interval, or one of a few.
package enum Amount: Equatable, Sendable {
  case fixed(Double)
  case uniform(Double, Double)
  case oneOf([Double])

  /// The longest list that a program may hold.
  package static let mostChoices = 16

  func draw(_ random: inout RandomStream) -> Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let least, let most): random.uniform(least, most)
    case .oneOf(let values): values[random.below(values.count)]
    }
  }

  /// Whether every number it can be lies in `range`, which NaN never does.
  func lies(in range: ClosedRange<Double>) -> Bool {
    switch self {
    case .fixed(let value): range.contains(value)
    case .uniform(let least, let most):
      range.contains(least) && range.contains(most) && least <= most
    case .oneOf(let values):
      (1...Self.mostChoices).contains(values.count) && values.allSatisfy(range.contains)
    }
  }
}

extension Amount: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  package init(floatLiteral value: Double) { self = .fixed(value) }
  package init(integerLiteral value: Int) { self = .fixed(Double(value)) }
}

extension Amount: CustomStringConvertible {
  package var description: String {
    switch self {
    case .fixed(let value): "\(value)"
    case .uniform(let least, let most): "\(least) to \(most)"
    case .oneOf(let values): "one of \(values.map { "\($0)" }.joined(separator: ", "))"
    }
  }
}

/// A part of a program that is described by a table of parameters.
package protocol Parameterized: Equatable, Sendable {
  /// The part with every parameter at its default.
  init()
  static var parameters: [Parameter<Self>] { get }

  /// Why the values of two parameters exclude each other; nil if they do not.
  var contradiction: String? { get }
}

extension Parameterized {
  package var contradiction: String? { nil }

  /// Throws `outOfRange` where a parameter is not what its table allows.
  func check(_ path: String) throws {
    for parameter in Self.parameters {
      guard let value = parameter.read(self), !parameter.kind.accepts(value) else { continue }
      throw DASError(
        .outOfRange,
        "\(path).\(parameter.name) is \(value); it takes \(parameter.kind.allowed)")
    }
    if let contradiction { throw DASError(.outOfRange, "\(path): \(contradiction)") }
  }
}

extension ParameterValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .distribution(let distribution): "\(distribution)"
    case .real(let number): "\(number)"
    case .integer(let number): "\(number)"
    case .word(let word): word
    case .flag(let flag): "\(flag)"
    }
  }
}

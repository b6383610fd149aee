/// The declaration of one parameter of a program: its name, range, help, and the property that
/// holds it.
///
/// Each part of a program (seed selection, moves, keep filter) declares its parameters in one
/// table, from which the checks, the JSON form and the JSON Schema are made.
package struct Parameter<Root>: Sendable {
  package let name: String
  package let kind: ParameterKind
  package let help: String
  /// The value in force; nil where an optional parameter is not set.
  let read: @Sendable (Root) -> ParameterValue?
  let write: @Sendable (inout Root, ParameterValue) -> Void
}

package enum ParameterKind: Equatable, Sendable {
  case distribution(ClosedRange<Double>)
  case real(ClosedRange<Double>)
  case integer(ClosedRange<Int>)
  case word([String])
  case flag
}

package enum ParameterValue: Equatable, Sendable {
  case distribution(Distribution)
  case real(Double)
  case integer(Int)
  case word(String)
  case flag(Bool)
}

extension ParameterKind {
  func accepts(_ value: ParameterValue) -> Bool {
    switch (self, value) {
    case (.distribution(let range), .distribution(let distribution)): distribution.lies(in: range)
    case (.real(let range), .real(let number)): range.contains(number)
    case (.integer(let range), .integer(let number)): range.contains(number)
    case (.word(let words), .word(let word)): words.contains(word)
    case (.flag, .flag): true
    default: false
    }
  }

  /// What is accepted, in words for messages.
  package var allowed: String {
    switch self {
    case .distribution(let range):
      "a real in \(range.lowerBound) ... \(range.upperBound), "
        + "{\"from\": min, \"to\": max} or a list of at most \(Distribution.maxChoices) of them"
    case .real(let range): "a real in \(range.lowerBound) ... \(range.upperBound)"
    case .integer(let range): "an integer in \(range.lowerBound) ... \(range.upperBound)"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .flag: "true or false"
    }
  }
}

// MARK: - Declarations

/// A closed set of words that a parameter takes, spelled as in JSON.
package protocol ParameterWord: RawRepresentable<String>, CaseIterable, Sendable {}

extension Parameter {
  static func distribution(
    _ name: String, _ path: WritableKeyPath<Root, Distribution> & Sendable,
    in range: ClosedRange<Double>, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .distribution(range), help: help) {
      .distribution($0[keyPath: path])
    } write: {
      if case .distribution(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func real(
    _ name: String, _ path: WritableKeyPath<Root, Double> & Sendable,
    in range: ClosedRange<Double>, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .real(range), help: help) {
      .real($0[keyPath: path])
    } write: {
      if case .real(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  /// A real that may be left out.
  static func real(
    _ name: String, _ path: WritableKeyPath<Root, Double?> & Sendable,
    in range: ClosedRange<Double>, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .real(range), help: help) {
      $0[keyPath: path].map(ParameterValue.real)
    } write: {
      if case .real(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func integer(
    _ name: String, _ path: WritableKeyPath<Root, Int> & Sendable,
    in range: ClosedRange<Int>, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .integer(range), help: help) {
      .integer($0[keyPath: path])
    } write: {
      if case .integer(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func word<Word: ParameterWord>(
    _ name: String, _ path: WritableKeyPath<Root, Word> & Sendable, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .word(Word.allCases.map(\.rawValue)), help: help) {
      .word($0[keyPath: path].rawValue)
    } write: {
      if case .word(let text) = $1, let word = Word(rawValue: text) { $0[keyPath: path] = word }
    }
  }

  static func flag(
    _ name: String, _ path: WritableKeyPath<Root, Bool> & Sendable, _ help: String
  ) -> Parameter {
    Parameter(name: name, kind: .flag, help: help) {
      .flag($0[keyPath: path])
    } write: {
      if case .flag(let value) = $1 { $0[keyPath: path] = value }
    }
  }
}

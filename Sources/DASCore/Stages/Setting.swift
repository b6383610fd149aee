/// The declaration of one setting: its name, what it takes, its default and a line of help.
///
/// A stage (detector, booster, synthesis, fusion) declares its settings once, in a table. Checks,
/// `das_setting_at`, the Python signatures' tests and the documentation all read that table.
///
/// As in scikit-learn, an integer and a real may mean different things: `max_samples` as 256 is a
/// count, as 0.5 a share of the rows. A setting that takes reals only accepts integers as reals.
public struct Setting: Sendable {
  /// What a setting may be set to.
  public enum Value: Equatable, Sendable {
    /// A whole number, where it counts something.
    case integer(Int)
    /// A real number; where a setting takes both, a share.
    case real(Double)
    /// One of the setting's words.
    case text(String)
    /// A number for each pair of columns.
    case matrix(SquareMatrix)
  }

  /// As in the papers and in scikit-learn.
  public let name: String
  /// The integers allowed; nil where the setting takes none.
  public let integers: ClosedRange<Int>?
  /// The reals allowed; nil where the setting takes none.
  public let reals: ClosedRange<Double>?
  /// The words allowed.
  public let texts: [String]
  /// Whether it takes a square matrix.
  public let takesMatrix: Bool
  /// The value in force where nothing was set.
  public let defaultValue: Value
  /// What it does, in a line.
  public let help: String

  package init(
    _ name: String, integers: ClosedRange<Int>? = nil, reals: ClosedRange<Double>? = nil,
    texts: [String] = [], takesMatrix: Bool = false, default defaultValue: Value, help: String
  ) {
    self.name = name
    self.integers = integers
    self.reals = reals
    self.texts = texts
    self.takesMatrix = takesMatrix
    self.defaultValue = defaultValue
    self.help = help
  }

  /// `value` in the form the stage reads, or an error that says what is allowed.
  func checked(_ value: Value, stage: String) throws -> Value {
    switch value {
    case .integer(let number):
      if let integers, integers.contains(number) { return value }
      if integers == nil, let reals, reals.contains(Double(number)) { return .real(Double(number)) }
    case .real(let number):
      if let reals, reals.contains(number) { return value }
    case .text(let word):
      if texts.contains(word) { return value }
    case .matrix:
      if takesMatrix { return value }
    }
    throw DASError(
      .outOfRange, "\(stage) setting '\(name)' is \(value); it takes \(allowed)")
  }

  /// What the setting takes, in words: "an integer in 1 ... 10000 or one of auto, scale".
  public var allowed: String {
    var parts: [String] = []
    if let integers {
      parts.append("an integer in \(integers.lowerBound) ... \(integers.upperBound)")
    }
    if let reals { parts.append("a real in \(reals.lowerBound) ... \(reals.upperBound)") }
    if takesMatrix { parts.append("a square matrix") }
    if !texts.isEmpty { parts.append("one of \(texts.joined(separator: ", "))") }
    return parts.joined(separator: " or ")
  }
}

extension Setting.Value: CustomStringConvertible {
  /// The value as messages show it.
  public var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let word): word.quoted
    case .matrix(let matrix): "a matrix of order \(matrix.order)"
    }
  }
}

/// A synthesis program as a value: the paper's Code = {policy, program, explanation}.
///
/// It consists of components (seeds and moves), a choice whether discrete features snap to values
/// that occur, and a filter of candidates. It has no loops, every number is range-checked, and its
/// work is bounded by the number of rows, so untrusted programs can run inside a host. It has a
/// JSON form.
public struct MixtureProgram: SynthesisProgram, Equatable {
  package static let formatVersion = 1

  /// Its name: 1 to 64 letters, digits, '_', '-' or '.'.
  public var name: String
  /// The name of the detector that it is made for; "any" for a general program.
  public var detector: String
  /// The detector's blind spots, and how the program uses them.
  public var policy: String
  /// Why its rows are anomalies that look normal.
  public var explanation: String
  package var components: [MixtureComponent]
  package var snapsDiscrete: Bool
  package var keep: KeepFilter
  /// Whether rows that equal a training row are drawn again; false in tests of single moves.
  package var redrawsCopies = true

  package static let componentCounts = 1...32
  package static let maxNameBytes = 64
  package static let maxTextBytes = 16_384

  package init(
    name: String, detector: String = "any", policy: String = "", explanation: String = "",
    components: [MixtureComponent], snapsDiscrete: Bool = true, keep: KeepFilter = KeepFilter()
  ) {
    self.name = name
    self.detector = detector
    self.policy = policy
    self.explanation = explanation
    self.components = components
    self.snapsDiscrete = snapsDiscrete
    self.keep = keep
  }
}

// MARK: - Checks

extension MixtureProgram {
  /// Throws `outOfRange` where a number is not what its parameter allows.
  package func check() throws {
    for (key, text) in [("name", name), ("detector", detector)] where !Self.isName(text) {
      throw DASError(.outOfRange, "program.\(key) is not \(Self.allowedName)")
    }
    for (key, text) in [("policy", policy), ("explanation", explanation)]
    where text.utf8.count > Self.maxTextBytes {
      throw DASError(.outOfRange, "program.\(key) is longer than \(Self.maxTextBytes) bytes")
    }
    guard Self.componentCounts.contains(components.count) else {
      throw DASError(
        .outOfRange,
        "program.mixture has \(components.count) components; "
          + "it takes 1 to \(Self.componentCounts.upperBound)")
    }
    for (index, component) in components.enumerated() {
      try component.check("program.mixture[\(index)]")
    }
    try keep.check("program.keep")
  }

  static let allowedName = "1 to 64 letters, digits, '_', '-' or '.'"

  /// Names are used in file names, logs and C strings.
  static func isName(_ text: String) -> Bool {
    (1...maxNameBytes).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}

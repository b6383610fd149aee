/// The number of hard anomalies to make.
package struct SynthesisSettings: Stage {
  package static let name = "synthesis"

  package static let settings = [
    Setting(
      "n_samples", integers: 1...100_000_000, reals: 1e-6...1000, default: .real(10),
      help:
        "Hard anomalies: a count, or a real as a fraction of the training rows (.1 in the paper)."),
    Setting(
      "max_samples", integers: 1...100_000_000, default: .integer(50_000),
      help: "Upper limit of a fraction, so that large training sets stay affordable."),
  ]

  private let wanted: Setting.Value
  private let limit: Int

  package init(_ settings: Settings) throws {
    wanted = settings["n_samples"]
    limit = settings.integer("max_samples")
  }

  /// The number of rows to synthesize for `rows` training rows: at least 1.
  ///
  /// - Parameter parts: the number of boosters that share the upper limit of a fraction.
  package func count(for rows: Int, parts: Int = 1) -> Int {
    switch wanted {
    case .integer(let count): return count
    case .real(let fraction):
      return max(1, min(limit / parts, Int(min(fraction * Double(rows), 1e15))))
    case .text, .matrix: return 1
    }
  }
}

/// A text for a language model that writes synthesis programs: stage 1 of LLM-DAS (arXiv
/// 2510.03904).
///
/// The model is first asked for a description of a type of detector (Eq. 2), then, with that
/// description, for Code = {policy, program, explanation} (Eq. 1); what a check found wrong with
/// its answer goes back as a repair. The wording is ours.
///
/// A prompt is made of a detector's name and of words about it. No table, no score and no fitted
/// parameter can enter, for there is no way to pass one.
package struct Prompt: Sendable {
  /// Raw values are the C ABI's `DAS_PROMPT_...` and are fixed for ever.
  package enum Kind: Int32, CaseIterable, Sendable {
    /// Asks what a type of detector assumes, how it scores and what it cannot see.
    case description = 1
    /// Asks for a program as JSON steps.
    case json = 2
    /// Asks for a program as Python source.
    case python = 3
    /// Says why a JSON answer was refused and asks for another.
    case jsonRepair = 4
    case pythonRepair = 5
  }

  /// The ablations of the paper's Fig. 4b, each with a part of the prompt for a program left out.
  package enum Variant: Int32, CaseIterable, Sendable {
    case full = 0
    /// Nothing is said of the detector.
    case generic = 1
    /// The detector is described, but its score is not to be asked for, and no seeds are hinted at.
    case simple = 2
    /// No strategy at all: random perturbation of random rows.
    case random = 3
  }

  package let kind: Kind
  package let variant: Variant
  let detector: String
  let description: String?

  /// - Parameters:
  ///   - detector: any name that a program may give as its detector's.
  ///   - description: for a description what its user knows of the detector; for a program the
  ///     description, nil for the one built in, if any; for a repair what was wrong.
  package init(
    _ kind: Kind, detector: String, description: String? = nil, variant: Variant = .full
  ) throws {
    guard MixtureProgram.isName(detector) else {
      throw DASError(
        .invalidArgument,
        "detector is \(JSON.quoted(detector)); it takes \(MixtureProgram.allowedName)")
    }
    if let description { try Self.check(description) }
    if kind.isRepair, description == nil {
      throw DASError(
        .invalidArgument, "description is missing; a repair takes the message of what failed")
    }
    if kind == .description, variant != .full {
      throw DASError(.invalidArgument, "a description has no variant; programs have")
    }
    (self.kind, self.variant) = (kind, variant)
    (self.detector, self.description) = (detector, description)
  }

  /// What a description may cost; the longest that models give have some ten thousand.
  package static let maxDescriptionBytes = 65_536

  private static func check(_ description: String) throws {
    let size = description.utf8.count
    guard size <= maxDescriptionBytes else {
      throw DASError(
        .outOfRange, "description has \(size) bytes; it takes at most \(maxDescriptionBytes)")
    }
    guard description.contains(where: { !$0.isWhitespace }) else {
      throw DASError(.invalidArgument, "description is empty; it takes text, or none at all")
    }
  }

  package var text: String {
    get throws {
      switch kind {
      case .description: descriptionText
      case .json, .python: try codeText
      case .jsonRepair, .pythonRepair: repairText
      }
    }
  }
}

extension Prompt.Kind {
  var isRepair: Bool { self == .jsonRepair || self == .pythonRepair }
}

import DASHeader

/// What a call gave: its status by name, and the context's words for it.
struct Outcome: Equatable, CustomStringConvertible {
  let status: Int
  let message: String

  static let ok = Outcome(status: Int(DAS_OK), message: "")

  static func failed(_ status: Int, _ message: String) -> Outcome {
    Outcome(status: status, message: message)
  }

  var description: String {
    let name = das_status_name(das_status(status)).map { String(cString: $0) } ?? "no name"
    return message.isEmpty ? name : "\(name): \(message)"
  }
}

/// A failure where a success was needed to go on with the test.
struct UnexpectedOutcome: Error, CustomStringConvertible {
  let outcome: Outcome
  var description: String { "\(outcome)" }
}

extension Outcome {
  static func null(_ argument: String) -> Outcome {
    .failed(DAS_ERROR_INVALID_ARGUMENT, "\(argument) is NULL")
  }
}

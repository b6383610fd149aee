import DASHeader

/// What a call gave: its status by name, and the context's words for it.
struct Outcome: Equatable, CustomStringConvertible {
  let status: Int
  let message: String

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
  static let ok = Outcome(status: Int(DAS_OK), message: "")

  static func failed(_ status: Int, _ message: String) -> Outcome {
    Outcome(status: status, message: message)
  }

  static func badFormat(_ message: String) -> Outcome { .failed(DAS_ERROR_BAD_FORMAT, message) }

  static func invalidArgument(_ message: String) -> Outcome {
    .failed(DAS_ERROR_INVALID_ARGUMENT, message)
  }

  static func invalidData(_ message: String) -> Outcome { .failed(DAS_ERROR_INVALID_DATA, message) }

  static func null(_ argument: String) -> Outcome { .invalidArgument("\(argument) is NULL") }

  static func outOfRange(_ message: String) -> Outcome { .failed(DAS_ERROR_OUT_OF_RANGE, message) }

  static func shapeMismatch(_ message: String) -> Outcome {
    .failed(DAS_ERROR_SHAPE_MISMATCH, message)
  }

  static func unknownName(_ message: String) -> Outcome { .failed(DAS_ERROR_UNKNOWN_NAME, message) }

  static func unsupported(_ message: String) -> Outcome { .failed(DAS_ERROR_UNSUPPORTED, message) }
}

public import CDAS
internal import DASCore

/// A synthesis program: built-in, parsed from JSON, or the host's own.
final class ProgramHandle: Handle {
  let program: any SynthesisProgram

  init(_ program: any SynthesisProgram) { self.program = program }
}

/// Creates a built-in program by name. Free it with das_program_free.
///
/// There is one for each built-in detector, under the detector's name; "mixture" for other
/// detectors; the naive strategies "gaussian", "uniform" and "smote"; and equivalents of the
/// programs published with the paper ("published_iforest" and others). das_program_at lists them.
@c(das_program_builtin)
public func das_program_builtin(
  _ context: das_context_ref?, _ name: UnsafePointer<CChar>?,
  _ program: UnsafeMutablePointer<das_program_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(program, "program")
    ProgramHandle(try Programs.named(try requiredText(name, "name"))).give(to: target)
  }
}

/// Returns the name of built-in program number `index`, from 0; NULL past the last. Static, never
/// freed. Any thread may call this.
@c(das_program_at)
public func das_program_at(_ index: Int32) -> UnsafePointer<CChar>? {
  withoutTraps { programNames.indices.contains(Int(index)) ? programNames[Int(index)] : nil }
}

nonisolated(unsafe) private let programNames = Programs.all.map { StaticText.make($0.name) }

/// Reads a program from its JSON form, or from a language model's whole answer. Free it with
/// das_program_free.
///
/// A text that begins with '{' is the program itself, at most 256 KiB. Any other text, at most 1
/// MiB, is an answer: the program is the last block fenced as ```json that contains "mixture", else
/// another fenced block, else an object within the prose.
///
/// The text is untrusted: its depth and size are limited, every number has a range, and programs
/// have no loops. Error messages name a path in the program, or a line and column of the text, and
/// can be sent back to the language model (DAS_PROMPT_JSON_REPAIR).
/// docs/reference/program-grammar.md has the grammar.
/// - Parameters:
///   - text: UTF-8; a terminating zero is not needed.
///   - size: the length of `text` in bytes.
@c(das_program_parse)
public func das_program_parse(
  _ context: das_context_ref?, _ text: UnsafePointer<CChar>?, _ size: Int64,
  _ program: UnsafeMutablePointer<das_program_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(program, "program")
    let bytes = try requiredBytes(text, "text", size: size)
    ProgramHandle(try MixtureProgram(answer: bytes)).give(to: target)
  }
}

/// Wraps the host's own synthesis program. Free it with das_program_free.
///
/// `callbacks` is copied. `callbacks->destroy` is called exactly once, also when this call fails:
/// see das_destroy_fn.
@c(das_program_wrap)
public func das_program_wrap(
  _ context: das_context_ref?, _ callbacks: UnsafePointer<das_program_callbacks>?,
  _ program: UnsafeMutablePointer<das_program_ref?>?
) -> das_status {
  guarded(context) { _ in
    let handle = ProgramHandle(try CallbackProgram(callbacks))
    handle.give(to: try required(program, "program"))
  }
}

/// Writes the JSON form of a program, zero-terminated. DAS_ERROR_UNSUPPORTED for a wrapped program.
/// - Parameters:
///   - buffer: receives the text; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
@c(das_program_json)
public func das_program_json(
  _ context: das_context_ref?, _ program: das_program_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let handle = ProgramHandle.from(try required(program, "program"))
    guard let program = handle.program as? MixtureProgram else {
      throw DASError(
        .unsupported,
        "program \(handle.program.name.quoted) is wrapped: it has no JSON form")
    }
    try copy(try program.text(), to: buffer, capacity: capacity, size: size)
  }
}

/// Frees a program; NULL is allowed.
@c(das_program_free)
public func das_program_free(_ program: das_program_ref?) { ProgramHandle.release(program) }

/// Synthesizes hard anomalies: generate_hard_anomalies(n_samples, model, X_train) of the paper.
///
/// The same seed gives the same bits for any number of threads.
/// - Parameters:
///   - program: NULL = the built-in program for the detector.
///   - X: the rows that the detector was fitted on.
///   - n_samples: rows to make, 0 or more.
///   - rows: receives n_samples x X->columns numbers, row-major.
///   - capacity: the room in `rows`, in elements.
@c(das_synthesize)
public func das_synthesize(
  _ context: das_context_ref?, _ program: das_program_const_ref?,
  _ detector: das_detector_const_ref?, _ X: UnsafePointer<das_matrix>?, _ n_samples: Int64,
  _ seed: UInt64, _ rows: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try DetectorHandle.checked(detector)
    let (detector, X) = (try handle.fitted(), try handle.importing(X, for: .fit, on: execution))
    guard (0...Int64(Int32.max) - 1).contains(n_samples) else {
      throw DASError(
        .outOfRange, "n_samples is \(n_samples); it takes an integer in 0 ... \(Int32.max - 1)")
    }
    if n_samples == 0 { return }
    let count = Int(n_samples) * X.columns
    let target = try requiredRoom(rows, "rows", capacity: capacity, needed: count)
    let program =
      program.map { ProgramHandle.from($0).program } ?? Programs.forDetector(detector.name)
    let made = try execution.run(program.name) {
      try program.synthesize(
        Int(n_samples), fromAny: X, against: detector, seed: seed, on: execution)
    }
    target.update(from: made.storage.base, count: count)
    withExtendedLifetime(made) {}
  }
}

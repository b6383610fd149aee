public import CDAS
internal import DASCore

/// Writes a prompt for a language model that writes synthesis programs, ended by a zero.
///
/// Stage 1 of the method: send DAS_PROMPT_DESCRIPTION, hand the answer in as `description` of
/// DAS_PROMPT_JSON, send that, and give the whole answer to das_program_parse. Where it fails, send
/// DAS_PROMPT_JSON_REPAIR with the context's message as `description`, in the same conversation or
/// after the prompt and the answer it is about. Any client will do; the library sends nothing.
///
/// A prompt holds the detector's name, the description and fixed text. No data goes in.
/// - Parameters:
///   - detector: the type of detector, built-in or not: 1 to 64 letters, digits, '_', '-' or '.'.
///   - description: UTF-8 of at most 65536 bytes. For DAS_PROMPT_DESCRIPTION what you know of the
///     detector, NULL = nothing; for a program what that detector is like, NULL = a built-in
///     description, which the built-in detectors have, or none (DAS_VARIANT_GENERIC uses none
///     either way); for a repair the message of what failed, required. Copy the context's message
///     for that: the next call on the context, this one included, replaces it.
///   - kind: DAS_PROMPT_...
///   - variant: DAS_VARIANT_FULL, or an ablation of the prompts for programs. A description has none.
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, the ending zero included.
@c(das_prompt)
public func das_prompt(
  _ context: das_context_ref?, _ detector: UnsafePointer<CChar>?,
  _ description: UnsafePointer<CChar>?, _ kind: Int32, _ variant: Int32,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let detector = try requiredText(detector, "detector")
    guard let chosen = Prompt.Kind(rawValue: kind) else {
      throw DASError(.outOfRange, "kind is \(kind); it takes a DAS_PROMPT_..., 1 ... 5")
    }
    guard let variant = Prompt.Variant(rawValue: variant) else {
      throw DASError(.outOfRange, "variant is \(variant); it takes a DAS_VARIANT_..., 0 ... 3")
    }
    let prompt = try Prompt(
      chosen, detector: detector,
      description: try description.map { try requiredText($0, "description") }, variant: variant)
    try copy(try prompt.text, to: buffer, capacity: capacity, size: size)
  }
}

/// Writes the JSON Schema (2020-12) of a program, ended by a zero: for servers that hold a language
/// model's answer to a schema. It is a part of DAS_PROMPT_JSON already.
/// - Parameters:
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, the ending zero included.
@c(das_program_schema)
public func das_program_schema(
  _ context: das_context_ref?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    try copy(try MixtureProgram.schema.text(), to: buffer, capacity: capacity, size: size)
  }
}

public import CDAS
internal import DASCore

/// Writes a prompt that asks a language model for a synthesis program, zero-terminated.
///
/// This is stage 1 of the method. Send DAS_PROMPT_DESCRIPTION; pass the answer as `description` of
/// DAS_PROMPT_JSON and send that; pass the whole answer to das_program_parse. If that fails, send
/// DAS_PROMPT_JSON_REPAIR with the context's message as `description`, in the same conversation or
/// after the prompt and the answer. Use any client; the library sends nothing.
///
/// A prompt contains the detector's name, the description and fixed text, and no data.
/// - Parameters:
///   - detector: the type of detector, built-in or not: 1 to 64 letters, digits, '_', '-' or '.'.
///   - description: UTF-8 of at most 65536 bytes. For DAS_PROMPT_DESCRIPTION, what you know about
///     the detector; NULL = nothing. For a program, the description of the detector; NULL = the
///     library's own for a built-in detector, else none (DAS_VARIANT_GENERIC never has one). For a
///     repair, the error message, required; copy it, because this call replaces the context's
///     message.
///   - kind: DAS_PROMPT_...
///   - variant: DAS_VARIANT_FULL, or an ablation; DAS_PROMPT_DESCRIPTION has no other variant.
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
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

/// Writes the JSON Schema (2020-12) of a program, zero-terminated, for servers that constrain a
/// language model's answer by a schema. DAS_PROMPT_JSON already contains it.
/// - Parameters:
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
@c(das_program_schema)
public func das_program_schema(
  _ context: das_context_ref?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    try copy(try MixtureProgram.schema.text(), to: buffer, capacity: capacity, size: size)
  }
}

extension MixtureProgram {
  /// What is read of an answer at most; a program in it has its own, smaller limit.
  package static let maxAnswerBytes = 1 << 20

  /// Reads the program that a language model's whole answer holds.
  ///
  /// An answer that begins with `{` is the program, strictly. In any other one the program is what
  /// `LLMAnswerBlock` finds: a fenced block, or an object amid prose. Errors are fit to be sent
  /// back: they name a path in the program, or a line and column of the whole answer.
  ///
  /// - Complexity: O(bytes) time and memory, whatever the answer.
  package init(answer text: some Collection<UInt8>) throws {
    guard text.count <= Self.maxAnswerBytes else {
      throw DASError(
        .badFormat,
        "answer line 1: it has \(text.count) bytes; at most \(Self.maxAnswerBytes) are read")
    }
    let bytes = Array(text)
    guard bytes.first(where: { !LLMAnswerBlock.isSpace($0) }) != UInt8(ascii: "{") else {
      try self.init(parsing: bytes)
      return
    }
    try JSONParser(text: bytes, limits: Self.limits).checkEncoding()
    guard let block = LLMAnswerBlock(in: bytes) else {
      throw DASError(
        .badFormat,
        "answer line 1 to \(JSON.Location(of: bytes.count, in: bytes).line): no JSON object with "
          + "\"mixture\" in it; the program is to be one object, in one ```json fence")
    }
    try self.init(block, of: bytes)
  }

  package init(answer text: String) throws { try self.init(answer: text.utf8) }

  private init(_ block: LLMAnswerBlock, of bytes: [UInt8]) throws {
    let origin = JSON.Location(of: block.range.lowerBound, in: bytes)
    guard block.range.count <= Self.limits.bytes else {
      throw JSONParser.tooLong(block.range.count, Self.limits, at: origin)
    }
    var parser = JSONParser(text: Array(bytes[block.range]), limits: Self.limits, origin: origin)
    let json: JSON
    do {
      json = try parser.parse()
    } catch let error as DASError {
      guard block.isCut, parser.offset >= parser.text.count else { throw error }
      throw DASError(
        error.code, error.message + "; the answer ends inside its JSON, as if it had been cut off")
    }
    do {
      try self.init(json: json)
    } catch let error as DASError {
      throw DASError(
        error.code, error.message + " (in the JSON that begins at line \(origin.line))")
    }
  }
}

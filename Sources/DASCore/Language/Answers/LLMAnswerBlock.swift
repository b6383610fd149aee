/// The part of a language model's answer that is read as a program.
///
/// Answers contain reasoning, drafts and remarks, and may be cut off. The program is the last block
/// that contains `"mixture"`: among blocks fenced as JSON, else among other fenced blocks, else
/// among objects in the text. If there is none, a block fenced as JSON or an unfinished object is
/// chosen for the sake of the error message.
///
/// The block need not be valid JSON; parsing it reports the error.
///
/// - Complexity: one pass over the bytes for the fences and one for the braces.
struct LLMAnswerBlock: Equatable {
  let range: Range<Int>
  /// The answer ends before the block does.
  let isCut: Bool

  init(range: Range<Int>, isCut: Bool = false) {
    self.range = range
    self.isCut = isCut
  }

  init?(in text: [UInt8]) {
    var fences = LLMAnswerFences(text)
    fences.scan()
    let braces = { LLMAnswerBraces.last(in: text) }
    guard let block = fences.json ?? fences.other ?? braces() ?? fences.anyJSON else { return nil }
    self = block
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static let key = Array("\"mixture\"".utf8)

  /// Whether the key of a program's steps stands at this place.
  static func speaksOfProgram(_ text: [UInt8], at index: Int) -> Bool {
    index + key.count <= text.count && text[index..<index + key.count].elementsEqual(key)
  }
}

/// The part of a language model's answer that is to be read as a program.
///
/// Answers come with reasoning before, remarks behind, drafts in between, and now and then cut off.
/// A block speaks of a program if `"mixture"` stands in it. The last one that does is it: of the
/// blocks fenced as JSON, else of the other fenced ones, else of the objects amid the text. Where none
/// does, a block fenced as JSON, or what was cut off, is still the better place for a message.
///
/// What is chosen need not be JSON: reading it says where it is not.
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

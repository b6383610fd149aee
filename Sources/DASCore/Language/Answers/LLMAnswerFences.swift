/// Finds the blocks between lines of three or more backticks or tildes, as CommonMark has them.
///
/// A line inside a JSON string cannot begin with a fence, for line breaks in strings are escaped.
struct LLMAnswerFences {
  /// The last blocks that speak of a program, by what the fence calls them.
  private(set) var json: LLMAnswerBlock?
  private(set) var other: LLMAnswerBlock?
  /// The last block fenced as JSON, whatever it holds.
  private(set) var anyJSON: LLMAnswerBlock?

  private let text: [UInt8]
  private var open: Fence?

  private struct Fence {
    let mark: UInt8
    let length: Int
    let isJSON: Bool
    let start: Int
  }

  init(_ text: [UInt8]) { self.text = text }

  mutating func scan() {
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      read(line: start..<end)
      start = end + 1
    }
    if let open {
      take(LLMAnswerBlock(range: min(open.start, text.count)..<text.count, isCut: true))
    }
  }

  private mutating func read(line: Range<Int>) {
    guard let start = line.first(where: { !LLMAnswerBlock.isSpace(text[$0]) }) else { return }
    let mark = text[start]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return }
    let end = line[start...].first { text[$0] != mark } ?? line.upperBound
    guard end - start >= 3 else { return }
    let label = text[end..<line.upperBound]
    if let open {
      let closes = open.mark == mark && end - start >= open.length
      guard closes, label.allSatisfy(LLMAnswerBlock.isSpace) else { return }
      take(LLMAnswerBlock(range: open.start..<line.lowerBound))
      self.open = nil
    } else if !label.contains(UInt8(ascii: "`")) {  // else it is code within a line
      open = Fence(
        mark: mark, length: end - start, isJSON: Self.isJSON(label), start: line.upperBound + 1)
    }
  }

  private static func isJSON(_ label: ArraySlice<UInt8>) -> Bool {
    label.drop(while: LLMAnswerBlock.isSpace).prefix(4).map { $0 | 0x20 } == Array("json".utf8)
  }

  private mutating func take(_ block: LLMAnswerBlock) {
    let isJSON = open?.isJSON ?? false
    let first = block.range.first { !LLMAnswerBlock.isSpace(text[$0]) }
    let isObject = first.map { text[$0] == UInt8(ascii: "{") } ?? false
    let speaks =
      block.isCut || block.range.contains { LLMAnswerBlock.speaksOfProgram(text, at: $0) }
    if isJSON { anyJSON = block }
    if isJSON, speaks { json = block }
    if !isJSON, speaks, isObject { other = block }
  }
}

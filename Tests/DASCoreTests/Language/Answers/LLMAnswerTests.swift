import Testing

@testable import DASCore

/// A language model's whole answer as the text of a program.
@Suite struct LLMAnswerTests {
  private static let one =
    #"{"format": 1, "name": "one", "mixture": [{"moves": [{"move": "noise"}]}]}"#
  private static let two = one.replacing("one", with: "two")
  private static let draft = #"{"format": 1, "name": "draft", "mixture": ["#

  private func name(_ answer: String) throws -> String { try MixtureProgram(answer: answer).name }

  private func refusal(_ answer: some Collection<UInt8>) -> DASError? {
    thrownError { try MixtureProgram(answer: answer) }
  }

  private func message(_ answer: String) -> String {
    refusal(answer.utf8)?.message ?? "it was read"
  }

  // MARK: - What is found

  private static let found: [(answer: String, name: String)] = [
    (one, "one"),
    ("\r\n \t" + one + "\n\n", "one"),
    ("\u{feff}" + one, "one"),
    ("Here it is:\n```json\n\(one)\n```\nI hope it serves.", "one"),
    ("Here it is:\r\n```json\r\n\(one)\r\n```\r\n", "one"),
    ("```\n\(one)\n```", "one"),
    ("~~~~ JSON\n\(one)\n~~~~", "one"),
    ("  ```jsonc\n\(one)\n  ```", "one"),
    ("````json\n\(one)\n````", "one"),
    ("Inline: ```json \(one)```", "one"),
    ("The program is \(one), as asked.", "one"),
    ("[\(one)]", "one"),
    // Of several, the last that speaks of a program; fences before prose, JSON before other fences.
    ("```json\n\(one)\n```\nBetter:\n```json\n\(two)\n```", "two"),
    ("```json\n\(one)\n```\nIts first part:\n```json\n{\"weight\": 2}\n```", "one"),
    ("```json\n\(one)\n```\n```python\nx = {\"mixture\": 3}\n```", "one"),
    ("```json\n\(one)\n```\nor \(two)", "one"),
    ("```\n\(one)\n```\n```json\n{}\n```", "one"),
    ("```\n\(one)\n```\nor \(two)", "one"),
    ("First \(one), then \(two).", "two"),
    ("First \(draft) ... no: \(one)", "one"),
    // A fence may hold another, which is no block of its own, and prose may hold braces and quotes.
    ("````markdown\n```json\n\(one)\n```\n````", "one"),
    ("Let S = {x : x > 0}. {Then} \(one) {}", "one"),
    ("A 5\" disk {with \"this\n\(one)", "one"),
    ("A \"mixture\" of components:\n\(one)\nThe \"mixture\" is small.", "one"),
    ("<think>{\"mixture\": 1}</think> \(one)", "one"),
    // Strings may hold what looks like structure.
    (
      "So: "
        + one.replacing(
          "\"name\"", with: #""policy": "a } b { \" ``` \\", "explanation": "}", "name""#),
      "one"
    ),
  ]

  @Test("the program is found", arguments: found)
  func finds(answer: String, name: String) throws { #expect(try self.name(answer) == name) }

  @Test("an answer in another object is refused by what its own object lacks")
  func wrapped() {
    #expect(
      message("So: {\"program\": \(Self.one)}")
        == "program lacks the key \"format\" (in the JSON that begins at line 1)")
  }

  // MARK: - What is refused, and where

  private static let none = "no JSON object with \"mixture\" in it; the program is to be one object"
  private static let cutOff = "; the answer ends inside its JSON, as if it had been cut off"

  private static let refused: [(answer: String, message: String)] = [
    ("", "answer line 1 to 1: \(none)"),
    ("I cannot do\nthat.\n", "answer line 1 to 3: \(none)"),
    ("[1, 2]", "answer line 1 to 1: \(none)"),
    ("Use {\"a\": 1} or\n{}", "answer line 1 to 2: \(none)"),
    ("```python\nx = {}\n```", "answer line 1 to 3: \(none)"),
    (
      "```json\n[1]\n```",
      "program is an array; it takes an object (in the JSON that begins at line 2)"
    ),
    ("```json\n```", "JSON line 2, column 1: the text ends where a value should stand"),
    (
      "Well:\n\n```json\n\(one.replacing("noise", with: "fly"))\n```",
      "program.mixture[0].moves[0].move is \"fly\"; it takes one of"
    ),
    // Syntax errors count lines and columns of the whole answer.
    ("Well:\n\n```json\n{\"mixture\": [],}\n```", "JSON line 4, column 16: \"}\" where a key"),
    ("Well:\n\u{e9}\u{e9} {\"mixture\": []\n,}", "JSON line 3, column 2: \"}\" where a key"),
    ("\u{e9}\u{e9} {\"mixture\": [,]}", "JSON line 1, column 17: \",\" where a value"),
    ("```json\n// mine\n{\"mixture\": []}\n```", "JSON line 2, column 1: \"/\" where a value"),
    // A valid draft does not replace an invalid final answer.
    ("\(draft)", "JSON line 1, column 44: the text ends where a value should stand"),
    ("```json\n\(one)\n```\n```json\n{\"mixture\": ]\n```", "JSON line 5, column 13: \"]\" where"),
    // Cut off: in a fence, amid prose, inside a string.
    (
      "```json\n\(draft)",
      "JSON line 2, column 44: the text ends where a value should stand\(cutOff)"
    ),
    ("Yes: \(draft)", "JSON line 1, column 49: the text ends where a value should stand\(cutOff)"),
    (
      "```json\n{\"format\": 1, \"policy\": \"It sees no",
      "JSON line 2, column 25: the text ends inside the string that begins here\(cutOff)"
    ),
    ("```json\n{\"format\": 1}\nDone.", "JSON line 3, column 1: text after the end of the value"),
  ]

  @Test("what is wrong is told with its place", arguments: refused)
  func refuses(answer: String, message: String) {
    let text = self.message(answer)
    #expect(refusal(answer.utf8)?.code == .badFormat)
    #expect(text.hasPrefix(message), "\(text)")
    if message.hasSuffix(Self.cutOff) { #expect(text == message) }
  }

  @Test("a newer format is told apart from a wrong one")
  func newer() {
    let error = refusal("So:\n\n\(Self.one.replacing("1", with: "2"))".utf8)
    #expect(error?.code == .newerVersion)
    #expect(
      error?.message
        == "program.format is 2; this library reads format 1 (in the JSON that begins at line 3)")
  }

  @Test("bytes that are no text, in prose or program")
  func encoding() {
    #expect(
      refusal(Array("so\n\n".utf8) + [0xED, 0xA0, 0x80])?.message
        == "JSON line 3, column 1: bytes that are not UTF-8")
    #expect(refusal(Array(Self.one.utf8) + [0xFF])?.message.hasPrefix("JSON line 1") == true)
  }

  @Test("an answer has a limit, and the program in it the smaller one of programs")
  func sizes() throws {
    let prose = String(repeating: "So. ", count: (1 << 18) - 100)
    #expect(try name(prose + Self.one) == "one")
    #expect(
      message(prose + prose)
        == "answer line 1: it has 2096352 bytes; at most 1048576 are read")
    let padded = Self.one.replacing(":", with: ":" + String(repeating: " ", count: 100_000))
    #expect(message("So:\n\(padded)").hasPrefix("JSON line 2, column 1: the text has 5000"))
    #expect(message(padded).hasPrefix("JSON line 1, column 1: the text has 5000"))
  }

  // MARK: - Properties

  private static let before = [
    "", "Sure!\n", "Here { is } \"it\":\n\n", "```text\nreasoning\n```\n", "a\r\n", "{oops\n",
    "```json\n{\"weight\": 1}\n```\n",
  ]
  private static let fences = [
    ("```json\n", "\n```"), ("```\n", "\n```"), ("~~~json\n", "\n~~~"), ("", ""), ("> ", ""),
    ("`````JSON {.x}\n\n", "\n``````"), ("```json\n", ""),
  ]
  private static let after = ["", "\n", "\nIt covers \"all\" {sides}.", "\n```sh\nmake\n```\n"]

  @Test("whatever stands around a program, it is read as without")
  func wrapping() throws {
    let texts = try Programs.all.map { ($0, [try $0.text(), try $0.json.text()]) }
    for (number, (program, forms)) in texts.enumerated() {
      for (index, text) in forms.enumerated() {
        for (next, fence) in Self.fences.enumerated() {
          let before = "So:\n" + Self.before[(number + next) % Self.before.count]
          // A fence without an end takes all text after it.
          let after =
            fence.0 == "```json\n" && fence.1 == "" ? "\n" : Self.after[(number + index) % 4]
          let answer = before + fence.0 + text + fence.1 + after
          #expect(try MixtureProgram(answer: answer) == program, "\(next): \(before)")
        }
      }
    }
  }

  @Test("damaged answers give a program or a place, never a crash")
  func damaged() throws {
    var random = RandomStream(seed: 5, purpose: .test)
    let pieces = [
      "```", "json\n", "{", "}", "\"", "\\", "\n", "\"mixture\"", ":", "[", "]", "~~~", "1", ",",
    ]
    let text = Array(
      "Well:\n```json\n\(try Programs.mixture.text())```\nor {\(Self.one)}\n```\n{\"mixture\": 1}\n"
        .utf8)
    for _ in 0..<1500 {
      var answer = text
      for _ in 0...random.below(4) {
        let index = random.below(answer.count)
        let end = min(answer.count, index + random.below(40))
        answer.replaceSubrange(index..<end, with: pieces[random.below(pieces.count)].utf8)
      }
      if random.below(4) == 0 { answer.removeLast(random.below(answer.count)) }
      guard let error = refusal(answer) else { continue }
      #expect(error.message.contains("line ") || error.message.hasPrefix("program"))
    }
  }

  /// Quadratic time at this length would take longer than the limit.
  @Test("128 KiB of anything are soon read", .timeLimit(.minutes(1)))
  func linear() {
    let pieces = [
      "{", "}", "`", "```\n", "```json\n", "~~~", "{\"", "{\"\n", "\"mixture\"", "{\"mixture\"",
      "{}",
      "{\"mixture\":1}", "{\"mixture\":{", "```\n{\"mixture\"\n```\n", "\\", "{\"\\", " ", "\n",
      "{ ",
      "a{\"mixture\":}", "```json\n{\"mixture\":}\n```\n", "[", "\"", "\u{e9}", "\r",
    ]
    for piece in pieces {
      let whole =
        "x" + String(repeating: piece, count: (128 << 10) / piece.utf8.count)
      #expect(refusal(whole.utf8)?.code == .badFormat, "\(piece)")
    }
  }
}

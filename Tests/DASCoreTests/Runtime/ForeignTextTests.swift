import Testing

@testable import DASCore

@Suite struct ForeignTextTests {
  private static let hidden: [ClosedRange<UInt32>] = [
    0...0x1f, 0x7f...0xa0, 0xad...0xad, 0x34f...0x34f, 0x61c...0x61c, 0x115f...0x1160,
    0x17b4...0x17b5, 0x180b...0x180f, 0x2000...0x200f, 0x2028...0x202f, 0x205f...0x206f,
    0x2800...0x2800, 0x3000...0x3000, 0x3164...0x3164, 0xe000...0xe0ff, 0xfe00...0xfe0f,
    0xfeff...0xfeff, 0xffa0...0xffa0, 0x1d159...0x1d159, 0xe0000...0xe01ef,
  ]

  @Test("what is invisible or moves a cursor is spelled")
  func spelled() {
    for scalar in Self.hidden.joined().compactMap(Unicode.Scalar.init) {
      let text = ForeignText.quoted("a\(scalar)b")
      #expect(!text.unicodeScalars.contains(scalar), "\(scalar.value)")
      #expect(text.hasPrefix("'a\\") && text.hasSuffix("b'"))
    }
    #expect("\u{1b}[2K\n\u{e0100}".quoted == "'\\u001b[2K\\n\\u{e0100}'")
  }

  @Test(
    "plain text of any script stays", arguments: ["iforest", "größer", "漢字", "עברית", "a\u{301}"])
  func plain(text: String) {
    #expect(text.quoted == "'\(text)'")
    #expect(DASError(.io, text).message == text)
  }

  @Test("a letter carries few marks")
  func marks() {
    let text = String(repeating: "\u{301}", count: 100)
    #expect("a\(text)".quoted.unicodeScalars.count { $0 == "\u{301}" } == 4)
    #expect(!"\u{301}".quoted.unicodeScalars.contains("\u{301}"))
  }

  @Test("quotes and messages have a bounded length")
  func lengths() {
    let long = String(repeating: "x", count: 100_000)
    #expect(long.quoted == "'" + String(repeating: "x", count: 200) + "...'")
    #expect(DASError(.badFormat, long).message.utf8.count < 4100)
    #expect(DASError(.badFormat, "\u{202e}" + long).message.hasPrefix("\\u202exxx"))
  }

  @Test("a path of keys is quoted and cut")
  func paths() throws {
    let key = "\u{1b}[2K" + String(repeating: "x", count: 10_000)
    #expect(JSONField.path("header", "booster.nodes") == "header.booster.nodes")
    let field = JSONField(.object([JSON.Member(key, .null)]), path: "header")
    #expect(throws: DASError.self) { try field.members(["a"]) }
    let member = try field.member(key)
    #expect(member.path.hasPrefix("header.\"\\u001b[2Kxxx") && member.path.utf8.count < 100)
  }

  @Test("JSON is written with all its characters")
  func json() throws {
    let text = "\u{202e}\u{3164}\n\"\\é"
    let written = try JSON.string(text).text()
    #expect(written == "\"\u{202e}\u{3164}\\n\\\"\\\\é\"")
    #expect(JSON.quoted(text) == "\"\\u202e\\u3164\\n\\\"\\\\é\"")
  }
}

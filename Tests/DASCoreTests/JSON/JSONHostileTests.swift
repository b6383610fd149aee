import Testing

@testable import DASCore

/// Malformed text only ever throws `badFormat` with a location.
@Suite struct JSONHostileTests {
  private func failure(_ bytes: [UInt8], _ limits: JSON.Limits = JSON.Limits()) -> String? {
    thrownError { try JSON.parse(bytes, limits: limits) }.map {
      $0.code == .badFormat ? $0.message : "wrong code \($0.code)"
    }
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:2}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "tru", "nul",
    "truee",
    "True", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x10",
    "1_000", "1e999", "-1e999", "\"", "\"a", "\"\\", "\"\\u", "\"\\u12", "\"\\u12g4\"", "\"\\x41\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"",
    "\"\\udfff\\udc00\"", "\"\t\"", "\"\n\"", "\"\u{0}\"", "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"\\u0061\":2}", "1 2", "{} x", "[]]", "// c\n1", "/**/1", "\u{feff}1", "\u{0}",
    "1\u{0}", "\u{a0}1",
  ])
  func malformedTextIsAnError(text: String) throws {
    let message = try #require(failure(Array(text.utf8)))
    #expect(message.hasPrefix("JSON line "), "\(message)")
  }

  @Test(
    arguments: [
      [0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
    ] as [[UInt8]])
  func badUTF8IsAnError(bytes: [UInt8]) throws {
    #expect(try #require(failure(bytes)).contains("not UTF-8"))
  }

  @Test func errorsNameLineAndColumn() {
    #expect(failure(Array("{\n  \"\u{e9}\": x}".utf8))?.hasPrefix("JSON line 2, column 8:") == true)
    #expect(failure(Array("[1,\n2,\n\n 3 4]".utf8))?.hasPrefix("JSON line 4, column 4:") == true)
    #expect(
      failure(Array(#"{"a":1,"a":2}"#.utf8))
        == #"JSON line 1, column 8: the key "a" stands twice in its object"#)
  }

  @Test func limitsHold() {
    let deep = {
      Array((String(repeating: "[", count: $0) + String(repeating: "]", count: $0)).utf8)
    }
    #expect(failure(deep(64)) == nil)
    #expect(failure(deep(65))?.contains("nested deeper than 64") == true)
    let abyss = Array(String(repeating: "{\"a\":[", count: 150_000).utf8)
    #expect(failure(abyss)?.contains("nested deeper") == true)
    #expect(failure(Array(repeating: 0x20, count: 11), JSON.Limits(bytes: 10)) != nil)
    let many = Array(("[" + String(repeating: "0,", count: 20) + "0]").utf8)
    #expect(failure(many, JSON.Limits(elements: 22)) == nil)
    #expect(failure(many, JSON.Limits(elements: 21))?.contains("more than 21 values") == true)
    let digits = Array(String(repeating: "9", count: 5000).utf8)
    #expect(failure(digits)?.contains("more than 1024 characters") == true)
  }

  /// Reading costs time in proportion to the text, also where every character is an escape.
  @Test func escapesCostLinearTime() throws {
    let text = "\"" + String(repeating: #"\ud83d\ude00"#, count: 80_000) + "\""
    guard case .string(let faces) = try JSON.parse(text) else { throw DASError(.internal, "") }
    #expect(faces.unicodeScalars.count == 80_000)
  }

  @Test func bigNumbersBecomeRealsWhileTheyFit() throws {
    #expect(try JSON.parse("9223372036854775807") == .integer(.max))
    #expect(try JSON.parse("9223372036854775808") == .real(9_223_372_036_854_775_808))
    #expect(try JSON.parse("1e-999") == .real(0))
    #expect(try JSON.parse("0.1e1") == .real(1))
  }

  /// Every prefix and every changed byte of a good text either reads or fails cleanly.
  @Test func damagedTextNeverTraps() throws {
    let text = Array(
      #"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00",true,null],"b":{"c":{}},"é":""}"#.utf8)
    #expect(failure(text) == nil)
    for end in 0..<text.count { #expect(failure(Array(text[..<end])) != nil) }
    var random = RandomStream(seed: 2, purpose: .test)
    for _ in 0..<5000 {
      var damaged = text
      for _ in 0...random.below(3) {
        damaged[random.below(damaged.count)] = UInt8(random.below(256))
      }
      if let message = failure(damaged) { #expect(message.hasPrefix("JSON line ")) }
    }
  }
}

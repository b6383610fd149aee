import Testing

@testable import DASCore

@Suite struct JSONFieldTests {
  private let root = JSONField(
    .object([
      JSON.Member("share", .integer(3)), JSON.Member("list", .array([.real(0.5), .null])),
      JSON.Member("word", .string("west")),
    ]), path: "program")

  @Test func valuesAreReadAndRangesHold() throws {
    let fields = try root.members(["share", "list", "word"])
    #expect(try fields["share"]?.integer(in: 1...3) == 3)
    #expect(try fields["share"]?.real(in: 0...10) == 3)
    #expect(try fields["list"]?.items(1...2)[0].real(in: 0...1) == 0.5)
    #expect(try fields["word"]?.word(of: ["east", "west"]) == "west")
  }

  /// Each message names the path and what is allowed.
  @Test func errorsNameThePath() {
    func message(_ body: () throws -> Void) -> String? { thrownError(body)?.message }
    #expect(
      message { _ = try root.member("share").real(in: 0...1) }
        == "program.share is 3; it takes a real in 0.0 ... 1.0")
    #expect(
      message { _ = try root.member("list").items(1...2)[1].boolean() }
        == "program.list[1] is null; it takes true or false")
    #expect(
      message { _ = try root.members(["share", "list"]) }
        == #"program has the unknown key "word"; it takes share, list"#)
    #expect(message { _ = try root.member("x") } == #"program lacks the key "x""#)
    #expect(
      message { _ = try root.member("word").word(of: ["east"]) }
        == #"program.word is "west"; it takes one of east"#)
    #expect(
      message { _ = try root.member("word").string(atMost: 3) }
        == #"program.word is "west"; it takes a string of at most 3 bytes"#)
    #expect(
      message { _ = try root.member("list").items(3...4) }
        == "program.list has 2 items; it takes an array of 3 to 4 items")
    #expect(
      message { _ = try root.member("list").integer(in: 0...1) }
        == "program.list is an array; it takes an integer in 0 ... 1")
    #expect(
      message { _ = try root.member("share").members([]) }
        == "program.share is 3; it takes an object")
  }
}
